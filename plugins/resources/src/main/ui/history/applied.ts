import { type Data, isData, same } from '../edit/model/tree';
import type { Difference } from './history';

const KEYS = ['name', 'key', 'type', 'containerPort', 'port', 'mountPath', 'ip'];

/** Where an object is not as it was applied: fields that are in both and differ, or that are gone. What others added is no difference. */
export function drift(applied: unknown, live: unknown, path = ''): readonly Difference[] {
  if (isData(applied) && isData(live)) return Object.keys(applied).flatMap((name) => field(applied, live, name, path));
  if (Array.isArray(applied) && Array.isArray(live)) return items(applied, live, path);
  return same(applied, live) ? [] : [{ path, before: JSON.stringify(applied), ...(live === undefined ? {} : { after: JSON.stringify(live) }) }];
}

function field(applied: Data, live: Data, name: string, path: string): readonly Difference[] {
  const here = `${path}${/^[\w-]+$/.test(name) ? `.${name}` : `["${name}"]`}`;
  if (path === '' && name === 'status') return [];
  if (isNothing(applied[name]) && live[name] === undefined) return [];
  return drift(applied[name], live[name], here);
}

/** The API server drops what is empty. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0) || (isData(value) && Object.keys(value).length === 0);
}

function items(applied: readonly unknown[], live: readonly unknown[], path: string): readonly Difference[] {
  const key = keyOf(applied);
  if (key !== undefined) {
    return applied.flatMap((item) => {
      const name = (item as Data)[key];
      return drift(
        item,
        live.find((other) => isData(other) && other[key] === name),
        `${path}[${key}=${String(name)}]`,
      );
    });
  }
  return same(applied, live) ? [] : [{ path, before: JSON.stringify(applied), after: JSON.stringify(live) }];
}

/** What is live of the fields that were applied, in the order in which they were: beside it only what differs is a difference. */
export function asApplied(applied: unknown, live: unknown): unknown {
  if (isData(applied) && isData(live)) {
    const kept = Object.keys(applied).filter((name) => live[name] !== undefined && !isNothing(applied[name]));
    return Object.fromEntries(kept.map((name) => [name, asApplied(applied[name], live[name])]));
  }
  if (!Array.isArray(applied) || !Array.isArray(live)) return live;
  const key = keyOf(applied);
  if (key === undefined) return live;
  return applied.flatMap((item) => {
    const other = live.find((one) => isData(one) && one[key] === (item as Data)[key]);
    return other === undefined ? [] : [asApplied(item, other)];
  });
}

/** Without what is empty, and without the status that some tools apply: neither comes to anything. */
export function withoutNothing(value: unknown, top = true): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutNothing(one, false));
  if (!isData(value)) return value;
  const kept = Object.entries(value).filter(([name, one]) => !isNothing(one) && !(top && name === 'status'));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutNothing(one, false)]));
}

function keyOf(items: readonly unknown[]): string | undefined {
  return items.length === 0 ? undefined : KEYS.find((one) => items.every((item) => isData(item) && item[one] !== undefined));
}
