import { type Cluster, clock, inOrder, navigate, t, useClusters, useSlot } from '@fresnel/sdk';
import { Button, Contributed, EmptyState, Link, Menu, Page, Skeleton, Status, Table, type TableColumn } from '@fresnel/ui';
import { useMemo, useState } from 'react';
import { ClusterSign, ProductionSign } from '../../frame/ClusterSign';
import { clusterHealth, clusterWord } from '../../frame/clusterState';
import { pageOfCluster } from '../../frame/pageOfCluster';
import { type Adding, AddKubeconfig, useAdding } from './AddKubeconfig';
import { CountOf } from './CountOf';
import { Hand } from './Hand';
import styles from './home.module.css';
import { look, useLooked } from './looked';

/** All clusters and how they are, as far as somebody asked; what one wants at hand. */
export function HomePage() {
  const all = useClusters();
  const [hidden, setHidden] = useState(false);
  const clusters = all?.filter((cluster) => hidden || cluster.mark?.hidden !== true);
  const sections = inOrder(useSlot('home'));
  const adding = useAdding();
  const looked = useLooked();
  const away = (all?.length ?? 0) - (clusters?.length ?? 0);
  const asked = clusters?.some((cluster) => !looked.includes(cluster.id)) ?? false;
  const drop = adding.may ? adding.drop : {};
  return (
    <div className={styles.page} {...drop}>
      <Page
        title={t('home.title')}
        beside={clusters && <span>{howMany(clusters)}</span>}
        actions={
          <>
            {asked && clusters && clusters.length > 1 && <Button onPress={() => look(clusters.map((one) => one.id))}>{t('home.lookAll')}</Button>}
            {adding.may && (
              <Button icon="plus" onPress={adding.choose}>
                {t('home.add')}
              </Button>
            )}
          </>
        }
      >
        <AddKubeconfig adding={adding} />
        {clusters === undefined && <Skeleton label={t('home.loading')} />}
        {all?.length === 0 && <EmptyState text={adding.may ? t('home.emptyDrop') : t('home.empty')} />}
        {clusters !== undefined && clusters.length > 0 && <Clusters clusters={clusters} adding={adding} looked={looked} />}
        {(away > 0 || hidden) && (
          <p className={styles.hidden}>
            {away > 0 && t('home.hidden', { count: away })}{' '}
            <Button kind="link" onPress={() => setHidden(!hidden)}>
              {hidden ? t('home.hide') : t('home.show')}
            </Button>
          </p>
        )}
        <Hand />
        {sections.map((one) => (
          <Contributed key={one.id} of={one} />
        ))}
      </Page>
    </div>
  );
}

function howMany(clusters: readonly Cluster[]): string {
  const is = (...states: readonly Cluster['state'][]) => clusters.filter((cluster) => states.includes(cluster.state)).length;
  const [count, up, down, unasked] = [clusters.length, is('up'), is('down', 'broken'), is('connecting')];
  if (down > 0) return t('home.countDown', { count, up, down });
  return unasked > 0 ? t('home.countUnasked', { count, up, unasked }) : t('home.count', { count });
}

interface ClustersProps {
  readonly clusters: readonly Cluster[];
  readonly adding: Adding;
  readonly looked: readonly string[];
}

function Clusters({ clusters, adding, looked }: ClustersProps) {
  const columns = useMemo(() => columnsOf(adding, looked), [adding, looked]);
  return (
    <div className={styles.clusters}>
      <Table label={t('home.title')} columns={columns} rows={clusters} keyOf={(cluster) => cluster.id} />
      <p className={styles.note}>{t('home.asked')}</p>
    </div>
  );
}

function columnsOf(adding: Adding, looked: readonly string[]): readonly TableColumn<Cluster>[] {
  const count = (resource: 'nodes' | 'pods' | 'events') => (cluster: Cluster) =>
    looked.includes(cluster.id) ? <CountOf cluster={cluster} resource={resource} /> : '–';
  return [
    { id: 'name', title: t('home.name'), cell: (cluster) => <Name cluster={cluster} /> },
    { id: 'state', title: t('home.state'), grows: true, cell: (cluster) => <ClusterState cluster={cluster} /> },
    { id: 'version', title: t('home.version'), minor: true, cell: (cluster) => cluster.version ?? '–' },
    { id: 'nodes', title: t('home.nodes'), end: true, minor: true, cell: count('nodes') },
    { id: 'pods', title: t('home.pods'), end: true, cell: count('pods') },
    { id: 'warnings', title: t('home.warnings'), end: true, cell: count('events') },
    { id: 'source', title: t('home.source'), minor: true, cell: (cluster) => cluster.source },
    { id: 'look', title: '', end: true, cell: (cluster) => <Acts cluster={cluster} adding={adding} looked={looked.includes(cluster.id)} /> },
  ];
}

function Name({ cluster }: { readonly cluster: Cluster }) {
  return (
    <span className={styles.name}>
      <ClusterSign mark={cluster.mark} />
      <Link to={pageOfCluster(cluster.id)}>{cluster.name}</Link>
      {cluster.mark?.production && <ProductionSign />}
    </span>
  );
}

function Acts({ cluster, adding, looked }: { readonly cluster: Cluster; readonly adding: Adding; readonly looked: boolean }) {
  const given = cluster.context !== undefined && adding.contexts.includes(cluster.context);
  return (
    <span className={styles.acts}>
      {!looked && (
        <Button kind="link" onPress={() => look([cluster.id])}>
          {t('home.look')}
        </Button>
      )}
      <Menu
        alignEnd
        label={t('home.menu', { name: cluster.name })}
        items={[
          { id: 'open', title: t('home.open'), onPress: () => navigate(pageOfCluster(cluster.id)) },
          { id: 'mark', title: t('home.mark'), onPress: () => navigate('/settings?tab=clusters') },
          ...(given ? [{ id: 'remove', title: t('home.remove'), onPress: () => void adding.remove(cluster) }] : []),
        ]}
      />
    </span>
  );
}

/** A cluster that is not up says why in the server's words. */
function ClusterState({ cluster }: { readonly cluster: Cluster }) {
  const more =
    cluster.state === 'up' || cluster.state === 'connecting'
      ? undefined
      : t('home.why', { time: clock(cluster.since), detail: cluster.detail ?? t('home.noDetail') });
  return <Status health={clusterHealth(cluster)} word={clusterWord(cluster)} more={more} />;
}
