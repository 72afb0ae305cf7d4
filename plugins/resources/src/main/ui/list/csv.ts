import type { RowsSource } from '@fresnel/sdk';
import type { SelectionState } from '@fresnel/ui';
import { wholeRows } from './chosenRows';

/** The chosen rows with the columns that are shown; times absolute, as in all exports. */
export async function csvOf(source: RowsSource, selection: SelectionState, matched: number): Promise<string> {
  const { columns } = source.get();
  const lines = [line(['cluster', 'namespace', ...columns.map((column) => column.name), 'created'])];
  for await (const rows of wholeRows(source, selection, matched))
    for (const row of rows)
      lines.push(line([row.c, row.ns ?? '', ...columns.map((_, index) => String(row.cells[index] ?? '')), new Date(row.t).toISOString()]));
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 4180; a cell that a spreadsheet would compute is kept as text. */
export function line(cells: readonly string[]): string {
  return cells
    .map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

export function download(name: string, text: string, type = 'text/csv'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // a busy machine begins to read it later
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
