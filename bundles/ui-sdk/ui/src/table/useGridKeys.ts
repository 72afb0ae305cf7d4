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
  readonly before?: ActiveCell | undefined;
  readonly onOpen: (row: number) => void;
  /** the menu key, or Shift F10 */
  readonly onMenu?: (row: number) => void;
  readonly onMove: (cell: ActiveCell) => void;
  /** Space: chooses the row, with `extend` all from the last one */
  readonly onPick?: ((row: number, extend: boolean) => void) | undefined;
  readonly onPickAll?: (() => void) | undefined;
  /** Escape; tells whether there was something to clear */
  readonly onClear?: (() => boolean) | undefined;
}

/** Keys of the ARIA grid pattern; the grid keeps the focus and names its active cell. */
export function useGridKeys(shape: GridShape): GridKeys {
  const { rows, columns, before } = shape;
  const [active, setState] = useState<ActiveCell>(before ?? { row: 0, column: 0 });
  const setActive = (cell: ActiveCell) => {
    setState(cell);
    shape.onMove(cell);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.target !== event.currentTarget || rows === 0) return;
    if (act(event, active.row, shape)) {
      event.preventDefault();
      return;
    }
    const next = moveBy(event.key, event.ctrlKey, active, shape);
    if (next === undefined) return;
    event.preventDefault();
    const cell = { row: clamp(next.row, rows), column: clamp(next.column, columns) };
    setActive(cell);
    if (event.shiftKey && cell.row !== active.row) shape.onPick?.(cell.row, true);
  };
  const enter = (first: number, last: number) => {
    if (active.row < first || active.row > last) setState({ ...active, row: first });
  };
  return { enter, active: { row: clamp(active.row, rows), column: clamp(active.column, columns) }, setActive, onKeyDown };
}

/** Keys that do something with the active row; tells whether this was one. */
function act(event: KeyboardEvent, row: number, shape: GridShape): boolean {
  switch (event.key) {
    case 'Enter':
      shape.onOpen(row);
      return true;
    case 'ContextMenu':
      shape.onMenu?.(row);
      return shape.onMenu !== undefined;
    case 'F10':
      if (event.shiftKey) shape.onMenu?.(row);
      return event.shiftKey && shape.onMenu !== undefined;
    case ' ':
      shape.onPick?.(row, event.shiftKey);
      return true;
    case 'a':
      if (!event.ctrlKey || shape.onPickAll === undefined) return false;
      shape.onPickAll();
      return true;
    case 'Escape':
      return shape.onClear?.() ?? false;
    default:
      return false;
  }
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
