/** Where the cursor stands in YAML that need not be whole yet. */
export interface Place {
  /** names and list indexes that lead to the object or list in which something is written */
  readonly path: readonly (string | number)[];
  /** a field's name is being written; else the value of `key` (or of a list's item) */
  readonly role: 'key' | 'value';
  readonly key: string | undefined;
  /** where the word begins that is being written */
  readonly from: number;
  /** names that the object has already */
  readonly siblings: readonly string[];
  /** columns before the name that is written */
  readonly indent: number;
  /** the item of a list begins here: `- ` stands before the word */
  readonly item: boolean;
  readonly apiVersion: string;
  readonly kind: string;
}

/** A name or the dash of a list's item, with its column. */
interface Mark {
  readonly column: number;
  /** undefined = a dash */
  readonly key: string | undefined;
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#:"'[{][^#:]*?))\s*:(?=\s|$)/;

/**
 * Finds the place by indentation alone: what is written is seldom whole, and a parser gives up there. Comments and the inside of
 * block texts are no place.
 */
export function placeAt(text: string, offset: number): Place | undefined {
  const { lines, current, starts } = documentAt(text, offset);
  const line = lines[current]!;
  const column = offset - starts[current]!;
  const before = line.slice(0, column);
  if (/^\s*#|\s#/.test(before) || insideBlock(lines, current)) return undefined;
  const shape = /^(\s*)((?:-\s+)*)(.*)$/s.exec(before)!;
  const dashText = shape[2]!;
  const rest = shape[3]!;
  const bareDash = rest === '-' ? undefined : rest;
  if (bareDash === undefined) return undefined;
  const indent = shape[1]!.length + dashText.length;
  const dashes = [...dashText.matchAll(/-/g)].map((match) => shape[1]!.length + match.index);
  const keyed = KEY.exec(rest);
  const common = { ...identity(lines), indent, item: dashes.length > 0 };
  const { path, siblings } = parents(lines, current, indent, dashes);
  if (keyed !== null) {
    const key = keyed[1] ?? keyed[2] ?? keyed[3]!;
    const value = rest.slice(keyed[0].length);
    const word = /\S*$/.exec(value)![0];
    return { ...common, path, siblings, role: 'value', key, from: offset - word.length };
  }
  if (/\s/.test(rest.trim())) return undefined;
  return { ...common, path, siblings, role: 'key', key: undefined, from: offset - rest.length };
}

function documentAt(text: string, offset: number) {
  const all = text.split('\n');
  let start = 0;
  const starts: number[] = [];
  let place = 0;
  for (const line of all) {
    starts.push(place);
    place += line.length + 1;
  }
  let current = starts.findIndex((at, index) => offset >= at && offset <= at + all[index]!.length);
  if (current < 0) current = all.length - 1;
  for (let index = current; index > 0; index--) {
    if (/^---(\s|$)/.test(all[index]!) && index !== current) {
      start = index + 1;
      break;
    }
  }
  let end = all.findIndex((line, index) => index > current && /^---(\s|$)/.test(line));
  if (end < 0) end = all.length;
  return { lines: all.slice(start, end), starts: starts.slice(start, end), current: current - start };
}

function identity(lines: readonly string[]): { readonly apiVersion: string; readonly kind: string } {
  const find = (name: string) => {
    for (const line of lines) {
      const match = new RegExp(`^${name}:\\s*["']?([^\\s"'#]+)`).exec(line);
      if (match !== null) return match[1]!;
    }
    return '';
  };
  return { apiVersion: find('apiVersion'), kind: find('kind') };
}

/** The dashes of a line and then its name. */
function marksOf(line: string): readonly Mark[] {
  const shape = /^(\s*)((?:-\s+|-$)*)(.*)$/s.exec(line)!;
  if (shape[3]!.startsWith('#')) return [];
  const dashes = [...shape[2]!.matchAll(/-/g)].map((match) => ({ column: shape[1]!.length + match.index, key: undefined }));
  const keyed = KEY.exec(shape[3]!);
  if (keyed === null) return dashes;
  return [...dashes, { column: shape[1]!.length + shape[2]!.length, key: keyed[1] ?? keyed[2] ?? keyed[3]! }];
}

/** Walks upwards: each mark that stands further left is a parent; a list may stand at the column of its name. */
function parents(lines: readonly string[], current: number, indent: number, dashes: readonly number[]) {
  const above = lines.slice(0, current).flatMap(marksOf);
  const marks = [...above, ...dashes.map((column) => ({ column, key: undefined }))].reverse();
  const path: (string | number)[] = [];
  const siblings: string[] = [];
  let column = indent;
  let inList = false;
  let count = 0;
  let own = true;
  for (const mark of marks) {
    if (mark.key === undefined) {
      if (inList && mark.column === column) count++;
      else if (mark.column < column) {
        if (inList) path.unshift(count);
        count = 0;
        inList = true;
        own = false;
        column = mark.column;
      }
    } else if (mark.column < column || (inList && mark.column === column)) {
      path.unshift(mark.key, ...(inList ? [count] : []));
      count = 0;
      inList = false;
      own = false;
      column = mark.column;
    } else if (own && mark.column === column) siblings.push(mark.key);
  }
  if (inList) path.unshift(count);
  return { path, siblings: [...siblings, ...below(lines, current, indent)] };
}

function below(lines: readonly string[], current: number, indent: number): readonly string[] {
  const names: string[] = [];
  for (const mark of lines.slice(current + 1).flatMap(marksOf)) {
    if (mark.column < indent || (mark.column === indent && mark.key === undefined)) break;
    if (mark.column === indent && mark.key !== undefined) names.push(mark.key);
  }
  return names;
}

/** Whether the line is part of a text that `|` or `>` opened further up. */
function insideBlock(lines: readonly string[], current: number): boolean {
  const own = lines[current]!;
  const indent = own.trim() === '' ? Number.MAX_SAFE_INTEGER : /^\s*/.exec(own)![0].length;
  for (let index = current - 1; index >= 0; index--) {
    const line = lines[index]!;
    if (line.trim() === '') continue;
    const column = /^\s*/.exec(line)![0].length;
    if (column < indent && /(?::|-)\s+[|>][-+\d]*\s*(#.*)?$/.test(line)) return own.trim() !== '' || index === current - 1;
    if (column < indent && own.trim() !== '') return false;
    if (own.trim() === '') return false;
  }
  return false;
}
