import { type Coverages, useChannels, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { useEffect, useMemo } from 'react';

/** As the plugin's channel `overview` tells it. */
export interface Overview {
  readonly whole: boolean;
  readonly pods: {
    readonly lack?: Lack;
    readonly total: number;
    readonly failing: number;
    readonly words: Readonly<Record<string, number>>;
    readonly waiting: number;
    readonly pending: readonly { readonly pod: Thing; readonly reason: string; readonly message: string; readonly since: number }[];
  };
  readonly warnings: { readonly lack?: Lack; readonly total: number; readonly reasons: number; readonly groups: readonly WarningGroup[] };
  readonly workloads: { readonly lacks: Readonly<Record<string, Lack>>; readonly total: number; readonly failing: number; readonly worst: readonly Failing[] };
  readonly nodes: {
    readonly lack?: Lack;
    readonly total: number;
    readonly ready: number;
    readonly cordoned: number;
    readonly troubled: number;
    readonly troubles: readonly { readonly node: Thing; readonly state: 'error' | 'warning' | 'unknown'; readonly word: string; readonly why: string }[];
  };
  readonly capacity: {
    readonly lack?: Lack;
    readonly nodesLack?: Lack;
    readonly usageLack?: Lack;
    readonly ofNodes: boolean;
    readonly cpu: Amounts;
    readonly memory: Amounts;
    readonly pods: number;
    readonly podCapacity?: number;
  };
  readonly consumers: { readonly lack?: Lack; readonly cpu: readonly Consumer[]; readonly memory: readonly Consumer[] };
  readonly versions: { readonly kubelets: readonly { readonly version: string; readonly nodes: number }[] };
  readonly certificates: {
    readonly soon: readonly { readonly holder: Thing; readonly subject: string; readonly at: number }[];
    readonly found: number;
    readonly checked: readonly string[];
    readonly lacks: readonly { readonly resource: string; readonly lack: Lack }[];
  };
}

/** Why something is not known. */
export interface Lack {
  readonly state: 'loading' | 'forbidden' | 'unreachable' | 'absent';
  readonly detail: string;
}

export interface Thing {
  readonly resource: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface WarningGroup {
  readonly reason: string;
  readonly count: number;
  readonly objects: number;
  readonly latest: { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly name: string };
  readonly message: string;
  readonly last: number;
}

export interface Failing {
  readonly workload: Thing;
  readonly state: 'error' | 'warning';
  readonly ready: string;
  readonly why: string;
  readonly since: number;
}

/** Cores or bytes; what is not known is absent. */
export interface Amounts {
  readonly used?: number;
  readonly requests: number;
  readonly limits: number;
  readonly allocatable?: number;
}

export interface Consumer {
  readonly pod: Thing;
  readonly used: number;
  readonly request: number;
  readonly limit: number;
}

/** What is wrong in each of these clusters and how full they are; told again when it changes. Sections with the same question share it. */
export function useOverviews(clusters: readonly string[], namespaces: readonly string[]) {
  const seen = useSeen(clusters, namespaces);
  const questions = useMemo(
    () => (seen === undefined ? [] : clusters.map((cluster) => ({ cluster, namespaces: seen[cluster]?.namespaces?.names ?? namespaces }))),
    [clusters, namespaces, seen],
  );
  const answers = useChannels<Overview>('resources/overview', questions);
  return clusters.map((cluster, index) => ({ cluster, coverage: seen?.[cluster], ...answers[index] }));
}

/** Which part of the pods somebody may see who may not list them all; undefined until it is known. */
function useSeen(clusters: readonly string[], namespaces: readonly string[]): Coverages | undefined {
  const source = useRows({ resource: 'pods', clusters, namespaces, columns: ['name'] });
  const { coverage, loaded, problem, ages } = useRowsSnapshot(source);
  useEffect(() => source.show(0, 1), [source]);
  const told = loaded || problem !== undefined || Object.values(ages).some((age) => age.state === 'forbidden' || age.state === 'unreachable');
  const key = JSON.stringify(coverage);
  return useMemo(() => (told ? (JSON.parse(key) as Coverages) : undefined), [told, key]);
}
