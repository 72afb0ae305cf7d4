import { useEffect, useState } from 'react';
import { useClusters } from '../live/hooks';
import { under } from '../page/base';
import { ProblemError, problemIn } from '../page/problem';
import type { May } from './when';
import { rightsOf } from './when';

const NOT_YET: May = () => undefined;

/** Asks which of these conditions hold for the caller in a cluster; all in one request. */
export async function judged(
  cluster: string,
  conditions: readonly string[],
  namespaces: readonly string[],
  signal?: AbortSignal,
): Promise<Readonly<Record<string, boolean>>> {
  const response = await fetch(under(`/api/v1/access?cluster=${encodeURIComponent(cluster)}`), {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ conditions, namespaces }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
  return ((await response.json()) as { holds: Record<string, boolean> }).holds;
}

/**
 * What the caller may do, as far as these conditions ask: in one of the clusters, in all namespaces or one of those that are shown.
 * Asked again when clusters or namespaces change; `undefined` until it is told, and when a cluster cannot be asked.
 */
export function useMay(conditions: readonly (string | undefined)[], clusters: readonly string[], namespaces: readonly string[]): May {
  const [may, setMay] = useState<May>(() => NOT_YET);
  const rights = [...new Set(conditions.flatMap(rightsOf))].sort();
  // An address may name a cluster that there is not: nobody can be asked about it.
  const known = useClusters();
  const asked = clusters.filter((id) => known?.some((cluster) => cluster.id === id));
  const key = JSON.stringify([rights, asked, namespaces]);
  useEffect(() => {
    const [asked, where, shown] = JSON.parse(key) as readonly [string[], string[], string[]];
    setMay(() => NOT_YET);
    if (asked.length === 0 || where.length === 0) return undefined;
    const leaving = new AbortController();
    Promise.allSettled(where.map((cluster) => judged(cluster, asked, shown, leaving.signal))).then((answers) => {
      if (leaving.signal.aborted) return;
      const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      if (told.length === where.length || told.some((holds) => Object.values(holds).some(Boolean))) {
        setMay(() => (verb: string, resource: string) => told.some((holds) => holds[`can:${verb}:${resource}`] === true));
      }
    });
    return () => leaving.abort();
  }, [key]);
  return may;
}
