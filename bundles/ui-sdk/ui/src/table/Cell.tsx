import { type Cell as CellValue, number, type Row, t, useAge } from '@fresnel/sdk';
import { Age } from '../domain/Age';
import { Status } from '../domain/Status';
import styles from './LiveTable.module.css';
import type { Placed } from './layout';
import { UsageCell, usageTitle } from './UsageCell';

export interface CellProps {
  readonly column: Placed;
  readonly row: Row;
}

/** One cell as kubectl words it; absent values are words, ages move. */
export function Cell({ column, row }: CellProps) {
  if (column.health) return <StatusCell column={column} row={row} />;
  if (column.id === 'age') return <Age since={row.t} />;
  if (column.id === 'cpu' || column.id === 'memory') return <UsageCell column={column} row={row} />;
  if (column.id === 'namespace') return <>{row.ns}</>;
  if (column.id === 'cluster') return <>{row.c}</>;
  const value = column.cell === undefined ? null : (row.cells[column.cell] ?? null);
  if (value === null || value === '' || value === '<none>' || value === '<unset>')
    return <span className={styles.absent}>{value === '' ? '' : t('table.none')}</span>;
  const moment = column.cell === undefined ? undefined : row.times?.[column.cell]?.[0];
  if (moment !== undefined) return <Moving text={String(value)} word={moment[0]} since={moment[1]} />;
  return <>{shown(value, column.end)}</>;
}

function StatusCell({ column, row }: CellProps) {
  const word = column.cell === undefined ? undefined : row.cells[column.cell];
  const said = word === undefined || word === null || word === '' ? undefined : String(word);
  if (said === undefined) return <Status health={row.s} word={row.s === 'ok' ? undefined : row.r} tight />;
  // A normal event is nothing to tick off.
  if (column.id !== 'status' && row.s === 'ok') return <>{said}</>;
  return <Status health={row.s} word={said} more={row.r} tight />;
}

/** A text that has an age in it, e.g. `5 (3m12s ago)`. */
function Moving({ text, word, since }: { readonly text: string; readonly word: string; readonly since: number }) {
  const age = useAge(since);
  return <>{text.replace(word, age)}</>;
}

/** Cells come as kubectl's words; whole numbers in columns of numbers are grouped. */
function shown(value: Exclude<CellValue, null>, isNumber: boolean): string {
  return isNumber && /^\d+$/.test(String(value)) ? number(Number(value)) : String(value);
}

/** What the tooltip of a cell says, where its text may be cut. */
export function titleOfCell(column: Placed, row: Row): string | undefined {
  if (column.id === 'name') return nameOf(column, row);
  if (column.id === 'age') return undefined;
  if (column.id === 'cpu' || column.id === 'memory') return usageTitle({ column, row });
  const value = column.cell === undefined ? undefined : row.cells[column.cell];
  if (column.cell !== undefined && row.times?.[column.cell]) return undefined;
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/** The name, and what the API server writes behind it: `standard (default)`. */
export function nameOf(column: Placed, row: Row): string {
  const said = column.cell === undefined ? undefined : row.cells[column.cell];
  return typeof said === 'string' && said.startsWith(`${row.n} (`) ? said : row.n;
}

/** A long name is cut in its middle: the end tells pods of one owner apart. */
export function MiddleCut({ text }: { readonly text: string }) {
  const tail = text.length > 18 ? 7 : 0;
  if (tail === 0) return <>{text}</>;
  return (
    <span className={styles.middle}>
      <span>{text.slice(0, -tail)}</span>
      <span>{text.slice(-tail)}</span>
    </span>
  );
}
