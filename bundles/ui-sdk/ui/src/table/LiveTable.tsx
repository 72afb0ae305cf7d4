import { navigate, type Row, type RowsSnapshot, type RowsSource, t, useRowsSnapshot, useSettings } from '@fresnel/sdk';
import { type CSSProperties, type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useState } from 'react';
import { Button } from '../basic/Button';
import { Skeleton } from '../domain/Sentence';
import { BulkBar } from './BulkBar';
import type { ChosenColumn } from './columns';
import { Foot } from './Foot';
import { GridRow } from './GridRow';
import { Header } from './Header';
import styles from './LiveTable.module.css';
import type { Placed } from './layout';
import { chosenOf, holds, Selection, type SelectionState, useSelection } from './Selection';
import { Notes } from './UsageCell';
import { type ActiveCell, useGridKeys } from './useGridKeys';
import { useHold } from './useHold';
import { useLatest } from './useLatest';
import { useMeasure, useMedia } from './useMeasure';
import { usePicking } from './usePicking';
import { usePlaced } from './usePlaced';

export interface LiveTableProps {
  readonly source: RowsSource;
  readonly label: string;
  /** the columns that somebody chose, in their order; what does not fit is scrolled to */
  readonly columns?: readonly ChosenColumn[] | undefined;
  /** the columns of those who chose none, without it those of priority 0; what does not fit leaves */
  readonly usualColumns?: readonly string[] | undefined;
  readonly severalClusters?: boolean;
  /** as in the live protocol: `-status,name` */
  readonly sort?: string;
  /** the sort of those who chose none */
  readonly usualSort?: string;
  readonly onSort?: (sort: string) => void;
  /** a column was made wider or narrower; undefined goes back to the width by content */
  readonly onResize?: (column: string, width: number | undefined) => void;
  /** the page of a row; undefined for rows without one */
  readonly pageOf?: (row: Row) => string | undefined;
  /** what can be done with chosen rows; without it rows cannot be chosen */
  readonly bulk?: (selection: SelectionState, matched: number) => ReactNode;
  /** what can be done with one row: what stands at its end */
  readonly rowMenu?: (row: Row) => ReactNode;
  /** what to say when nothing is there */
  readonly empty?: ReactNode;
  /** what is being loaded, in words */
  readonly loading?: string;
  /** clusters whose rows are from before */
  readonly stale?: ReadonlySet<string>;
  /** what stands at the end of the foot */
  readonly foot?: ReactNode;
}

const HEAD = 30;
const NO_WIDTHS: Readonly<Record<string, number>> = {};

/** What outlives this component with its source: a switch of generations, or a look at another page and back. */
interface Kept {
  top: number;
  active?: ActiveCell;
  readonly selection: Selection;
}

function keptWith(source: RowsSource): Kept {
  let kept = source.kept.get('table') as Kept | undefined;
  if (kept === undefined) {
    kept = { top: 0, selection: new Selection() };
    source.kept.set('table', kept);
  }
  return kept;
}

