import { type Contribution, holds, type Kind, type May, type NavigationItem, pages, titleOf } from '@fresnel/sdk';

export const GROUPS = ['overview', 'cluster', 'workloads', 'plugins', 'network', 'storage', 'configuration', 'security', 'custom'] as const;
export type GroupId = (typeof GROUPS)[number];

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly to: string;
  readonly resource?: string;
}

export interface Group {
  readonly id: string;
  readonly entries: readonly Entry[];
  /** custom resources stand below their API group */
  readonly groups?: readonly { readonly id: string; readonly title: string; readonly entries: readonly Entry[] }[];
}

/** The navigation for these clusters: what plugins contribute and the clusters serve, then custom resources by API group. */
export function navigationOf(
  items: readonly Contribution<NavigationItem>[],
  kinds: readonly Kind[] | 'untold',
  clusters: readonly string[],
  may?: May,
): readonly Group[] {
  const known = kinds === 'untold' ? [] : kinds;
  const served = new Set(known.map((kind) => kind.resource));
  // A cluster that does not tell its kinds most likely serves the usual ones: their pages say what is wrong.
  const isServed = (resource: string | undefined) => resource === undefined || kinds === 'untold' || served.has(resource);
  const usable = items.filter(({ item }) => isServed(item.resource) && holds(item.when, known, may));
  const sorted = [...usable].sort((a, b) => (a.item.order ?? 100) - (b.item.order ?? 100) || a.id.localeCompare(b.id));
  const named = new Set(sorted.map(({ item }) => item.resource));
  return GROUPS.map((id) => {
    const entries = sorted.filter(({ item }) => item.group === id).map((one) => entryOf(one, clusters));
    return id === 'custom' ? { id, entries, groups: customGroups(known, named, clusters) } : { id, entries };
  }).filter((group) => group.entries.length > 0 || (group.groups?.length ?? 0) > 0);
}

function entryOf(one: Contribution<NavigationItem>, clusters: readonly string[]): Entry {
  const { resource, route } = one.item;
  const to = resource === undefined ? pages.plugin(one.plugin, route ?? '') : pages.list(clusters, resource);
  return { id: one.id, title: titleOf(one), to, ...(resource === undefined ? {} : { resource }) };
}

function customGroups(kinds: readonly Kind[], named: ReadonlySet<string | undefined>, clusters: readonly string[]) {
  const groups = new Map<string, Entry[]>();
  for (const kind of kinds) {
    if (!kind.custom || named.has(kind.resource) || !kind.verbs.includes('list')) continue;
    const entries = groups.get(kind.group) ?? [];
    entries.push({ id: `custom/${kind.resource}`, title: kind.kind, to: pages.list(clusters, kind.resource), resource: kind.resource });
    groups.set(kind.group, entries);
  }
  return [...groups]
    .map(([title, entries]) => ({ id: `custom:${title}`, title, entries: entries.sort((a, b) => a.title.localeCompare(b.title)) }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
