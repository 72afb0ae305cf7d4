import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import styles from './Table.module.css';

export interface TableColumn<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** numbers stand at the end */
  readonly end?: boolean;
  /** takes what is left; two that do share it */
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
  const growing = columns.filter((column) => column.grows).length > 1 ? `${styles.grows} ${styles.half}` : styles.grows;
  const classOf = (column: TableColumn<T>) =>
    [column.end ? styles.end : '', column.grows ? growing : '', column.minor ? styles.minor : ''].filter(Boolean).join(' ') || undefined;
  const box = useRef<HTMLDivElement>(null);
  const scrolls = useScrolls(box);
  return (
    <div ref={box} className={styles.box} {...(scrolls ? { role: 'group', 'aria-label': label, tabIndex: 0 } : {})}>
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

/** Whether there is more than fits, so that it must be reachable by keyboard; what fits is no stop on the way. */
function useScrolls(box: RefObject<HTMLElement | null>): boolean {
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const sizes = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth));
    sizes.observe(element);
    if (element.firstElementChild) sizes.observe(element.firstElementChild);
    return () => sizes.disconnect();
  }, [box]);
  return scrolls;
}
