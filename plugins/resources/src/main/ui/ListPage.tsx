import { ctx, type ListSlotProps, pages, type Row, t, titleOf, usePreload, useRows, useRowsSnapshot, useScope, useSlot } from '@fresnel/sdk';
import { ColumnChooser, LiveTable, Page, Problem, type SelectionState, StarButton, ViewMenu } from '@fresnel/ui';
import { useCallback, useMemo } from 'react';
import { RowMenu } from './actions/RowMenu';
import { useActing } from './actions/useActing';
import { CreateButton } from './edit/create/CreateButton';
import { BulkActions } from './list/BulkActions';
import { CopyOut } from './list/CopyOut';
import { EmptyList } from './list/EmptyList';
import { Filters } from './list/Filters';
import { GroupMenu, Groups } from './list/Groups';
import { CoverageLine, countInWords, ListMark } from './list/headLine';
import { useListState } from './list/listState';
import { AgeNotices, NoteNotices, staleClusters } from './list/notices';
import { askedColumns, usualColumns } from './list/usualColumns';

/** Every kind as a live list: what is wrong comes first. */
export function ListPage({ clusters, resource }: ListSlotProps) {
  const { namespaces } = useScope();
  const state = useListState(resource);
  const columns = askedColumns(resource, state.columns);
  const question = {
    resource,
    clusters,
    sort: state.sort,
    filter: state.filter,
    ...(columns ? { columns } : {}),
    ...(state.group ? { group: state.group } : {}),
  };
  const source = useRows(question, ctx.memo);
  const snapshot = useRowsSnapshot(source);
  usePreload(resource, snapshot.loaded);
  const navigation = useSlot('navigation');
  const item = navigation.find((one) => one.item.resource === resource);
  const title = item ? titleOf(item) : (snapshot.kind?.kind ?? resource);
  const stale = useMemo(() => staleClusters(snapshot.ages), [snapshot.ages]);
  const several = clusters.length > 1;
  const forbidden = clusters.length === 1 ? Object.values(snapshot.ages).find((age) => age.state === 'forbidden') : undefined;
  const pageOf = useCallback((row: Row) => pages.object({ cluster: row.c, resource, name: row.n, ...(row.ns ? { namespace: row.ns } : {}) }), [resource]);
  const [dialog, act] = useActing();
  const rowMenu = useCallback(
    (row: Row) => <RowMenu of={{ cluster: row.c, resource, name: row.n, uid: row.u, ...(row.ns ? { namespace: row.ns } : {}) }} act={act} />,
    [resource, act],
  );
  const usual = usualColumns(resource, clusters, snapshot.notes);
  const resize = (id: string, width: number | undefined) => {
    const shown = state.columns ?? (usual ?? snapshot.columns.filter((column) => column.priority === 0).map((column) => column.id)).map((one) => ({ id: one }));
    const all = shown.some((column) => column.id === id) ? shown : [{ id }, ...shown];
    state.setColumns(all.map((column) => (column.id !== id ? column : width === undefined ? { id } : { id, width })));
  };
  const head = (
    <>
      <Filters
        state={state}
        snapshot={snapshot}
        end={
          <>
            <CopyOut source={source} resource={resource} clusters={clusters} namespaces={namespaces} state={state} snapshot={snapshot} />
            <GroupMenu state={state} snapshot={snapshot} />
            <ColumnChooser snapshot={snapshot} chosen={state.columns} usual={usual} severalClusters={several} onChange={state.setColumns} />
          </>
        }
      />
      <Groups state={state} snapshot={snapshot} />
      <CoverageLine coverage={snapshot.coverage} resource={resource} />
      {!snapshot.problem && (
        <AgeNotices ages={snapshot.ages} onRetry={source.retry} except={snapshot.total === 0 ? forbidden?.cluster : undefined} loaded={snapshot.loaded} />
      )}
      {!snapshot.problem && <NoteNotices notes={snapshot.notes} chosen={state.columns} />}
      {snapshot.problem && <Problem tried={t('list.failed', { kind: title })} problem={snapshot.problem} onRetry={source.retry} />}
    </>
  );
  return (
    <Page
      title={title}
      fill
      under={head}
      actions={
        <>
          <ViewMenu />
          <CreateButton clusters={clusters} resource={resource} namespaces={namespaces} />
        </>
      }
      beside={
        <>
          <StarButton of={{ resource }} />
          {snapshot.loaded && <span>{countInWords(snapshot, clusters, namespaces)}</span>}
          <ListMark snapshot={snapshot} />
        </>
      }
    >
      <LiveTable
        source={source}
        label={title}
        columns={state.columns}
        usualColumns={usual}
        severalClusters={several}
        sort={state.sort}
        usualSort={state.usualSort}
        onSort={state.setSort}
        onResize={resize}
        pageOf={pageOf}
        stale={stale}
        bulk={(selection: SelectionState, matched: number) => (
          <BulkActions source={source} resource={resource} selection={selection} matched={matched} act={act} />
        )}
        rowMenu={rowMenu}
        loading={t('list.loading', { kind: title, clusters: clusters.join(', ') })}
        empty={<EmptyList title={title} state={state} snapshot={snapshot} namespaces={namespaces} forbidden={forbidden} />}
      />
      {dialog}
    </Page>
  );
}
