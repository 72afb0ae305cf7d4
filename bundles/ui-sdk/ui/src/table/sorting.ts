/** One word of a sort: which column, and whether it falls. */
export interface SortWord {
  readonly id: string;
  readonly falls: boolean;
}

/** Reads a sort as the live protocol writes it: `-status,name`. */
export function readSort(sort: string | undefined): readonly SortWord[] {
  return splitIds(sort ?? '').map((word) => (word.startsWith('-') ? { id: word.slice(1), falls: true } : { id: word, falls: false }));
}

export function writeSort(words: readonly SortWord[]): string {
  return words.map(({ id, falls }) => (falls ? `-${id}` : id)).join(',');
}

/** What a column is called in a sort: the status column sorts by how bad it is. */
export function sortName(column: string): string {
  return column === 'status' ? 'state' : column;
}

/** Of these the most is what people look for first. */
const FALLS_FIRST = new Set(['cpu', 'memory']);

/** What pressing a header makes of the sort; `add` keeps what stands before it. */
export function pressed(sort: string | undefined, column: string, add: boolean): string {
  const words = readSort(sort);
  const id = sortName(column);
  const before = words.find((word) => word.id === id);
  const first = FALLS_FIRST.has(id);
  if (!add) return writeSort([{ id, falls: words[0]?.id === id ? !words[0].falls : first }]);
  if (before === undefined) return writeSort([...words, { id, falls: first }]);
  // The third press takes it out again, unless nothing else is left.
  if (before.falls === first) return writeSort(words.map((word) => (word.id === id ? { id, falls: !first } : word)));
  return words.length === 1 ? writeSort([{ id, falls: first }]) : writeSort(words.filter((word) => word.id !== id));
}

/** Ids of columns divided by commas; commas inside of brackets and braces belong to the id (`path:{.spec.x[0,1]}`). */
export function splitIds(text: string): readonly string[] {
  const ids: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const sign = text[at];
    if (sign === '{' || sign === '[' || sign === '(') depth++;
    else if (sign === '}' || sign === ']' || sign === ')') depth = Math.max(0, depth - 1);
    if (sign === undefined || (sign === ',' && depth === 0)) {
      const id = text.slice(from, at).trim();
      if (id !== '') ids.push(id);
      from = at + 1;
    }
  }
  return ids;
}
