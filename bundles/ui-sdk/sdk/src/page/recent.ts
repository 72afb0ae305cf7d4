import { Store, useStore } from '../model/store';
import { currentLocation } from './router';
import type { Star } from './settings';
import { starAt } from './stars';

/** A kind or an object that was looked at, in which clusters. */
export interface Visit extends Star {
  readonly at: number;
}

const KEY = 'fresnel.recent';
const MOST = 20;

function stored(): readonly Visit[] {
  try {
    const visits: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(visits) ? visits.filter((one): one is Visit => typeof one?.resource === 'string' && typeof one.at === 'number') : [];
  } catch {
    return [];
  }
}

const visits = new Store<readonly Visit[]>(stored());

export function useRecent(): readonly Visit[] {
  return useStore(visits);
}

/** Remembers where somebody has been, in this browser. */
export function visit(): void {
  const { path } = currentLocation();
  const star = starAt(path);
  if (star === undefined) return;
  const cluster = star.cluster ?? path.split('/')[2]!;
  const now: Visit = { ...star, cluster, at: Date.now() };
  const others = visits
    .get()
    .filter((one) => !(one.cluster === cluster && one.resource === now.resource && one.namespace === now.namespace && one.name === now.name));
  keep([now, ...others].slice(0, MOST));
}

export function forgetVisits(): void {
  keep([]);
}

function keep(all: readonly Visit[]): void {
  visits.set(all);
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // a browser that stores nothing has no memory
  }
}
