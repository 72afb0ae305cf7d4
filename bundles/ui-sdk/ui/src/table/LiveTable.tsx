import { navigate, number, type Row, type RowsSnapshot, type RowsSource, t, useRowsSnapshot, useSettings } from '@fresnel/sdk';
import { type CSSProperties, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from '../basic/Button';
import { Icon } from '../basic/Icon';
import { Skeleton } from '../domain/Sentence';
import { GridRow } from './GridRow';
import styles from './LiveTable.module.css';
import { fit, type Placed, place } from './layout';
import { useGridKeys } from './useGridKeys';
import { useMeasure, useMedia } from './useMeasure';

export interface LiveTableProps {
  readonly source: RowsSource;
  readonly label: string;
  /** ids of the columns to show; without it those of priority 0 */
  readonly columns?: readonly string[] | undefined;
  readonly severalClusters?: boolean;
  /** as in the live protocol: `-status,name` */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  /** the page of a row; undefined for rows without one */
  readonly pageOf?: (row: Row) => string | undefined;
  /** what to say when nothing is there */
  readonly empty: ReactNode;
  /** what is being loaded, in words */
  readonly loading: string;
  /** clusters whose rows are from before */
  readonly stale?: ReadonlySet<string>;
  /** what stands at the end of the foot */
  readonly foot?: ReactNode;
}

const HEAD = 30;

/** A live list of any length: rows of one height, of which only those on screen are drawn and known to the page. */
export function LiveTable(props: LiveTableProps) {
  const { source, label, sort, onSort, pageOf, empty, loading } = props;
  const snapshot = useRowsSnapshot(source);
  const { density } = useSettings();
  const narrow = useMedia('(max-width: 720px)');
  const [box, size] = useMeasure<HTMLDivElement>();
  const [first, setFirst] = useState(0);
  const id = useId();
  const height = narrow ? 58 : density === 'comfortable' ? 40 : 32;
  const columns = usePlaced(props, snapshot, narrow ? 0 : size.width);
  const count = Math.ceil(Math.max(0, size.height - (narrow ? 0 : HEAD)) / height);
  useEffect(() => source.show(first, Math.max(count, 1)), [source, first, count]);
  useHold(source, box);

  const total = snapshot.matched;
  const at = (index: number): Row | undefined => snapshot.rows[index - snapshot.offset];
  const scrollTo = (index: number) => {
    const element = box.current;
    if (element === null) return;
    const top = index * height;
    const view = element.clientHeight - (narrow ? 0 : HEAD);
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + view) element.scrollTop = top + height - view;
  };
  const open = (index: number) => {
    const row = at(index);
    const page = row && pageOf?.(row);
    if (page !== undefined) navigate(page);
  };
  const keys = useGridKeys({ rows: total, columns: narrow ? 2 : columns.length, pageRows: Math.max(1, count - 1), onOpen: open, onMove: scrollTo });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order or list starts at its top
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [sort, source]);

  const last = Math.min(total + snapshot.deleted.size, first + count + 2);
  const visible = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  const style = { '--columns': columns.map(trackOf).join(' '), '--row': `${height}px` };
  const nothing = snapshot.loaded && total === 0 && snapshot.deleted.size === 0;
  return (
    <div className={styles.list}>
      {snapshot.moved > 0 && (
        <div className={styles.pill}>
          <Button small onPress={source.apply}>
            {t('table.moved', { count: snapshot.moved })}
          </Button>
        </div>
      )}
      <div
        ref={box}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={snapshot.loaded ? total + 1 : -1}
        aria-colcount={narrow ? 2 : columns.length}
        aria-busy={!snapshot.loaded || snapshot.pending}
        aria-activedescendant={at(keys.active.row) ? `${id}-${keys.active.row}-${keys.active.column}` : undefined}
        className={styles.grid}
        style={style as CSSProperties}
        onKeyDown={keys.onKeyDown}
        onFocus={(event) => event.target === event.currentTarget && keys.enter(first, first + count - 1)}
        onScroll={(event) => setFirst(Math.floor(event.currentTarget.scrollTop / height))}
      >
        {!narrow && columns.length > 0 && <Header columns={columns} sort={sort} onSort={onSort} />}
        <Track length={total + snapshot.deleted.size} height={height} first={first}>
          {visible.map((index) => (
            <GridRow
              key={at(index)?.k ?? `space ${index}`}
              id={`${id}-${index}`}
              index={index}
              row={at(index)}
              columns={columns}
              page={at(index) && pageOf?.(at(index)!)}
              active={index === keys.active.row ? keys.active.column : undefined}
              changed={snapshot.changed.has(at(index)?.k ?? '')}
              deleted={snapshot.deleted.has(at(index)?.k ?? '')}
              stale={props.stale?.has(at(index)?.c ?? '') ?? false}
              severalClusters={props.severalClusters ?? false}
              narrow={narrow}
              onPoint={(column) => keys.setActive({ row: index, column })}
            />
          ))}
        </Track>
      </div>
      {!snapshot.loaded && !snapshot.problem && (
        <div className={styles.over}>
          <Skeleton label={loading} rows={12} />
        </div>
      )}
      {nothing && <div className={styles.over}>{empty}</div>}
      <Foot snapshot={snapshot} first={first} count={count} sort={sort} columns={columns} end={props.foot} />
    </div>
  );
}

