import { t } from '@fresnel/sdk';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { Icon } from '../basic/Icon';
import { clampWidth } from './columns';
import styles from './LiveTable.module.css';
import type { Placed } from './layout';
import { pressed, readSort, sortName } from './sorting';

export interface HeaderProps {
  readonly columns: readonly Placed[];
  readonly sort: string | undefined;
  /** the sort of those who chose none: only its first word is marked */
  readonly usualSort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
  /** undefined where rows cannot be chosen */
  readonly picked: 'all' | 'some' | 'none' | undefined;
  readonly onPickAll: () => void;
  /** while it is dragged, and once more when it is let go; undefined goes back to the width by content */
  readonly onResize: ((column: string, width: number | undefined, done: boolean) => void) | undefined;
}

const STEP = 16;

/** Names of the columns: sorts by them (with Shift by several), chooses all rows, changes widths. */
export function Header({ columns, sort, usualSort, onSort, picked, onPickAll, onResize }: HeaderProps) {
  const words = readSort(sort);
  const marked = sort === usualSort ? words.slice(0, 1) : words;
  const lead = picked === undefined ? 0 : 1;
  return (
    <div role="row" aria-rowindex={1} tabIndex={-1} className={styles.head}>
      {picked !== undefined && <PickAll picked={picked} onPickAll={onPickAll} />}
      {columns.map((column, index) => {
        const place = marked.findIndex((word) => word.id === sortName(column.id));
        const word = marked[place];
        const resize = (event: KeyboardEvent) => {
          const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
          if (!event.altKey || step === undefined || onResize === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          const cell = event.currentTarget.closest<HTMLElement>('[role=columnheader]');
          onResize(column.id, clampWidth((cell?.getBoundingClientRect().width ?? column.width) + step), true);
        };
        return (
          <div
            key={column.id}
            role="columnheader"
            tabIndex={-1}
            aria-colindex={index + 1 + lead}
            aria-sort={place === 0 && word ? (word.falls ? 'descending' : 'ascending') : 'none'}
            className={[column.end ? styles.end : '', column.link ? styles.link : ''].filter(Boolean).join(' ') || undefined}
          >
            <button
              type="button"
              title={column.description}
              onClick={(event) => onSort?.(pressed(sort, column.id, event.shiftKey))}
              onKeyDown={resize}
              className={word ? styles.sorted : undefined}
            >
              <span>{column.name}</span>
              {word && <Icon name={word.falls ? 'up' : 'down'} small />}
              {word && marked.length > 1 && <sub aria-hidden="true">{place + 1}</sub>}
            </button>
            {onResize && <Handle column={column} onResize={onResize} />}
          </div>
        );
      })}
    </div>
  );
}

function PickAll({ picked, onPickAll }: { readonly picked: 'all' | 'some' | 'none'; readonly onPickAll: () => void }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = picked === 'some';
  }, [picked]);
  return (
    <div role="columnheader" tabIndex={-1} aria-colindex={1} className={styles.pick}>
      <label>
        <input ref={box} type="checkbox" aria-label={t('table.pickAll')} checked={picked === 'all'} onChange={onPickAll} />
      </label>
    </div>
  );
}

interface HandleProps {
  readonly column: Placed;
  readonly onResize: NonNullable<HeaderProps['onResize']>;
}

/** The edge of a column that can be dragged; with the keyboard it is Alt and an arrow on the column's name. */
function Handle({ column, onResize }: HandleProps) {
  const from = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const widthAt = (event: PointerEvent) => {
    const sign = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    return clampWidth(from.current!.width + sign * (event.clientX - from.current!.x));
  };
  const end = (event: PointerEvent) => {
    if (from.current === undefined) return;
    const moved = event.clientX !== from.current.x;
    if (moved) onResize(column.id, widthAt(event), true);
    from.current = undefined;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone; the keyboard has Alt and the arrows
    <span
      className={styles.handle}
      onPointerDown={(event) => {
        const cell = event.currentTarget.parentElement!;
        from.current = { x: event.clientX, width: cell.getBoundingClientRect().width };
        event.currentTarget.setPointerCapture?.(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={(event) => from.current && onResize(column.id, widthAt(event), false)}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => onResize(column.id, undefined, true)}
    />
  );
}
