// guide:page
import { t, useEndpoint, useRows } from '@fresnel/sdk';
import { LiveTable, Page } from '@fresnel/ui';

export function TemplatePage() {
  const count = useEndpoint<{ pods: number }>('/count');
  const pods = useRows({ resource: 'pods', sort: '-restarts' });
  return (
    <Page title={t('title')} beside={count.state === 'known' && t('count', { pods: count.value.pods })} fill>
      <LiveTable source={pods} label={t('title')} />
    </Page>
  );
}
// end
