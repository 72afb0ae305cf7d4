import type { Group, Health, Kind, ObjectRef, Row, RowsSnapshot } from '@fresnel/sdk';

/** How a kind of events calls its object. */
export type Involved = 'involvedObject' | 'regarding';

export function involvedIn(resource: string): Involved {
  return resource === 'events' ? 'involvedObject' : 'regarding';
}

/** What is asked of each event; the last two say of which kind its object is. */
export const COLUMNS: Readonly<Record<Involved, readonly string[]>> = { involvedObject: columns('involvedObject'), regarding: columns('regarding') };

function columns(involved: Involved): readonly string[] {
  return ['last-seen', 'type', 'reason', 'object', 'message', 'count', 'source', `path:.${involved}.kind`, `path:.${involved}.apiVersion`];
}

/** What of that is shown. */
export const SHOWN = ['last-seen', 'type', 'reason', 'object', 'namespace', 'cluster', 'message', 'count'];

/** By what events can be put together. */
export interface Grouping {
  readonly id: 'reason' | 'object' | 'kind' | 'namespace';
}

export const GROUPINGS: readonly Grouping[] = [{ id: 'reason' }, { id: 'object' }, { id: 'kind' }, { id: 'namespace' }];

/** The column whose values a grouping puts together. */
export function columnOf(by: Grouping, involved: Involved): string {
  return by.id === 'kind' ? `path:.${involved}.kind` : by.id;
}

/** Minutes that may be looked back; 0 = all that the cluster keeps. */
export const SPANS: readonly number[] = [0, 5, 15, 60, 360, 1440];

type Columns = RowsSnapshot['columns'];

export function cellOf(columns: Columns, row: Row, id: string): string {
  const place = columns.findIndex((column) => column.id === id);
  return place < 0 ? '' : String(row.cells[place] ?? '');
}

/** When it was seen last, epoch ms. */
export function lastSeenOf(columns: Columns, row: Row): number {
  return row.times?.[columns.findIndex((column) => column.id === 'last-seen')]?.[0]?.[1] ?? row.t;
}

/** The object that an event is about; undefined when the cluster does not serve its kind. */
export function objectOf(columns: Columns, row: Row, kinds: readonly Kind[]): ObjectRef | undefined {
  const said = cellOf(columns, row, 'object');
  const name = said.slice(said.indexOf('/') + 1);
  const word = said.slice(0, said.indexOf('/'));
  const involved = columns.some((column) => column.id === 'path:.regarding.kind') ? 'regarding' : 'involvedObject';
  const kindName = cellOf(columns, row, `path:.${involved}.kind`) || word;
  const group = groupOf(cellOf(columns, row, `path:.${involved}.apiVersion`));
  const same = kinds.filter((one) => one.kind.toLowerCase() === kindName.toLowerCase());
  const kind = same.find((one) => one.group === group) ?? (group === undefined ? same[0] : undefined);
  if (kind === undefined || name === '') return undefined;
  return { cluster: row.c, resource: kind.resource, name, ...(kind.namespaced && row.ns ? { namespace: row.ns } : {}) };
}

/** `apps` of `apps/v1`, `''` of `v1`; undefined when nothing is said. */
function groupOf(apiVersion: string): string | undefined {
  if (apiVersion === '' || apiVersion.startsWith('<')) return undefined;
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The field selector that leaves one group; undefined where another parameter does. */
export function fieldsOfGroup(by: Grouping, key: string, involved: Involved): string | undefined {
  if (by.id === 'reason') return `reason=${key}`;
  if (by.id === 'kind') return `${involved}.kind=${key}`;
  if (by.id === 'object') return `${involved}.name=${key.slice(key.indexOf('/') + 1)}`;
  return undefined;
}

/** Field selectors that must all hold. */
export function both(one: string, other: string | undefined): string {
  return [one, other].filter(Boolean).join(',');
}

/** Groups with what of them is in these states; the server tells of all states, so that one can see what a filter hides. None = all. */
export function inStates(groups: readonly Group[], states: readonly string[] | undefined): readonly Group[] {
  if (states === undefined || states.length === 0) return groups;
  return groups.flatMap((group) => {
    const total = states.reduce((sum, state) => sum + (group.counts[state as Health] ?? 0), 0);
    if (total === 0) return [];
    if (total === group.total) return [group];
    const counts = Object.fromEntries(states.map((state) => [state, group.counts[state as Health] ?? 0]));
    // how often those alone were seen is not told
    const { times: _, ...rest } = group;
    return [{ ...rest, total, counts }];
  });
}
