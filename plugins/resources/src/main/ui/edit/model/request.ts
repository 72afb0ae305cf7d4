import type { KubeObject } from '@fresnel/sdk';
import { type Manager, managersOf, ownersAt } from './owners';
import { covers, type Path } from './path';
import { type Change, type Data, isData, placesOf, same, valueAt, withChanges, withValue } from './tree';

/** How a change is written: by server-side apply, or as one JSON patch where only that can take something away. */
export type Write =
  | { readonly how: 'apply'; readonly body: Data }
  | { readonly how: 'merge'; readonly body: Data }
  | { readonly how: 'patch'; readonly body: readonly Operation[]; readonly because: readonly Path[] };

export interface Operation {
  readonly op: 'test' | 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * The request that makes these changes to the object as it is now, and nothing else. Apply gives fields a value and lets go of those
 * that only we own; what others own too stays there, so taking such a field away (or moving items of a list) is a JSON patch that
 * tests each value it replaces. Of a Secret the page knows no values, so it names the keys that change and no others.
 */
export function writeOf(live: KubeObject, wanted: readonly Change[], manager: string): Write {
  if (live.kind === 'Secret') return { how: 'merge', body: mergeOf(live, wanted) };
  const managers = managersOf(live);
  const because = wanted
    .filter((change) => change.order === true || (change.after === undefined && !ownAlone(managers, change.path, manager)))
    .map((change) => change.path);
  return because.length > 0 ? { how: 'patch', body: patchOf(live, wanted), because } : { how: 'apply', body: applyOf(live, managers, wanted, manager) };
}

function isOurs(one: Manager, manager: string): boolean {
  return one.name === manager && one.operation === 'Apply' && one.subresource === '';
}

function ownAlone(managers: readonly Manager[], path: Path, manager: string): boolean {
  const owners = ownersAt(managers, path);
  return owners.length > 0 && owners.every((one) => isOurs(one, manager)) && owners.some((one) => one.fields.some((field) => covers(path, field)));
}

/** What we applied before and still stands there, and what changes now: apply takes away what an earlier one said and this one does not. */
function applyOf(live: KubeObject, managers: readonly Manager[], wanted: readonly Change[], manager: string): Data {
  const target = withChanges(live, wanted) as Data;
  const { name, namespace } = live.metadata;
  let body: Data = { apiVersion: target.apiVersion, kind: target.kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
  const ours = managers.filter((one) => isOurs(one, manager));
  for (const path of ours.flatMap((one) => one.shells)) {
    const value = valueAt(target, path);
    const last = path.at(-1);
    const empty = Array.isArray(value) ? [] : typeof last === 'object' && 'keys' in last ? last.keys : {};
    if (value !== undefined) body = withKeys(body, path, empty);
  }
  for (const path of ours.flatMap((one) => one.fields)) {
    const value = valueAt(target, path);
    if (value !== undefined) body = withKeys(body, path, value);
  }
  for (const { path, after } of wanted) if (after !== undefined) body = withKeys(body, path, after);
  return body;
}

/** Items on the way are named by all their keys. */
function withKeys(body: Data, path: Path, value: unknown): Data {
  let next: unknown = body;
  for (let length = 1; length <= path.length; length++) {
    const step = path[length - 1]!;
    const start = path.slice(0, length);
    if (typeof step !== 'string' && 'keys' in step && valueAt(next, start) === undefined) next = withValue(next, start, { ...step.keys });
  }
  const last = path.at(-1);
  const whole = typeof last === 'object' && 'keys' in last && isData(value) ? { ...last.keys, ...value } : value;
  return withValue(next, path, whole) as Data;
}

/** A merge patch: only what changes; null takes away. Lists are whole. */
function mergeOf(live: KubeObject, wanted: readonly Change[]): Data {
  const target = withChanges(live, wanted);
  return wanted.reduce<Data>((body, { path }) => {
    const item = path.findIndex((step) => typeof step !== 'string');
    const named = item < 0 ? path : path.slice(0, item);
    return withValue(body, named, valueAt(target, named) ?? null) as Data;
  }, {});
}

/** Each operation is told of the object as the operations before it leave it. */
function patchOf(live: KubeObject, wanted: readonly Change[]): readonly Operation[] {
  const operations: Operation[] = [];
  let here: unknown = live;
  for (const change of wanted) {
    operations.push(...identities(here, change.path), ...operationsOf(here, change));
    here = withValue(here, change.path, change.after);
  }
  return operations;
}

/** The items that a path goes through stand where we think they do. */
function identities(here: unknown, path: Path): readonly Operation[] {
  return path.flatMap((step, index) => {
    if (typeof step === 'string' || !('keys' in step)) return [];
    const item = path.slice(0, index + 1);
    const value = valueAt(here, item);
    if (!isData(value)) return [];
    const pointer = pointerOf(placesOf(here, item));
    return Object.keys(step.keys)
      .filter((key) => value[key] !== undefined)
      .map((key): Operation => ({ op: 'test', path: `${pointer}/${escaped(key)}`, value: value[key] }));
  });
}

function operationsOf(here: unknown, { path, after }: Change): readonly Operation[] {
  const now = valueAt(here, path);
  const pointer = pointerOf(placesOf(here, path));
  if (now !== undefined) {
    const test: Operation = { op: 'test', path: pointer, value: now };
    return after === undefined ? [test, { op: 'remove', path: pointer }] : [test, { op: 'replace', path: pointer, value: after }];
  }
  if (after === undefined) return [];
  return [...missingParents(here, path), { op: 'add', path: pointer, value: after }];
}

function missingParents(here: unknown, path: Path): readonly Operation[] {
  const made: Operation[] = [];
  let now = here;
  for (let length = 1; length < path.length; length++) {
    const start = path.slice(0, length);
    if (valueAt(now, start) !== undefined) continue;
    const step = path[length]!;
    const last = path[length - 1]!;
    const value = typeof last !== 'string' ? ('keys' in last ? last.keys : last.value) : typeof step === 'string' ? {} : [];
    made.push({ op: 'add', path: pointerOf(placesOf(now, start)), value });
    now = withValue(now, start, value);
  }
  return made;
}

function pointerOf(places: readonly (string | number)[]): string {
  return places.map((place) => `/${escaped(String(place))}`).join('');
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Whether the object already is as these changes want it. */
export function isThere(live: unknown, wanted: readonly Change[]): boolean {
  return wanted.every((change) => same(valueAt(live, change.path), change.after));
}
