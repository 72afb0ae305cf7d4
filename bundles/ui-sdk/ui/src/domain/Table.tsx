import type { ReactNode } from 'react';
import styles from './Table.module.css';

export interface TableColumn<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** numbers stand at the end */
  readonly end?: boolean;
  /** the column that takes what is left */
  readonly grows?: boolean;
  /** left away on small screens */
  readonly minor?: boolean;
}

export interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** texts wrap instead of being cut */
  readonly wraps?: boolean;
}

/** A small table inside a page, up to about a hundred rows; LiveTable is for lists. */
export function Table<T>({ label, columns, rows, keyOf, wraps }: TableProps<T>) {
  const classOf = (column: TableColumn<T>) =>
    [column.end ? styles.end : '', column.grows ? styles.grows : '', column.minor ? styles.minor : ''].filter(Boolean).join(' ') || undefined;
  return (
    <div className={styles.box}>
      <table className={`${styles.table} ${wraps ? styles.wraps : ''}`} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.id} className={classOf(column)} data-title={column.title}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
