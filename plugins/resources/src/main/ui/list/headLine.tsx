import { type Coverages, number, type RowsSnapshot, t, useAge } from '@fresnel/sdk';
import { LiveMark } from '@fresnel/ui';
import styles from './list.module.css';

/** `1,896 in 2 clusters`: how many there are, and where was looked. */
export function countInWords(snapshot: RowsSnapshot, clusters: readonly string[], namespaces: readonly string[]): string {
  const total = number(snapshot.total);
  const part = clusters.length === 1 ? snapshot.coverage[clusters[0]!]?.namespaces : undefined;
  if (part && namespaces.length === 0)
    return part.of === undefined ? t('list.countNamespaces', { total, count: part.shown }) : t('list.countPart', { total, shown: part.shown, of: part.of });
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
  if (ages.some((one) => one.state === 'loading') && snapshot.lostSince === undefined)
    return <LiveMark stale>{t('list.soFar', { total: number(snapshot.total) })}</LiveMark>;
  if (snapshot.lostSince !== undefined || (old.length > 0 && old.length === ages.length)) return <LiveMark stale>{t('list.old', { age })}</LiveMark>;
  if (ages.some((one) => one.state !== 'live')) return <LiveMark stale>{t('list.partly')}</LiveMark>;
  return <LiveMark>{t('list.live')}</LiveMark>;
}

export interface CoverageLineProps {
  readonly coverage: Coverages;
  readonly resource: string;
}

const FIRST = 4;

/** Which part is shown to somebody who may not list everything. */
export function CoverageLine({ coverage, resource }: CoverageLineProps) {
  const parts = Object.entries(coverage);
  if (parts.length === 0) return undefined;
  return (
    <ul className={styles.coverage}>
      {parts.map(([cluster, { namespaces, objects, how, paged }]) => {
        if (paged) return <li key={cluster}>{t('coverage.paged', { cluster, resource, held: number(paged.held), total: number(paged.total) })}</li>;
        const names = namespaces?.names ?? [];
        const shown = names.slice(0, FIRST).join(', ') + (names.length > FIRST ? '…' : '');
        return (
          <li key={cluster} title={names.join(', ')}>
            {objects !== undefined
              ? t('coverage.objects', { cluster, count: objects, resource })
              : namespaces?.of === undefined
                ? t('coverage.shown', { cluster, shown: namespaces?.shown ?? 0, resource, names: shown })
                : t('coverage.of', { cluster, shown: namespaces.shown, of: namespaces.of, resource, names: shown })}
            {how === 'configured' && ` ${t('coverage.configured')}`}
          </li>
        );
      })}
    </ul>
  );
}
