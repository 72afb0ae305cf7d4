import { useMemo } from 'react';
import { useChannel } from '../live/channels';
import type { Cluster } from '../model/types';
import { currentLocation, navigate, setQuery, useLocation } from './router';

/** What the page looks at: clusters by the path, namespaces by the query. No namespaces means all. */
export interface Scope {
  readonly clusters: readonly string[];
  readonly namespaces: readonly string[];
}

const QUESTION = {};

export function useScope(): Scope {
  const { path, query } = useLocation();
  const known = useChannel<{ clusters: readonly Cluster[] }>('clusters', QUESTION).value?.clusters;
  const named = clustersIn(path) ?? query.get('c') ?? undefined;
  const clusters = named ?? (known?.length === 1 ? known[0]!.id : '');
  const namespaces = query.get('ns') ?? '';
  return useMemo(() => ({ clusters: words(clusters), namespaces: words(namespaces) }), [clusters, namespaces]);
}

/** The page's clusters as in its path, joined by commas. */
function clustersIn(path: string): string | undefined {
  const part = /^\/c\/([^/]+)/.exec(path)?.[1];
  return part === undefined ? undefined : decodeURIComponent(part).replaceAll('+', ',');
}

function words(list: string): readonly string[] {
  return list.split(',').filter((word) => word !== '');
}

/** Looks at these namespaces only; none means all. */
export function showNamespaces(namespaces: readonly string[]): void {
  setQuery({ ns: namespaces.join(',') });
}

/** Looks at these clusters; a list stays the same list, the page of one object becomes the list of its kind. */
export function showClusters(clusters: readonly string[]): void {
  const { path, query } = currentLocation();
  const resource = /^\/c\/[^/]+\/([^/]+)/.exec(path)?.[1];
  const kept = new URLSearchParams([...query].filter(([name]) => name !== 'c' && name !== 'ns' && name !== 'tab'));
  const text = kept.toString();
  navigate(`/c/${clusters.join('+')}${resource === undefined ? '' : `/${resource}`}${text === '' ? '' : `?${text}`}`);
}
