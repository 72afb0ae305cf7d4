import { type Column, pages, type Row, t, type Usage, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { Age, Link, Section, Skeleton, Status, Table } from '@fresnel/ui';
import { useEffect, useMemo } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { bytes, cores } from '../quantities';

export interface RowsTableProps {
  readonly title: string;
  readonly resource: string;
  /** `''` = everywhere; absent = the namespace of the object */
  readonly namespace?: string;
  readonly labels?: string;
  readonly fields?: string;
  readonly columns: readonly string[];
  readonly sort?: string;
  readonly most?: number;
  /** what is said when there is none; absent = then there is no section */
  readonly none?: string;
}

/** Objects that have to do with this one, live, with the columns of their own list. */
export function RowsTable({ title, resource, namespace, labels, fields, columns, sort, most = 25, none }: RowsTableProps) {
  const { of } = useSubject();
  const place = namespace ?? of.namespace ?? '';
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const namespaces = useMemo(() => (place === '' ? [] : [place]), [place]);
  const filter = { ...(labels ? { labels } : {}), ...(fields ? { fields } : {}) };
  const source = useRows({ resource, clusters, namespaces, filter, columns: ['name', ...columns], ...(sort ? { sort } : {}) });
  const { rows, matched, loaded, columns: shown, ages } = useRowsSnapshot(source);
  const forbidden = ages[of.cluster]?.state === 'forbidden';
  useEffect(() => source.show(0, most), [source, most]);
  if (matched === 0 && none === undefined) return undefined;
  const query = { ...(labels ? { labels } : {}), ...(fields ? { fields } : {}), ...(place ? { ns: place } : {}) };
  const all = matched > most && <Link to={pages.list(clusters, resource, query)}>{t('rows.all', { count: matched })}</Link>;
  return (
    <Section title={title} beside={loaded && matched > 0 ? String(matched) : undefined} end={all}>
      {forbidden && <p className={styles.third}>{t('rows.forbidden', { resource })}</p>}
      {!loaded && !forbidden && <Skeleton label={t('rows.loading', { what: title })} rows={2} />}
      {loaded && !forbidden && matched === 0 && <p className={styles.third}>{none}</p>}
      {matched > 0 && (
        <Table
          label={title}
          rows={rows.slice(0, most)}
          keyOf={(row) => row.k}
          columns={[
            ...(place === '' && rows.some((row) => row.ns) ? [{ id: 'namespace', title: t('fact.namespace'), cell: (row: Row) => row.ns }] : []),
            ...shown.map((column, index) => ({
              id: column.id,
              title: column.name,
              end: column.type === 'integer' || column.id === 'age',
              grows: column.id === 'name',
              cell: (row: Row) => <Cell row={row} column={column} index={index} resource={resource} />,
            })),
          ]}
        />
      )}
    </Section>
  );
}

interface CellProps {
  readonly row: Row;
  readonly column: Column;
  readonly index: number;
  readonly resource: string;
}

function Cell({ row, column, index, resource }: CellProps) {
  const value = row.cells[index];
  if (column.id === 'name') {
    return <Link to={pages.object({ cluster: row.c, resource, name: row.n, ...(row.ns ? { namespace: row.ns } : {}) })}>{row.n}</Link>;
  }
  if (column.id === 'status') return <Status health={row.s} word={String(value ?? '')} more={row.r} />;
  if (column.id === 'age') return <Age since={row.t} />;
  const usage = row.usage?.[index];
  if (usage) return <Used usage={usage} id={column.id} />;
  const [time] = row.times?.[index] ?? [];
  if (time && time[0] === value) return <Age since={time[1]} />;
  if (value === null || value === undefined || value === '<none>') return <span className={styles.third}>{t('fact.none')}</span>;
  return (
    <span className={column.id === 'node' ? styles.narrow : undefined} title={String(value)}>
      {String(value)}
    </span>
  );
}

/** Use, request and limit in words. */
function Used({ usage, id }: { readonly usage: Usage; readonly id: string }) {
  const say = id === 'cpu' ? cores : bytes;
  const part = (value: number | undefined) => (value === undefined ? '–' : say(value));
  return (
    <>
      {usage.used === undefined ? '' : `${say(usage.used)} `}
      <small className={styles.third}>
        {part(usage.request)} / {part(usage.limit)}
      </small>
    </>
  );
}