/** Room that is left goes to all columns, most of it to the name. */
function trackOf(column: Placed): string {
  return column.id === 'age' ? `${column.width}px` : `minmax(${column.width}px, ${column.grows ? 2 * column.width : column.width}fr)`;
}

/** Columns are laid out from the first rows that come; later rows only widen them. */
function usePlaced(props: LiveTableProps, snapshot: RowsSnapshot, available: number): readonly Placed[] {
  const before = useRef<{ readonly key: string; readonly placed: readonly Placed[] }>({ key: '', placed: [] });
  const { columns, kind, rows, counts } = snapshot;
  const namespaced = kind?.namespaced ?? true;
  const troubled = Object.entries(counts).some(([health, number]) => health !== 'ok' && (number ?? 0) > 0);
  const events = kind?.resource.split('.')[0] === 'events';
  const status = !events && (troubled || kind?.group === 'apps' || kind?.group === 'batch');
  const key = JSON.stringify([kind?.resource, props.columns, props.severalClusters, status, columns.map((column) => column.id)]);
  return useMemo(() => {
    const names = { status: t('table.status'), namespace: t('table.namespace'), cluster: t('table.cluster') };
    const wanted = {
      columns,
      chosen: props.columns,
      namespaced,
      severalClusters: props.severalClusters ?? false,
      status,
      names,
      health: events ? 'type' : 'status',
    };
    const placed = place(wanted, rows.slice(0, 100), before.current.key === key ? before.current.placed : []);
    before.current = { key, placed };
    return available > 0 ? fit(placed, available) : placed;
  }, [columns, rows, namespaced, status, events, key, props.columns, props.severalClusters, available]);
}

/** Rows keep their places while the pointer or the focus is among them. */
function useHold(source: RowsSource, box: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let pointer = false;
    let focus = false;
    const tell = () => source.hold(pointer || focus);
    const listeners: Readonly<Record<string, (event: Event) => void>> = {
      pointerenter: (event) => {
        pointer = (event as PointerEvent).pointerType === 'mouse';
        tell();
      },
      pointerleave: () => {
        pointer = false;
        tell();
      },
      focusin: () => {
        focus = true;
        tell();
      },
      focusout: () => {
        focus = false;
        tell();
      },
    };
    for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener);
      source.hold(false);
    };
  }, [source, box]);
}

function Track({
  length,
  height,
  first,
  children,
}: {
  readonly length: number;
  readonly height: number;
  readonly first: number;
  readonly children: ReactNode;
}) {
  const style = { '--length': `${length * height}px`, '--first': `${first * height}px` } as CSSProperties;
  return (
    <div className={styles.track} style={style} role="presentation">
      <div className={styles.rows} role="presentation">
        {children}
      </div>
    </div>
  );
}

/** The first word of a sort: which column, and whether it falls. */
function sortedBy(sort: string | undefined): { readonly id: string; readonly falls: boolean } {
  const word = (sort ?? '').split(',')[0]!;
  return word.startsWith('-') ? { id: word.slice(1), falls: true } : { id: word, falls: false };
}

interface HeaderProps {
  readonly columns: readonly Placed[];
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}

function Header({ columns, sort, onSort }: HeaderProps) {
  const { id, falls } = sortedBy(sort);
  const same = (column: Placed) => column.id === id || (column.id === 'status' && id === 'state');
  const press = (column: Placed) => {
    const name = column.id === 'status' ? 'state' : column.id;
    onSort?.(same(column) && !falls ? `-${name}` : name);
  };
  return (
    <div role="row" aria-rowindex={1} tabIndex={-1} className={styles.head}>
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="columnheader"
          tabIndex={-1}
          aria-colindex={index + 1}
          aria-sort={same(column) ? (falls ? 'descending' : 'ascending') : 'none'}
          className={column.end ? styles.end : undefined}
        >
          <button type="button" title={column.description} onClick={() => press(column)} className={same(column) ? styles.sorted : undefined}>
            {column.name}
            {same(column) && <Icon name={falls ? 'up' : 'down'} small />}
          </button>
        </div>
      ))}
    </div>
  );
}

interface FootProps {
  readonly snapshot: RowsSnapshot;
  readonly first: number;
  readonly count: number;
  readonly sort: string | undefined;
  readonly columns: readonly Placed[];
  readonly end: ReactNode;
}

function Foot({ snapshot, first, count, sort, columns, end }: FootProps) {
  const { id, falls } = sortedBy(sort);
  const column = columns.find((one) => one.id === id)?.name ?? id;
  const worst = id === 'state' && !falls;
  const said = worst ? t('table.worstFirst') : falls ? t('table.sortedDown', { column }) : t('table.sortedUp', { column });
  return (
    <div className={styles.foot}>
      {snapshot.matched > 0 && (
        <span>{t('table.rows', { from: number(first + 1), to: number(Math.min(snapshot.matched, first + count)), of: number(snapshot.matched) })}</span>
      )}
      {snapshot.matched > 0 && id !== '' && <span>{said}</span>}
      {end && <span className={styles.footEnd}>{end}</span>}
    </div>
  );
}
