import { type ListSlotProps, pages, type Row, t, titleOf, useRows, useRowsSnapshot, useScope, useSettings, useSlot } from '@fresnel/sdk';
import { LiveTable, Page, Problem } from '@fresnel/ui';
import { useMemo } from 'react';
import { ColumnChooser } from './list/ColumnChooser';
import { EmptyList } from './list/EmptyList';
import { Filters } from './list/Filters';
import { countInWords, ListMark } from './list/headLine';
import { useListState } from './list/listState';
import { AgeNotices, staleClusters } from './list/notices';

/** Every kind as a live list: what is wrong comes first. */
export function ListPage({ clusters, resource }: ListSlotProps) {
  const { namespaces } = useScope();
  const state = useListState(resource);
  const source = useRows({ resource, clusters, sort: state.sort, filter: state.filter, wide: true });
  const snapshot = useRowsSnapshot(source);
  const navigation = useSlot('navigation');
  const { columns: kept } = useSettings();
  const item = navigation.find((one) => one.item.resource === resource);
  const title = item ? titleOf(item) : (snapshot.kind?.kind ?? resource);
  const stale = useMemo(() => staleClusters(snapshot.ages), [snapshot.ages]);
  const chosen = state.columns ?? kept[resource];
  const several = clusters.length > 1;
  const forbidden = clusters.length === 1 ? Object.values(snapshot.ages).find((age) => age.state === 'forbidden') : undefined;
  const pageOf = (row: Row) => pages.object({ cluster: row.c, resource, name: row.n, ...(row.ns ? { namespace: row.ns } : {}) });
  const head = (
    <>
      <Filters state={state} snapshot={snapshot} end={<ColumnChooser resource={resource} snapshot={snapshot} chosen={chosen} severalClusters={several} />} />
      {!snapshot.problem && <AgeNotices ages={snapshot.ages} onRetry={source.retry} except={snapshot.total === 0 ? forbidden?.cluster : undefined} />}
      {snapshot.problem && <Problem tried={t('list.failed', { kind: title })} problem={snapshot.problem} onRetry={source.retry} />}
    </>
  );
  return (
    <Page
      title={title}
      fill
      under={head}
      beside={
        <>
          {snapshot.loaded && <span>{countInWords(snapshot, clusters, namespaces)}</span>}
          <ListMark snapshot={snapshot} />
        </>
      }
    >
      <LiveTable
        source={source}
        label={title}
        columns={chosen}
        severalClusters={several}
        sort={state.sort}
        onSort={state.setSort}
        pageOf={pageOf}
        stale={stale}
        loading={t('list.loading', { kind: title, clusters: clusters.join(', ') })}
        empty={<EmptyList title={title} state={state} snapshot={snapshot} namespaces={namespaces} forbidden={forbidden} />}
      />
    </Page>
  );
}
