import { number, type RowsSnapshot, t, useAge } from '@fresnel/sdk';
import { LiveMark } from '@fresnel/ui';

/** `1,896 in 2 clusters`: how many there are, and where was looked. */
export function countInWords(snapshot: RowsSnapshot, clusters: readonly string[], namespaces: readonly string[]): string {
  const total = number(snapshot.total);
  if (clusters.length > 1) return t('list.countClusters', { total, count: clusters.length });
  if (snapshot.kind?.namespaced === false) return t('list.countCluster', { total });
  if (namespaces.length === 0) return t('list.count', { total });
  if (namespaces.length === 1) return t('list.countNamespace', { total, namespace: namespaces[0] });
  return t('list.countNamespaces', { total, count: namespaces.length });
}

/** Whether what stands there follows the cluster now. */
export function ListMark({ snapshot }: { readonly snapshot: RowsSnapshot }) {
  const ages = Object.values(snapshot.ages);
  const old = ages.filter((age) => age.state === 'stale' || age.state === 'unreachable');
  const oldest = snapshot.lostSince ?? Math.min(...old.map((age) => age.since ?? Date.now()));
  const age = useAge(Number.isFinite(oldest) ? oldest : undefined);
  if (!snapshot.loaded) return undefined;
  if (snapshot.lostSince !== undefined || (old.length > 0 && old.length === ages.length)) return <LiveMark stale>{t('list.old', { age })}</LiveMark>;
  if (ages.some((one) => one.state !== 'live')) return <LiveMark stale>{t('list.partly')}</LiveMark>;
  return <LiveMark>{t('list.live')}</LiveMark>;
}
