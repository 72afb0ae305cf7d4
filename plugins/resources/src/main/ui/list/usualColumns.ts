import type { Note } from '@fresnel/sdk';

/** For kinds of which something of ours is looked for first; the others show what the API server shows. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  pods: ['namespace', 'cluster', 'status', 'ready', 'restarts', 'cpu', 'memory', 'node', 'age'],
  nodes: ['cluster', 'status', 'roles', 'cpu', 'memory', 'version', 'age'],
};
const MEASURED = ['cpu', 'memory'];

/** The columns of those who chose none. Where no cluster measures, there is nothing to show of it. */
export function usualColumns(resource: string, clusters: readonly string[], notes: readonly Note[]): readonly string[] | undefined {
  const unmeasured = clusters.every((cluster) => notes.some((note) => note.cluster === cluster && note.column === 'cpu' && note.state === 'absent'));
  return USUAL[resource]?.filter((id) => !unmeasured || !MEASURED.includes(id));
}

/** What to ask of the server: always the same for a list, so that nothing is asked anew when it tells that nothing is measured. */
export function askedColumns(resource: string, chosen: readonly { readonly id: string }[] | undefined): readonly string[] | undefined {
  const ids = chosen?.map((column) => column.id) ?? USUAL[resource];
  if (ids === undefined) return undefined;
  return ['name', ...ids.filter((id) => id !== 'name' && id !== 'namespace' && id !== 'cluster')];
}
