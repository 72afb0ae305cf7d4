import { t, useClusters, useScope } from '@fresnel/sdk';
import { Page } from '@fresnel/ui';
import { ForwardList } from './ForwardList';

/** All port-forwards of this computer. */
export function ForwardsPage() {
  const scope = useScope();
  const clusters = useClusters();
  return (
    <Page title={t('forwards.title')}>
      <ForwardList cluster={scope.clusters[0] ?? clusters?.[0]?.id} />
    </Page>
  );
}
