import { Store, useStore } from '@fresnel/sdk/host';

/** Clusters that somebody asked about in this tab: nothing is contacted before. */
const KEY = 'fresnel.looked';

function stored(): readonly string[] {
  try {
    const ids: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(ids) ? ids.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

const looked = new Store<readonly string[]>(stored());

export function useLooked(): readonly string[] {
  return useStore(looked);
}

export function look(ids: readonly string[]): void {
  const all = [...new Set([...looked.get(), ...ids])];
  if (all.length === looked.get().length) return;
  looked.set(all);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // asked again after a reload
  }
}
