import type { Row } from '@fresnel/sdk';
import { navigate, t } from '@fresnel/sdk';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { Age } from '../domain/Age';
import { Link } from '../domain/Link';
import { Cell, MiddleCut, nameOf, titleOfCell } from './Cell';
import styles from './LiveTable.module.css';
import type { Placed } from './layout';

/** What can be done with a row; the same functions for all rows and all renders. */
export interface RowActions {
  readonly point: (index: number, column: number) => void;
  readonly pick: (index: number, extend: boolean) => void;
}

export interface GridRowProps {
  readonly id: string;
  /** place among all rows */
  readonly index: number;
  /** undefined while it is on its way */
  readonly row: Row | undefined;
  readonly columns: readonly Placed[];
  readonly page: string | undefined;
  /** which of its cells is the active one */
  readonly active: number | undefined;
  readonly changed: boolean;
  readonly deleted: boolean;
  readonly stale: boolean;
  readonly severalClusters: boolean;
  /** two lines: name and age, status and place */
  readonly narrow: boolean;
  /** undefined where rows cannot be chosen */
  readonly selected: boolean | undefined;
  /** others are chosen: on a small screen a tap chooses, too */
  readonly choosing: boolean;
  readonly actions: RowActions;
  /** what can be done with it; the same function for all rows and all renders */
  readonly menu: ((row: Row) => ReactNode) | undefined;
}

const STATUS: Placed = { id: 'status', name: '', type: 'string', end: false, width: 0, grows: false, health: true, link: false, chosenWidth: false };

/** One row; drawn again only when something of it changed. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { id, index, row, columns, page, active, deleted, severalClusters, narrow, selected, choosing, actions, menu } = props;
  if (row === undefined) return <Space index={index} columns={columns} selectable={selected !== undefined && !narrow} />;
  const click = (event: MouseEvent<HTMLElement>) => {
    const text = window.getSelection()?.toString() ?? '';
    if (deleted || event.defaultPrevented || text !== '' || (event.target as HTMLElement).closest('a, button, label')) return;
    if (selected !== undefined && (event.shiftKey || event.ctrlKey || event.metaKey)) actions.pick(index, event.shiftKey);
    else if (page !== undefined) navigate(page);
  };
  /** On a small screen: a long touch begins a selection, then each tap chooses. */
  const touch = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    event.stopPropagation();
    actions.pick(index, false);
  };
  const cells = narrow ? columns.filter((column) => column.link) : columns;
  const lead = selected === undefined || narrow ? 0 : 1;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys for all its rows
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={-1}
      className={classesOf(props)}
      onClick={click}
      {...(narrow && selected !== undefined ? { onContextMenu: touch, ...(choosing ? { onClickCapture: touch } : {}) } : {})}
    >
      {lead === 1 && (
        <div role="gridcell" aria-colindex={1} className={styles.pick} tabIndex={-1}>
          <label>
            <input
              type="checkbox"
              tabIndex={-1}
              checked={selected ?? false}
              aria-label={t('table.pick', { name: row.n })}
              onChange={() => undefined}
              onClick={(event) => actions.pick(index, event.shiftKey)}
            />
          </label>
        </div>
      )}
      {cells.map((column, place) => (
        <div
          key={column.id}
          id={`${id}-${place}`}
          role="gridcell"
          tabIndex={-1}
          aria-colindex={place + 1 + lead}
          className={cellClass(column, active === place)}
          onPointerDown={() => actions.point(index, place)}
          title={titleOfCell(column, row)}
        >
          {column.link && page !== undefined && !deleted ? (
            <Link to={page} tabIndex={-1}>
              <Text column={column} row={row} />
            </Link>
          ) : (
            <Text column={column} row={row} />
          )}
        </div>
      ))}
      {menu && !narrow && (
        <div role="gridcell" tabIndex={-1} aria-colindex={cells.length + lead + 1} className={styles.menu} data-row-menu="">
          {!deleted && menu(row)}
        </div>
      )}
      {narrow && <SecondLine row={row} columns={columns} severalClusters={severalClusters} />}
    </div>
  );
});

function classesOf({ changed, deleted, stale, active, selected }: GridRowProps): string {
  return [
    styles.row,
    changed ? styles.changed : '',
    deleted ? styles.deleted : '',
    stale ? styles.stale : '',
    selected ? styles.selected : '',
    active === undefined ? '' : styles.active,
  ]
    .filter(Boolean)
    .join(' ');
}

function cellClass(column: Placed, here: boolean): string | undefined {
  const names = [column.end ? styles.end : '', styles[`c-${column.id}`] ?? '', column.link ? styles.link : '', here ? styles.here : ''];
  return names.filter(Boolean).join(' ') || undefined;
}

interface SpaceProps {
  readonly index: number;
  readonly columns: readonly Placed[];
  readonly selectable: boolean;
}

/** The place of a row that is on its way. */
function Space({ index, columns, selectable }: SpaceProps) {
  return (
    <div role="row" aria-rowindex={index + 2} tabIndex={-1} className={`${styles.row} ${styles.space}`}>
      {selectable && <div role="gridcell" tabIndex={-1} className={styles.pick} />}
      {columns.map((column) => (
        <div key={column.id} role="gridcell" tabIndex={-1} />
      ))}
    </div>
  );
}

function SecondLine({ row, columns, severalClusters }: Pick<GridRowProps, 'columns' | 'severalClusters'> & { readonly row: Row }) {
  const status = columns.find((column) => column.health) ?? STATUS;
  const message = columns.find((column) => column.id === 'message');
  return (
    <div className={styles.small} role="gridcell" tabIndex={-1} aria-colindex={2}>
      <span className={styles.smallAge}>
        <Age since={row.t} />
      </span>
      <span>
        <Cell column={status} row={row} /> {message && <Cell column={message} row={row} />}
      </span>
      <span className={styles.smallPlace}>{[row.ns, severalClusters ? row.c : undefined].filter(Boolean).join(', ')}</span>
    </div>
  );
}

function Text({ column, row }: { readonly column: Placed; readonly row: Row }) {
  return column.id === 'name' ? <MiddleCut text={nameOf(column, row)} /> : <Cell column={column} row={row} />;
}
