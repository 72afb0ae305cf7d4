import type { Row, RowsSource } from '@fresnel/sdk';
import { useMemo } from 'react';
import type { Selection } from './Selection';

/** The server sends so many rows at once, and so many at most are fetched for one range. */
const PAGE = 500;
const MOST = 5_000;

export interface Picking {
  /** chooses the row at this place or takes it out; with `extend` all from the last one on are chosen */
  readonly pick: (index: number, extend: boolean) => void;
  /** tells whether there was something to clear */
  readonly clear: () => boolean;
}

/** Choosing rows by their places. A range may reach over rows that the page does not hold: those are fetched. */
export function usePicking(source: RowsSource, selection: Selection, enabled: boolean): Picking {
  return useMemo(() => {
    const one = (index: number) => {
      const { rows, offset } = source.get();
      const row = rows[index - offset];
      if (row === undefined) return;
      selection.toggle(row);
      selection.anchor = index;
    };
    const range = async (from: number, to: number) => {
      selection.set(await rowsBetween(source, from, to), true);
    };
    return {
      pick: (index, extend) => {
        if (!enabled) return;
        const { anchor } = selection;
        if (!extend || anchor === undefined) one(index);
        else range(Math.min(anchor, index), Math.max(anchor, index)).catch((cause: unknown) => console.error('The rows of the range could not be read', cause));
      },
      clear: () => {
        const { all, marked } = selection.get();
        selection.clear();
        return all || marked.size > 0;
      },
    };
  }, [source, selection, enabled]);
}

async function rowsBetween(source: RowsSource, from: number, to: number): Promise<readonly Row[]> {
  const result: Row[] = [];
  for (let offset = from; offset <= to && result.length < MOST; offset += PAGE) {
    const rows = await source.fetch(offset, Math.min(PAGE, to - offset + 1));
    result.push(...rows);
    if (rows.length === 0) break;
  }
  return result;
}