/** A live list of any length: rows of one height, of which only those on screen are drawn and known to the page. */
export function LiveTable(props: LiveTableProps) {
  const { source, label, sort, pageOf, bulk } = props;
  const snapshot = useRowsSnapshot(source);
  const kept = keptWith(source);
  const chosen = useSelection(kept.selection);
  const { density } = useSettings();
  const narrow = useMedia('(max-width: 720px)');
  const height = narrow ? 58 : density === 'comfortable' ? 40 : 32;
  const head = narrow ? 0 : HEAD;
  const [box, size] = useMeasure<HTMLDivElement>();
  const [first, setFirst] = useState(Math.floor(kept.top / height));
  const [dragged, setDragged] = useState(NO_WIDTHS);
  const id = useId();
  const columns = usePlaced(props, snapshot, dragged, narrow ? 0 : size.width - (bulk ? 34 : 0) - (props.rowMenu ? 36 : 0));
  const count = Math.ceil(Math.max(0, size.height - head) / height);
  const total = snapshot.matched;
  const loading = !snapshot.loaded && !snapshot.problem && !nothingComes(snapshot);
  const at = (index: number): Row | undefined => snapshot.rows[index - snapshot.offset];

  useEffect(() => source.show(first, Math.max(count, 1)), [source, first, count]);
  useHold(source, box);
  useScroll(source, kept, box, setFirst, height, snapshot);

  const scrollTo = (index: number) => {
    const element = box.current;
    if (element === null) return;
    const top = index * height;
    const view = element.clientHeight - head;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + view) element.scrollTop = top + height - view;
  };
  const open = (index: number) => {
    const row = at(index);
    const page = row && pageOf?.(row);
    if (page !== undefined) navigate(page);
  };
  const picking = usePicking(source, kept.selection, bulk !== undefined);
  const keys = useGridKeys({
    rows: total,
    columns: narrow ? 2 : columns.length,
    pageRows: Math.max(1, count - 1),
    before: kept.active,
    onOpen: open,
    onMenu: (index) => box.current?.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"] [data-row-menu] button`)?.click(),
    onMove: (cell) => {
      kept.active = cell;
      scrollTo(cell.row);
    },
    ...(bulk ? { onPick: picking.pick, onPickAll: kept.selection.chooseAll, onClear: picking.clear } : {}),
  });
  const actions = useLatest({
    point: (index: number, column: number) => {
      kept.active = { row: index, column };
      keys.setActive(kept.active);
    },
    pick: picking.pick,
  });
  const resize = (column: string, width: number | undefined, done: boolean) => {
    setDragged(done || width === undefined ? NO_WIDTHS : { [column]: width });
    if (done) props.onResize?.(column, width);
  };

  const length = total + snapshot.deleted.size;
  const visible = Array.from({ length: Math.max(0, Math.min(length, first + count + 2) - first) }, (_, index) => first + index);
  const selected = chosenOf(chosen, total);
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
        aria-colcount={narrow ? 2 : columns.length + (bulk ? 1 : 0) + (props.rowMenu ? 1 : 0)}
        aria-multiselectable={bulk !== undefined}
        aria-busy={loading || snapshot.pending}
        aria-activedescendant={at(keys.active.row) ? `${id}-${keys.active.row}-${keys.active.column}` : undefined}
        className={`${styles.grid} ${props.columns ? styles.sideways : ''}`}
        style={tracks(columns, height, bulk !== undefined, props.rowMenu !== undefined && !narrow)}
        onKeyDown={keys.onKeyDown}
        onFocus={(event) => event.target === event.currentTarget && keys.enter(first, first + count - 1)}
      >
        {!narrow && columns.length > 0 && (
          <Header
            columns={columns}
            sort={sort}
            usualSort={props.usualSort}
            onSort={props.onSort}
            picked={bulk && (selected === 0 ? 'none' : selected === total ? 'all' : 'some')}
            onPickAll={() => (selected === total ? kept.selection.clear() : kept.selection.chooseAll())}
            onResize={props.onResize && resize}
          />
        )}
        <Notes value={snapshot.notes}>
          <Track length={length} height={height} first={first}>
            {visible.map((index) => {
              const row = at(index);
              return (
                <GridRow
                  key={row?.k ?? `space ${index}`}
                  id={`${id}-${index}`}
                  index={index}
                  row={row}
                  columns={columns}
                  page={row && pageOf?.(row)}
                  active={index === keys.active.row ? keys.active.column : undefined}
                  changed={row !== undefined && snapshot.changed.has(row.k)}
                  deleted={row !== undefined && snapshot.deleted.has(row.k)}
                  stale={row !== undefined && (props.stale?.has(row.c) ?? false)}
                  severalClusters={props.severalClusters ?? false}
                  narrow={narrow}
                  selected={bulk && row && holds(chosen, row.k)}
                  choosing={selected > 0}
                  menu={props.rowMenu}
                  actions={actions}
                />
              );
            })}
          </Track>
        </Notes>
      </div>
      {loading && (
        <div className={styles.over}>
          <Skeleton label={props.loading ?? props.label} rows={12} />
        </div>
      )}
      {snapshot.loaded && total === 0 && snapshot.deleted.size === 0 && <div className={styles.over}>{props.empty}</div>}
      {bulk && selected > 0 && (
        <BulkBar count={selected} matched={total} all={chosen.all} onAll={kept.selection.chooseAll} onClear={kept.selection.clear}>
          {bulk(chosen, total)}
        </BulkBar>
      )}
      <Foot snapshot={snapshot} first={first} count={count} sort={sort} columns={columns} end={props.foot} />
    </div>
  );
}

/** Whether all that is asked for is in clusters that cannot be reached: the page says so, and a skeleton would promise rows. */
function nothingComes({ ages }: RowsSnapshot): boolean {
  const all = Object.values(ages);
  return all.length > 0 && all.every((age) => age.state === 'unreachable');
}

/** Room that is left goes to all columns without a width of their own, most of it to the name. */
function tracks(columns: readonly Placed[], height: number, selectable: boolean, menu: boolean): CSSProperties {
  const track = ({ id, width, grows, chosenWidth }: Placed) =>
    id === 'age' || chosenWidth ? `${width}px` : `minmax(${width}px, ${grows ? 2 * width : width}fr)`;
  const list = [...(selectable ? ['34px'] : []), ...columns.map(track), ...(menu ? ['36px'] : [])];
  const least = columns.reduce((sum, column) => sum + column.width, (selectable ? 34 : 0) + (menu ? 36 : 0));
  return { '--columns': list.join(' '), '--least': `${least}px`, '--row': `${height}px` } as CSSProperties;
}

/** The scroll position: found again with the list, and at the top when something else is asked. */
function useScroll(
  source: RowsSource,
  kept: Kept,
  box: { readonly current: HTMLElement | null },
  setFirst: (first: number) => void,
  height: number,
  snapshot: RowsSnapshot,
): void {
  const [asked, setAsked] = useState({ source, number: snapshot.asked });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.scrollTop = kept.top;
    const follow = () => {
      kept.top = element.scrollTop;
      setFirst(Math.floor(element.scrollTop / height));
    };
    follow();
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [box, kept, height, setFirst]);
  useEffect(() => {
    if (asked.source === source && asked.number === snapshot.asked) return;
    setAsked({ source, number: snapshot.asked });
    if (asked.source !== source) return;
    kept.selection.asked();
    box.current?.scrollTo({ top: 0 });
  }, [asked, source, snapshot.asked, kept, box]);
  useEffect(() => kept.selection.drop(snapshot.deleted), [kept, snapshot.deleted]);
}

interface TrackProps {
  readonly length: number;
  readonly height: number;
  readonly first: number;
  readonly children: ReactNode;
}

function Track({ length, height, first, children }: TrackProps) {
  const style = useMemo(() => ({ '--length': `${length * height}px`, '--first': `${first * height}px` }) as CSSProperties, [length, height, first]);
  return (
    <div className={styles.track} style={style} role="presentation">
      <div className={styles.rows} role="presentation">
        {children}
      </div>
    </div>
  );
}
