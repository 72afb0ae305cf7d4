import {
  type Cluster,
  clock,
  inOrder,
  type KindCount,
  number,
  pages,
  t,
  titleOf,
  useClusters,
  useCounts,
  useHolding,
  useKinds,
  useScope,
  useSlot,
} from '@fresnel/sdk';
import { Columns, Contributed, EmptyState, Link, LiveMark, Notice, Page, Problem, Section, Skeleton, Status, Table, type TableColumn } from '@fresnel/ui';
import { useMemo } from 'react';

export interface ClusterPageProps {
  readonly clusters: readonly string[];
}

interface Trouble {
  readonly resource: string;
  readonly title: string;
  readonly count: Extract<KindCount, { total: number }>;
}

/** What is wrong in these clusters now, by kind. */
export function ClusterPage({ clusters }: ClusterPageProps) {
  const known = useClusters();
  const shown = known?.filter((cluster) => clusters.includes(cluster.id));
  const missing = known === undefined ? [] : clusters.filter((id) => !known.some((cluster) => cluster.id === id));
  const title = shown?.map((cluster) => cluster.name).join(' + ') || clusters.join(' + ');
  const up = shown?.filter((cluster) => cluster.state === 'up') ?? [];
  return (
    <Page
      title={title}
      beside={up.length > 0 && <LiveMark>{t('cluster.live', { version: [...new Set(up.map((cluster) => cluster.version ?? ''))].join(', ') })}</LiveMark>}
    >
      {shown
        ?.filter((cluster) => cluster.state !== 'up')
        .map((cluster) => (
          <DownNotice key={cluster.id} cluster={cluster} />
        ))}
      {missing.length > 0 && <EmptyState text={t('cluster.missing', { names: missing.join(', ') })} actions={<Link to={pages.home()}>{t('home')}</Link>} />}
      <Sections clusters={clusters} />
    </Page>
  );
}

/** What plugins say of the clusters, in its places; without any, what is wrong by kind. */
function Sections({ clusters }: ClusterPageProps) {
  const { namespaces } = useScope();
  const all = inOrder(useHolding(useSlot('overview'), clusters));
  const props = useMemo(() => ({ clusters, namespaces }), [clusters, namespaces]);
  const at = (...places: readonly (string | undefined)[]) =>
    all.filter(({ item }) => places.includes(item.place)).map((one) => <Contributed key={one.id} of={one} props={props} />);
  const side = at('side');
  const main = at('main', undefined);
  return (
    <>
      {at('top')}
      {side.length === 0 ? main : <Columns side={side}>{main}</Columns>}
      {all.length === 0 && <Troubles clusters={clusters} />}
    </>
  );
}

function DownNotice({ cluster }: { readonly cluster: Cluster }) {
  if (cluster.state === 'connecting') return <Notice>{t('cluster.connectingTo', { name: cluster.name })}</Notice>;
  return <Notice tone="error">{t('cluster.unreachable', { name: cluster.name, time: clock(cluster.since), detail: cluster.detail ?? '' })}</Notice>;
}

function Troubles({ clusters }: ClusterPageProps) {
  const { namespaces } = useScope();
  const { kinds, failures, problems } = useKinds(clusters);
  const navigation = useSlot('navigation');
  const named = useMemo(() => {
    const served = new Set(kinds?.map((kind) => kind.resource));
    return navigation.filter(({ item }) => item.resource !== undefined && served.has(item.resource));
  }, [navigation, kinds]);
  const resources = useMemo(() => [...new Set(named.map(({ item }) => item.resource!))].sort(), [named]);
  const counts = useCounts(clusters, resources, namespaces);
  const troubles = named.flatMap((one): Trouble[] => {
    const count = counts[one.item.resource!];
    return count && 'total' in count && count.error + count.warning > 0 ? [{ resource: one.item.resource!, title: titleOf(one), count }] : [];
  });
  const loading = resources.filter((resource) => counts[resource] === undefined || 'loading' in counts[resource]).length;
  const failure = Object.entries(failures)[0];
  if (failure && kinds === undefined) return <Problem tried={t('cluster.kindsFailed', { name: failure[0] })} problem={failure[1]} />;
  if (kinds === undefined) return <Skeleton label={t('cluster.loading')} />;
  return (
    <>
      {problems.map((one) => (
        <Notice key={`${one.cluster} ${one.group}`}>{t('cluster.groupFailed', { name: one.cluster, group: one.group, detail: one.detail })}</Notice>
      ))}
      <Section title={t('trouble.title')} beside={loading > 0 ? t('trouble.checking', { count: loading }) : t('trouble.checked', { count: resources.length })}>
        {troubles.length === 0 && loading === 0 && <p>{t('trouble.none')}</p>}
        {troubles.length > 0 && (
          <Table
            label={t('trouble.title')}
            columns={columns(clusters)}
            rows={troubles.sort((a, b) => b.count.error - a.count.error)}
            keyOf={(one) => one.resource}
          />
        )}
      </Section>
    </>
  );
}

function columns(clusters: readonly string[]): readonly TableColumn<Trouble>[] {
  const list = (resource: string) => pages.list(clusters, resource, { status: 'error,warning,waiting,unknown' });
  return [
    { id: 'kind', title: t('trouble.kind'), cell: (one) => <Link to={list(one.resource)}>{one.title}</Link> },
    {
      id: 'error',
      title: t('trouble.failing'),
      cell: (one) => (one.count.error > 0 ? <Status health="error" word={number(one.count.error)} /> : '–'),
    },
    {
      id: 'warning',
      title: t('trouble.warning'),
      cell: (one) => (one.count.warning > 0 ? <Status health="warning" word={number(one.count.warning)} /> : '–'),
    },
    { id: 'total', title: t('trouble.total'), cell: (one) => number(one.count.total), end: true },
    { id: 'rest', title: '', cell: () => undefined, grows: true },
  ];
}
