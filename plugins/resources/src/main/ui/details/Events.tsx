import { type ObjectRef, pages, type Row, type RowsSnapshot, type RowsSource, t, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { Age, EmptyState, Link, LiveTable, Section, Skeleton, Status, Table } from '@fresnel/ui';
import { useEffect, useMemo } from 'react';
import styles from './details.module.css';

export interface Events {
  readonly source: RowsSource;
  readonly snapshot: RowsSnapshot;
}

const FEW = 6;
/** The object and its namespace stand above all of them. */
const SHOWN = ['last-seen', 'type', 'reason', 'message', 'count', 'source'];
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What the cluster said about this object, newest first. */
export function useEvents(of: ObjectRef, uid: string | undefined): Events {
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const namespaces = useMemo(() => (of.namespace ? [of.namespace] : []), [of.namespace]);
  const source = useRows({
    resource: 'events',
    clusters,
    namespaces,
    sort: 'last-seen,age',
    columns: SHOWN,
    filter: { fields: `involvedObject.uid=${uid ?? NOBODY}` },
  });
  const snapshot = useRowsSnapshot(source);
  useEffect(() => source.show(0, FEW), [source]);
  return useMemo(() => ({ source, snapshot }), [source, snapshot]);
}

export function EventsTab({ of, events }: { readonly of: ObjectRef; readonly events: Events }) {
  return (
    <LiveTable
      source={events.source}
      label={t('events.label', { name: of.name })}
      usualColumns={SHOWN}
      loading={t('events.loading', { name: of.name })}
      empty={<EmptyState text={t('events.none', { name: of.name })} />}
    />
  );
}

/** The newest, but no warning stays out for what is fine; in their order. */
export function few<T extends Pick<Row, 's'>>(rows: readonly T[], most = FEW): readonly T[] {
  const warnings = rows.filter((row) => row.s !== 'ok').slice(0, most);
  const fine = rows.filter((row) => row.s === 'ok').slice(0, most - warnings.length);
  return rows.filter((row) => warnings.includes(row) || fine.includes(row));
}

function Source({ text }: { readonly text: string }) {
  return (
    <span className={styles.source} title={text}>
      {text}
    </span>
  );
}

export function EventsSection({ of, events }: { readonly of: ObjectRef; readonly events: Events }) {
  const { snapshot } = events;
  const cell = (row: Row, name: string) => {
    const place = snapshot.columns.findIndex((column) => column.id === name);
    return place < 0 ? '' : String(row.cells[place] ?? '');
  };
  const lastSeen = (row: Row) => row.times?.[snapshot.columns.findIndex((column) => column.id === 'last-seen')]?.[0]?.[1] ?? row.t;
  const all = <Link to={pages.object(of, { tab: 'events' })}>{t('events.all')}</Link>;
  return (
    <Section title={t('section.events')} end={snapshot.matched > FEW && all}>
      {!snapshot.loaded && <Skeleton label={t('events.loading', { name: of.name })} rows={3} />}
      {snapshot.loaded && snapshot.matched === 0 && <p>{t('events.none', { name: of.name })}</p>}
      {snapshot.matched > 0 && (
        <Table
          label={t('section.events')}
          rows={few(snapshot.rows)}
          keyOf={(row) => row.k}
          columns={[
            { id: 'reason', title: t('condition.reason'), cell: (row) => <Status health={row.s === 'ok' ? 'off' : row.s} word={cell(row, 'reason')} /> },
            { id: 'message', title: t('condition.message'), grows: true, cell: (row) => <span title={cell(row, 'message')}>{cell(row, 'message')}</span> },
            { id: 'from', title: t('env.from'), minor: true, cell: (row) => <Source text={cell(row, 'source')} /> },
            { id: 'count', title: t('events.count'), end: true, cell: (row) => cell(row, 'count') },
            { id: 'age', title: t('events.last'), end: true, cell: (row) => <Age since={lastSeen(row)} /> },
          ]}
        />
      )}
    </Section>
  );
}
