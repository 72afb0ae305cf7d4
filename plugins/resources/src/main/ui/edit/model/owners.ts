import type { KubeObject } from '@fresnel/sdk';
import { covers, overlap, type Path, type Step } from './path';
import { type Data, isData } from './tree';

/** Who wrote fields, as the API server remembers it. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly time: string;
  readonly subresource: string;
  readonly fields: readonly Path[];
  /** maps, lists and items that are owned as such, without what is in them */
  readonly shells: readonly Path[];
}

interface Entry {
  readonly manager?: string;
  readonly operation?: string;
  readonly time?: string;
  readonly subresource?: string;
  readonly fieldsV1?: unknown;
}

export function managersOf(object: KubeObject | Data): readonly Manager[] {
  const { managedFields } = (object as KubeObject).metadata;
  if (!Array.isArray(managedFields)) return [];
  return (managedFields as Entry[]).map((entry) => ({
    name: entry.manager ?? '',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    time: entry.time ?? '',
    subresource: entry.subresource ?? '',
    fields: leaves(entry.fieldsV1, false),
    shells: leaves(entry.fieldsV1, true),
  }));
}

/** The paths of a field set: those of values, or those of what is owned as such (`.` and nothing else). */
function leaves(fields: unknown, shells: boolean, path: Path = []): readonly Path[] {
  if (!isData(fields)) return [];
  const names = Object.keys(fields);
  if (names.length === 0) return shells ? [] : [path];
  return names.flatMap((name) => {
    if (name === '.') return names.length === 1 && shells ? [path] : [];
    const step = stepOf(name);
    return step === undefined ? (shells ? [] : [path]) : leaves(fields[name], shells, [...path, step]);
  });
}

function stepOf(name: string): Step | undefined {
  const body = name.slice(2);
  if (name.startsWith('f:')) return body;
  try {
    if (name.startsWith('k:')) return { keys: JSON.parse(body) as Readonly<Record<string, string>> };
    if (name.startsWith('v:')) return { value: JSON.parse(body) as unknown };
  } catch {
    // a set that this reader does not know: the list as a whole
  }
  return undefined;
}

/** Who owns a field or something below it; status is written elsewhere and does not count. */
export function ownersAt(managers: readonly Manager[], path: Path): readonly Manager[] {
  return managers.filter(
    (manager) =>
      manager.subresource === '' && [...manager.fields, ...manager.shells.filter((shell) => covers(path, shell))].some((field) => overlap(path, field)),
  );
}

/** Who wrote a field last, for a word beside a change that somebody else made. */
export function lastWriter(managers: readonly Manager[], path: Path): Manager | undefined {
  return [...managers].filter((manager) => manager.fields.some((field) => overlap(path, field))).sort((one, other) => (one.time < other.time ? 1 : -1))[0];
}
