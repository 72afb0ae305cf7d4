import type { ObjectRef } from '../model/types';
import { pages } from './router';
import { changeSettings, currentSettings, type SavedView, type Star, useSettings } from './settings';

function same(one: Star, other: Star): boolean {
  return one.cluster === other.cluster && one.resource === other.resource && one.namespace === other.namespace && one.name === other.name;
}

export function useStarred(of: Star): boolean {
  return useSettings().starred.some((one) => same(one, of));
}

/** Stars a kind or an object, or takes the star away. */
export function toggleStar(of: Star): void {
  const { starred } = currentSettings();
  const { cluster, resource, namespace, name } = of;
  const plain: Star = { resource, ...(cluster ? { cluster } : {}), ...(namespace ? { namespace } : {}), ...(name ? { name } : {}) };
  changeSettings({ starred: starred.some((one) => same(one, plain)) ? starred.filter((one) => !same(one, plain)) : [plain, ...starred] });
}

/** Where a star leads; a kind leads to its list in these clusters. */
export function pageOfStar(star: Star, clusters: readonly string[]): string {
  const { cluster, resource, namespace, name } = star;
  if (name === undefined || cluster === undefined) return pages.list(cluster === undefined ? clusters : [cluster], resource);
  return pages.object({ cluster, resource, name, ...(namespace ? { namespace } : {}) });
}

/** What an address is about: a kind, an object, or neither. */
export function starAt(path: string): Star | undefined {
  const [, c, cluster, resource, namespace, name] = path.split('/').map(decodeURIComponent);
  if (c !== 'c' || !cluster || !resource) return undefined;
  if (name === undefined) return { resource };
  return { cluster: cluster.split('+')[0]!, resource, name, ...(namespace && namespace !== '_' ? { namespace } : {}) };
}

export function objectAt(path: string): ObjectRef | undefined {
  const star = starAt(path);
  return star?.name === undefined ? undefined : (star as ObjectRef);
}

/** Keeps an address under a name; the same name again means the new address. */
export function saveView(view: SavedView): void {
  const { views } = currentSettings();
  changeSettings({ views: [...views.filter((one) => one.name !== view.name), view].sort((a, b) => a.name.localeCompare(b.name)) });
}

export function forgetView(name: string): void {
  changeSettings({ views: currentSettings().views.filter((one) => one.name !== name) });
}
