import { ctx, type ListSlotProps, t, titleOf, useKinds, useRows, useRowsSnapshot, useScope, useSlot } from '@fresnel/sdk';
import { EmptyState, LiveTable, Page, Problem, StarButton } from '@fresnel/ui';
import { useCallback, useMemo } from 'react';
import { EventFilters } from './events/EventFilters';
import { EventGroups } from './events/EventGroups';
import { COLUMNS, columnOf, objectOf, SHOWN } from './events/events';
import { pageOfObject } from './events/pageOfObject';
import { useEventState } from './events/useEventState';
import { EmptyList } from './list/EmptyList';
import { CoverageLine, countInWords, ListMark } from './list/headLine';
import { useListState } from './list/listState';
import { AgeNotices, staleClusters } from './list/notices';

const NO_KINDS = [] as const;

/** What the clusters said lately: warnings first, in groups that say how often and since when, or one by one. */
export function EventsPage({ clusters, resource }: ListSlotProps) {
  const { namespaces } = useScope();
  const list = useListState(resource);
  const state = useEventState(resource, list);
  const { kinds = NO_KINDS } = useKinds(clusters);
  const question = useMemo(
    () => ({
      resource,
      clusters,
      sort: state.sort,
      filter: state.filter,
      columns: COLUMNS[state.involved],
      ...(state.by ? { group: columnOf(state.by, state.involved) } : {}),
    }),
    [resource, clusters, state.sort, state.filter, state.by, state.involved],
  );
  const source = useRows(question, ctx.memo);
  const snapshot = useRowsSnapshot(source);
  const item = useSlot('navigation').find((one) => one.item.resource === resource);
  const title = item ? titleOf(item) : t('nav.events');
  const forbidden = clusters.length === 1 ? Object.values(snapshot.ages).find((age) => age.state === 'forbidden') : undefined;
  const stale = useMemo(() => staleClusters(snapshot.ages), [snapshot.ages]);
  const pageOf = useCallback((row: Parameters<typeof objectOf>[1]) => pageOfObject(objectOf(snapshot.columns, row, kinds)), [snapshot.columns, kinds]);
  const elsewhere = snapshot.total > 0 && !list.filtered;
  const empty = elsewhere ? (
    <EmptyState text={t('eventList.none')} />
  ) : (
    <EmptyList title={title} state={list} snapshot={snapshot} namespaces={namespaces} forbidden={forbidden} />
  );
  const head = (
    <>
      <EventFilters state={state} list={list} snapshot={snapshot} kinds={kinds} resource={resource} />
      <CoverageLine coverage={snapshot.coverage} resource={resource} />
      {!snapshot.problem && (
        <AgeNotices ages={snapshot.ages} onRetry={source.retry} except={snapshot.total === 0 ? forbidden?.cluster : undefined} loaded={snapshot.loaded} />
      )}
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
          <StarButton of={{ resource }} />
          {snapshot.loaded && <span>{countInWords(snapshot, clusters, namespaces)}</span>}
          <ListMark snapshot={snapshot} />
        </>
      }
    >
      {state.by && snapshot.groups.length > 0 ? (
        <EventGroups source={source} snapshot={snapshot} state={state} clusters={clusters} resource={resource} kinds={kinds} />
      ) : (
        <LiveTable
          source={source}
          label={title}
          columns={list.columns}
          usualColumns={SHOWN}
          severalClusters={clusters.length > 1}
          sort={state.sort}
          usualSort={state.usualSort}
          onSort={list.setSort}
          pageOf={pageOf}
          stale={stale}
          loading={t('list.loading', { kind: title, clusters: clusters.join(', ') })}
          empty={empty}
        />
      )}
    </Page>
  );
}
