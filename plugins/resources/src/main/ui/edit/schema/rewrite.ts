import { isMap, isPair, isSeq, type Node, type Pair } from 'yaml';
import type { Step, TextChange } from './protocol';
import { parse } from './validate';

/** The text with some fields changed; comments, order and everything else stay as they are. */
export function rewrite(text: string, document: number, changes: readonly TextChange[]): string {
  const documents = parse(text);
  const wanted = documents[document];
  if (wanted === undefined || wanted.errors.length > 0) throw new Error('the text cannot be read');
  for (const { path, value } of changes) {
    if (value === undefined) wanted.deleteIn(path);
    else {
      growTo(wanted, path);
      wanted.setIn(path, wanted.createNode(value));
    }
  }
  const [from, , to] = wanted.range;
  const body = wanted.toString({ lineWidth: 0, indentSeq: false, directives: false });
  const separated = documents.length > 1;
  if (!separated) return body;
  const rest = text.slice(to);
  const lead = /^\s*---[^\n]*\n/.exec(text.slice(from, to))?.[0] ?? '';
  return text.slice(0, from) + lead + body + (rest === '' || rest.startsWith('---') ? rest : `\n${rest}`);
}

/** `setIn` does not make a map in place of an empty value, and would fill `{}` in its line: what was empty is written like what stands around it. */
function growTo(document: ReturnType<typeof parse>[number], path: readonly Step[]): void {
  for (let length = 1; length < path.length; length++) {
    const start = path.slice(0, length);
    const here = document.getIn(start, true);
    if (isMap(here) || isSeq(here)) here.flow &&= here.items.length > 0;
    else document.setIn(start, document.createNode(typeof path[length] === 'number' ? [] : {}));
  }
}

/** Where paths stand in the text; a path that is not there stands at the nearest that is. */
export function locate(text: string, document: number, paths: readonly (readonly Step[])[]): readonly (readonly [number, number])[] {
  const parsed = parse(text)[document];
  return paths.map((path) => {
    let range: readonly [number, number] = parsed?.contents?.range
      ? [parsed.contents.range[0], Math.min(parsed.contents.range[0] + 1, parsed.contents.range[1])]
      : [0, 1];
    let here: unknown = parsed?.contents;
    for (const step of path) {
      if (isMap(here) && typeof step === 'string') {
        const pair = (here.items as Pair[]).find((one) => isPair(one) && String((one.key as { value?: unknown } | null)?.value) === step);
        if (pair === undefined) break;
        const key = (pair.key as Node | null)?.range;
        if (key) range = [key[0], key[1]];
        here = pair.value;
      } else if (isSeq(here) && typeof step === 'number') {
        const item = here.items[step];
        if (item === undefined) break;
        const at = (isMap(item) ? (item.items[0]?.key as Node | undefined) : (item as Node))?.range;
        if (at) range = [at[0], at[1]];
        here = item;
      } else break;
    }
    return range;
  });
}
