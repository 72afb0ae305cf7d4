import type { Hints, MergeHint } from '../schema/protocol';
import type { Item, Path, Scalar } from './path';
import { sameStep } from './path';

export type Data = Readonly<Record<string, unknown>>;

/** One field that differs; a whole subtree that came or went is one change. */
export interface Change {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
  /** the items of a list stand in another order; before and after are the whole list */
  readonly order?: true;
}

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (!isData(one) || !isData(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
}

function hintKey(path: Path): string {
  return path.map((step) => (typeof step === 'string' ? step : '[]')).join('\0');
}

/** Which item of its list this is; undefined when the list is one value to whoever applies. */
export function itemOf(hint: MergeHint | undefined, value: unknown): Item | undefined {
  if (hint?.type === 'set') return { value };
  if (hint?.type !== 'map' || !isData(value)) return undefined;
  const keys: Record<string, Scalar> = {};
  for (const key of hint.keys ?? []) {
    const own = value[key] ?? hint.defaults?.[key];
    if (own !== undefined) keys[key] = own as Scalar;
  }
  return { keys };
}

/** Every field in which two objects differ, lists item by item as the API server merges them. */
export function changes(before: unknown, after: unknown, hints: Hints, path: Path = []): readonly Change[] {
  if (same(before, after)) return [];
  const hint = hints[hintKey(path)];
  if (isData(before) && isData(after) && hint?.type !== 'atomic') {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => inField(before, after, name, hints, path));
  }
  if (Array.isArray(before) && Array.isArray(after) && (hint?.type === 'map' || hint?.type === 'set')) return inList(before, after, hint, hints, path);
  return [{ path, before, after }];
}

function inField(before: Data, after: Data, name: string, hints: Hints, path: Path): readonly Change[] {
  return changes(before[name] ?? undefined, after[name] ?? undefined, hints, [...path, name]);
}

function inList(before: readonly unknown[], after: readonly unknown[], hint: MergeHint, hints: Hints, path: Path): readonly Change[] {
  const old = before.map((value) => [itemOf(hint, value)!, value] as const);
  const next = after.map((value) => [itemOf(hint, value)!, value] as const);
  if (twice(old) || twice(next)) return [{ path, before, after }];
  const find = (of: typeof old, item: Item) => of.find(([other]) => sameStep(item, other));
  const gone = old.filter(([item]) => !find(next, item)).map(([item, value]) => ({ path: [...path, item], before: value, after: undefined }));
  const inside = next.flatMap(([item, value]) => {
    const was = find(old, item);
    return was === undefined ? [{ path: [...path, item], before: undefined, after: value }] : changes(was[1], value, hints, [...path, item]);
  });
  const kept = old.map(([item]) => item).filter((item) => find(next, item));
  const moved = next.map(([item]) => item).filter((item) => find(old, item));
  if (hint.type === 'map' && gone.length === 0 && kept.length === next.length && kept.some((item, index) => !sameStep(item, moved[index]!))) {
    return [{ path, before, after, order: true }];
  }
  return [...gone, ...inside];
}

function twice(items: readonly (readonly [Item, unknown])[]): boolean {
  return items.some(([item], index) => items.findIndex(([other]) => sameStep(item, other)) !== index);
}

/** What stands at a path; undefined when it is not there. */
export function valueAt(root: unknown, path: Path): unknown {
  let here = root;
  for (const step of path) {
    if (typeof step === 'string') here = isData(here) ? here[step] : undefined;
    else if (Array.isArray(here)) here = here[placeOf(here, step)];
    else return undefined;
  }
  return here;
}

/** Where an item stands in its list, or -1. Keys that a value leaves out count as the default that the item names. */
export function placeOf(list: readonly unknown[], item: Item): number {
  if ('value' in item) return list.findIndex((one) => same(one, item.value));
  return list.findIndex(
    (one) => isData(one) && Object.entries(item.keys).every(([key, value]) => one[key] === value || (one[key] === undefined && value === 'TCP')),
  );
}

/** A copy with the value at a path; undefined takes it away. What leads there is made when it is missing. */
export function withValue(root: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'string') {
    const here = isData(root) ? root : {};
    if (rest.length === 0 && value === undefined) return Object.fromEntries(Object.entries(here).filter(([name]) => name !== step));
    if (value === undefined && here[step] === undefined) return root;
    return { ...here, [step]: withValue(here[step], rest, value) };
  }
  const list = Array.isArray(root) ? root : [];
  const place = placeOf(list, step);
  if (rest.length === 0 && value === undefined) return place < 0 ? list : list.filter((_, index) => index !== place);
  if (place < 0) {
    if (value === undefined) return list;
    const fresh = 'value' in step ? step.value : step.keys;
    return [...list, rest.length === 0 ? value : withValue(fresh, rest, value)];
  }
  return list.map((one, index) => (index === place ? withValue(one, rest, value) : one));
}

export function withChanges(root: unknown, wanted: readonly Change[]): unknown {
  return wanted.reduce((here, change) => withValue(here, change.path, change.after), root);
}

/** A path of names and places in this very object, as texts and JSON pointers need it. */
export function placesOf(root: unknown, path: Path): readonly (string | number)[] {
  const places: (string | number)[] = [];
  let here = root;
  for (const step of path) {
    if (typeof step === 'string') {
      places.push(step);
      here = isData(here) ? here[step] : undefined;
    } else {
      const list = Array.isArray(here) ? here : [];
      const place = placeOf(list, step);
      places.push(place < 0 ? list.length : place);
      here = list[place];
    }
  }
  return places;
}
