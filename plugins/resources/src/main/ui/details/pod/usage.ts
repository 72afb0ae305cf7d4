import { getJson } from '@fresnel/sdk';
import { useEffect, useState } from 'react';
import { useSubject } from '../context';
import { at, listOf, textOf } from '../fields';
import { amountOf } from '../quantities';

/** What a container uses, in cores and bytes. */
export interface ContainerUsage {
  readonly cpu: number | undefined;
  readonly memory: number | undefined;
}

const NONE: ReadonlyMap<string, ContainerUsage> = new Map();

/** Use of each container as the cluster measured it last, by metrics.k8s.io where it is served; asked once for an opened page. */
export function useContainerUsage(): ReadonlyMap<string, ContainerUsage> {
  const { of, kinds } = useSubject();
  const [usage, setUsage] = useState(NONE);
  const served = of.resource === 'pods' && kinds.some((one) => one.group === 'metrics.k8s.io' && one.kind === 'PodMetrics');
  const { cluster, namespace, name } = of;
  useEffect(() => {
    setUsage(NONE);
    if (!served || namespace === undefined) return;
    const leaving = new AbortController();
    const path = [cluster, 'apis/metrics.k8s.io/v1beta1/namespaces', namespace, 'pods', name].map((part) =>
      part.includes('/') ? part : encodeURIComponent(part),
    );
    getJson(`/k8s/${path.join('/')}`, leaving.signal).then(
      (metrics) => setUsage(usageOf(metrics)),
      () => {}, // not measured yet: the page says requests and limits alone
    );
    return () => leaving.abort();
  }, [served, cluster, namespace, name]);
  return usage;
}

export function usageOf(metrics: unknown): ReadonlyMap<string, ContainerUsage> {
  const amount = (one: unknown, resource: string) => amountOf(textOf(at(one, 'usage', resource)));
  return new Map(listOf(at(metrics, 'containers')).map((one) => [textOf(one.name), { cpu: amount(one, 'cpu'), memory: amount(one, 'memory') }]));
}
