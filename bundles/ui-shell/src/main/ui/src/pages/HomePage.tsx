import { type Cluster, clock, inOrder, pages, t, useClusters, useCounts, useSlot } from '@fresnel/sdk';
import { Age, Contributed, EmptyState, Link, Page, Skeleton, Status, Table, type TableColumn } from '@fresnel/ui';
import { type ReactNode, useMemo } from 'react';
import { clusterHealth, clusterWord } from '../frame/clusterState';
import { KindNumber } from './KindNumber';
import styles from './pages.module.css';

const COUNTED = ['namespaces', 'nodes', 'pods'];

/** All clusters: how they are, and since when. */
export function HomePage() {
  const clusters = useClusters();
  const columns = useMemo(columnsOf, []);
  const sections = inOrder(useSlot('home'));
  const down = clusters?.filter((cluster) => cluster.state === 'down' || cluster.state === 'broken').length ?? 0;
  return (
    <Page
      title={t('home.title')}
      beside={clusters && <span>{down === 0 ? t('home.count', { count: clusters.length }) : t('home.countDown', { count: clusters.length, down })}</span>}
    >
      {clusters === undefined && <Skeleton label={t('home.loading')} />}
      {clusters?.length === 0 && <EmptyState text={t('home.empty')} />}
      {clusters !== undefined && clusters.length > 0 && (
        <Inset>{<Table label={t('home.title')} columns={columns} rows={clusters} keyOf={(cluster) => cluster.id} />}</Inset>
      )}
      {sections.map((one) => (
        <Contributed key={one.id} of={one} />
      ))}
    </Page>
  );
}

function columnsOf(): readonly TableColumn<Cluster>[] {
  return [
    { id: 'name', title: t('home.name'), cell: (cluster) => <Link to={pages.cluster([cluster.id])}>{cluster.name}</Link> },
    { id: 'state', title: t('home.state'), grows: true, cell: (cluster) => <ClusterState cluster={cluster} /> },
    { id: 'version', title: t('home.version'), cell: (cluster) => cluster.version ?? '–' },
    { id: 'nodes', title: t('home.nodes'), end: true, minor: true, cell: (cluster) => <CountOf cluster={cluster} resource="nodes" /> },
    { id: 'namespaces', title: t('home.namespaces'), end: true, minor: true, cell: (cluster) => <CountOf cluster={cluster} resource="namespaces" /> },
    { id: 'pods', title: t('home.pods'), end: true, minor: true, cell: (cluster) => <CountOf cluster={cluster} resource="pods" /> },
    { id: 'source', title: t('home.source'), minor: true, cell: (cluster) => cluster.source },
    { id: 'since', title: t('home.since'), end: true, cell: (cluster) => <Age since={cluster.since} /> },
  ];
}

/** A cluster that is not up says why in the server's words. */
function ClusterState({ cluster }: { readonly cluster: Cluster }) {
  const more =
    cluster.state === 'up' || cluster.state === 'connecting'
      ? undefined
      : t('home.why', { time: clock(cluster.since), detail: cluster.detail ?? t('home.noDetail') });
  return <Status health={clusterHealth(cluster)} word={clusterWord(cluster)} more={more} />;
}

function CountOf({ cluster, resource }: { readonly cluster: Cluster; readonly resource: string }) {
  const clusters = useMemo(() => (cluster.state === 'up' ? [cluster.id] : []), [cluster.id, cluster.state]);
  const counts = useCounts(clusters, COUNTED);
  return cluster.state === 'up' ? <KindNumber count={counts[resource]} /> : <>–</>;
}

function Inset({ children }: { readonly children: ReactNode }) {
  return <div className={styles.inset}>{children}</div>;
}
