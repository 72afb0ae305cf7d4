import type { Row } from '@fresnel/sdk';
import { navigate } from '@fresnel/sdk';
import type { MouseEvent } from 'react';
import { Age } from '../domain/Age';
import { Link } from '../domain/Link';
import { Cell, MiddleCut, titleOfCell } from './Cell';
import styles from './LiveTable.module.css';
import type { Placed } from './layout';

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
  readonly onPoint: (column: number) => void;
}

const STATUS: Placed = { id: 'status', name: '', type: 'string', end: false, width: 0, grows: false, health: true, link: false };

export function GridRow(props: GridRowProps) {
  const { id, index, row, columns, page, active, changed, deleted, stale, severalClusters, narrow, onPoint } = props;
  const classes = [
    styles.row,
    changed ? styles.changed : '',
    deleted ? styles.deleted : '',
    stale ? styles.stale : '',
    active === undefined ? '' : styles.active,
  ];
  const click = (event: MouseEvent<HTMLElement>) => {
    const chosen = window.getSelection()?.toString() ?? '';
    if (page === undefined || deleted || event.defaultPrevented || chosen !== '' || (event.target as HTMLElement).closest('a, button')) return;
    navigate(page);
  };
  if (row === undefined) {
    return (
      <div role="row" aria-rowindex={index + 2} tabIndex={-1} className={`${styles.row} ${styles.space}`}>
        {columns.map((column) => (
          <div key={column.id} role="gridcell" tabIndex={-1} />
        ))}
      </div>
    );
  }
  const cells = narrow ? columns.filter((column) => column.link) : columns;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys for all its rows
    <div role="row" aria-rowindex={index + 2} tabIndex={-1} className={classes.filter(Boolean).join(' ')} onClick={click}>
      {cells.map((column, place) => (
        <div
          key={column.id}
          id={`${id}-${place}`}
          role="gridcell"
          tabIndex={-1}
          aria-colindex={place + 1}
          className={
            [column.end ? styles.end : '', styles[`c-${column.id}`] ?? '', column.link ? styles.link : '', active === place ? styles.here : '']
              .filter(Boolean)
              .join(' ') || undefined
          }
          onPointerDown={() => onPoint(place)}
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
      {narrow && <SecondLine row={row} columns={columns} severalClusters={severalClusters} />}
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
  return column.id === 'name' ? <MiddleCut text={row.n} /> : <Cell column={column} row={row} />;
}
