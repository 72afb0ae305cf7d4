import type { Row, RowsSource } from '@fresnel/sdk';
import type { Chosen, SelectionState } from '@fresnel/ui';

/** As many as the server sends at once. */
const PAGE = 500;

/** Which objects are chosen, in pieces; what only matches and was never on screen is asked of the server. */
export async function* chosenRows(source: RowsSource, selection: SelectionState, matched: number): AsyncGenerator<readonly Chosen[]> {
  if (!selection.all) {
    yield [...selection.marked.values()];
    return;
  }
  for await (const rows of pages(source, matched)) yield rows.filter((row) => !selection.marked.has(row.k));
}

/** The chosen ones as whole rows, in the order of the list. */
export async function* wholeRows(source: RowsSource, selection: SelectionState, matched: number): AsyncGenerator<readonly Row[]> {
  let missing = selection.all ? Number.POSITIVE_INFINITY : selection.marked.size;
  for await (const rows of pages(source, matched)) {
    const chosen = rows.filter((row) => selection.marked.has(row.k) !== selection.all);
    missing -= chosen.length;
    yield chosen;
    if (missing <= 0) return;
  }
}

async function* pages(source: RowsSource, matched: number): AsyncGenerator<readonly Row[]> {
  for (let offset = 0; offset < matched; offset += PAGE) {
    const rows = await source.fetch(offset, Math.min(PAGE, matched - offset));
    if (rows.length === 0) return;
    yield rows;
  }
}
