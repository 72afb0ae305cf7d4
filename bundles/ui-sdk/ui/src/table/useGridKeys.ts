import { type KeyboardEvent, useState } from 'react';

export interface ActiveCell {
  readonly row: number;
  readonly column: number;
}

export interface GridKeys {
  readonly active: ActiveCell;
  readonly setActive: (cell: ActiveCell) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** the focus comes: the active row is one of those on screen */
  readonly enter: (first: number, last: number) => void;
}

export interface GridShape {
  readonly rows: number;
  readonly columns: number;
  readonly pageRows: number;
  readonly onOpen: (row: number) => void;
  readonly onMove: (row: number) => void;
}

/** Keys of the ARIA grid pattern; the grid keeps the focus and names its active cell. */
export function useGridKeys({ rows, columns, pageRows, onOpen, onMove }: GridShape): GridKeys {
  const [active, setActive] = useState<ActiveCell>({ row: 0, column: 0 });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onOpen(active.row);
      return;
    }
    const next = moveBy(event.key, event.ctrlKey, active, { rows, columns, pageRows });
    if (next === undefined) return;
    event.preventDefault();
    const cell = { row: clamp(next.row, rows), column: clamp(next.column, columns) };
    setActive(cell);
    onMove(cell.row);
  };
  const enter = (first: number, last: number) => {
    if (active.row < first || active.row > last) setActive({ ...active, row: first });
  };
  return { enter, active: { row: clamp(active.row, rows), column: clamp(active.column, columns) }, setActive, onKeyDown };
}

function moveBy(key: string, control: boolean, at: ActiveCell, shape: Pick<GridShape, 'rows' | 'columns' | 'pageRows'>): ActiveCell | undefined {
  switch (key) {
    case 'ArrowDown':
      return { ...at, row: at.row + 1 };
    case 'ArrowUp':
      return { ...at, row: at.row - 1 };
    case 'ArrowRight':
      return { ...at, column: at.column + 1 };
    case 'ArrowLeft':
      return { ...at, column: at.column - 1 };
    case 'PageDown':
      return { ...at, row: at.row + shape.pageRows };
    case 'PageUp':
      return { ...at, row: at.row - shape.pageRows };
    case 'Home':
      return control ? { row: 0, column: 0 } : { ...at, column: 0 };
    case 'End':
      return control ? { row: shape.rows - 1, column: shape.columns - 1 } : { ...at, column: shape.columns - 1 };
    default:
      return undefined;
  }
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value));
}
