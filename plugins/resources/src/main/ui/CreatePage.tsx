import { t, useScope } from '@fresnel/sdk';
import { EmptyState, Page } from '@fresnel/ui';
import { lazy, Suspense } from 'react';

const CreateView = lazy(() => import('./edit/create/CreateView').then((module) => ({ default: module.CreateView })));

/** New objects, on a page of their own: what the palette opens. */
export function CreatePage() {
  const { clusters, namespaces } = useScope();
  const [cluster] = clusters;
  const [namespace] = namespaces;
  return (
    <Page title={t('create.title')} fill beside={cluster}>
      {cluster === undefined ? (
        <EmptyState text={t('create.noCluster')} />
      ) : (
        <Suspense>
          <CreateView key={cluster} cluster={cluster} {...(namespace === undefined ? {} : { namespace })} />
        </Suspense>
      )}
    </Page>
  );
}
