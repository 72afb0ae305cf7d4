import { type Fields, fieldsOf } from '../fields';

/** What a dotted path leads to; `annotations` and the like with dots in keys are not for it. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((here, name) => fieldsOf(here)[name], value);
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The object without what other parts of the page show already. */
export function without(object: Fields, claimed: readonly string[]): Fields {
  return claimed.reduce<Fields>((rest, path) => drop(rest, path.split('.')), object);
}

function drop(object: Fields, [name, ...rest]: readonly string[]): Fields {
  if (name === undefined || !(name in object)) return object;
  if (rest.length === 0) {
    const { [name]: _, ...kept } = object;
    return kept;
  }
  const inner = object[name];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return object;
  const left = drop(inner as Fields, rest);
  if (left === inner) return object;
  return Object.keys(left).length === 0 ? drop(object, [name]) : { ...object, [name]: left };
}
