import { useEffect, useMemo, useState } from 'react';
import { named } from '../model/kinds';
import { useStore } from '../model/store';
import type { Answer, Cluster, Found, Kind, KindCount, KubeObject, ObjectRef, Problem } from '../model/types';
import { useLocation } from '../page/router';
import { useScope } from '../page/scope';
import { type ClusterMark, useSettings } from '../page/settings';
import { type Latest, useChannel, useChannels, warmChannel } from './channels';
import type { Connection } from './LiveClient';
import { live } from './live';
import { type RowsQuestion, type RowsSnapshot, RowsSource } from './RowsSource';

export type RowsWanted = Omit<RowsQuestion, 'clusters'> & { readonly clusters?: readonly string[] };

/**
 * A live, windowed list of one kind, for LiveTable. Clusters and namespaces are those that the page shows unless they are named.
 * The source stays the same object while the kind and clusters do; sort and filter are asked of the server. With a plugin's
 * `ctx.memo` it also outlives a switch of generations and is found again by who goes back to it.
 */
export function useRows(wanted: RowsWanted, memo?: Map<string, unknown>): RowsSource {
  const scope = useScope();
  const { entry } = useLocation();
  const question: RowsQuestion = { ...wanted, clusters: wanted.clusters ?? scope.clusters, namespaces: wanted.namespaces ?? scope.namespaces };
  const identity = JSON.stringify([question.clusters, question.resource]);
  const key = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another kind or cluster is another list, the rest is asked of the same one
  const source = useMemo(() => keptSource(memo, entry, identity) ?? new RowsSource(live, question), [identity, memo]);
  useEffect(() => keep(memo, entry, identity, source), [memo, entry, identity, source]);
  useEffect(() => source.ask(JSON.parse(key) as RowsQuestion), [source, key]);
  return source;
}

const KEPT = 'rows\0';
const MOST_KEPT = 5;

function keptSource(memo: Map<string, unknown> | undefined, entry: string, identity: string): RowsSource | undefined {
  return memo?.get(`${KEPT}${entry}\0${identity}`) as RowsSource | undefined;
}

/** The last few lists that were looked at, by their place in the browser's history. */
function keep(memo: Map<string, unknown> | undefined, entry: string, identity: string, source: RowsSource): void {
  if (memo === undefined) return;
  const name = `${KEPT}${entry}\0${identity}`;
  memo.delete(name);
  memo.set(name, source);
  const names = [...memo.keys()].filter((one) => one.startsWith(KEPT));
  for (const old of names.slice(0, -MOST_KEPT)) memo.delete(old);
}

/** What a list shows now. */
export function useRowsSnapshot(source: RowsSource): RowsSnapshot {
  return useStore(source);
}

interface ObjectMessage {
  readonly object?: KubeObject;
  readonly deleted?: boolean;
}

export type LiveObject = Answer<KubeObject> & { readonly lostSince?: number };

/** One object, again after each change; nothing is asked while there is no reference. */
export function useObject(ref: ObjectRef | undefined): LiveObject {
  const latest = useChannel<ObjectMessage>('object', ref === undefined ? undefined : plain(ref));
  const [last, setLast] = useState<KubeObject>();
  const object = latest.value?.object;
  useEffect(() => {
    if (object !== undefined) setLast(object);
  }, [object]);
  const lost = latest.lostSince === undefined ? {} : { lostSince: latest.lostSince };
  if (latest.value?.deleted) return { state: 'gone', value: last };
  if (object !== undefined) return { state: 'known', value: object, ...lost };
  if (latest.problem !== undefined) return { state: 'failed', problem: latest.problem };
  return { state: 'loading', ...lost };
}

/** Asks for an object whose page is about to open. */
export function warmObject(ref: ObjectRef): void {
  warmChannel('object', plain(ref));
}

/** Only the four names, in one order: equal questions share a channel. */
function plain(ref: ObjectRef): ObjectRef {
  const { cluster, resource, namespace, name } = ref;
  return namespace === undefined ? { cluster, resource, name } : { cluster, resource, namespace, name };
}

const NO_CLUSTERS: readonly Cluster[] = [];

/** All clusters that this Fresnel knows, as this person names and marks them; undefined until they are told. */
export function useClusters(): readonly Cluster[] | undefined {
  const told = useChannel<{ clusters: readonly Cluster[] }>('clusters', ALL).value?.clusters;
  const { clusters: marks } = useSettings();
  return useMemo(() => told?.map((cluster) => marked(cluster, marks[cluster.id])), [told, marks]);
}

function marked(cluster: Cluster, mark: ClusterMark | undefined): Cluster {
  return mark === undefined ? cluster : { ...cluster, name: mark.name || cluster.name, mark };
}

const ALL = {};

export function useCluster(id: string | undefined): Cluster | undefined {
  return (useClusters() ?? NO_CLUSTERS).find((cluster) => cluster.id === id);
}

export interface Kinds {
  /** undefined until the first cluster has answered */
  readonly kinds: readonly Kind[] | undefined;
  readonly problems: readonly { readonly cluster: string; readonly group: string; readonly detail: string }[];
  readonly failures: Readonly<Record<string, Problem>>;
}

interface KindsMessage {
  readonly kinds: readonly Kind[];
  readonly problems?: readonly { readonly group: string; readonly detail: string }[];
}

/** Every kind that the clusters serve, built-in and custom; those of several clusters together. */
export function useKinds(clusters: readonly string[]): Kinds {
  const questions = useMemo(() => clusters.map((cluster) => ({ cluster })), [clusters]);
  const answers = useChannels<KindsMessage>('kinds', questions);
  return useMemo(() => {
    const merged = new Map<string, Kind>();
    for (const kind of answers.flatMap((answer) => answer.value?.kinds ?? []).map(named)) if (!merged.has(kind.resource)) merged.set(kind.resource, kind);
    const problems = answers.flatMap((answer, index) => (answer.value?.problems ?? []).map((one) => ({ cluster: clusters[index]!, ...one })));
    const failures = Object.fromEntries(answers.flatMap((answer, index) => (answer.problem ? [[clusters[index]!, answer.problem]] : [])));
    return { kinds: answers.some((answer) => answer.value) ? [...merged.values()] : undefined, problems, failures };
  }, [answers, clusters]);
}

/** Totals and how many are wrong, by kind; those of several clusters are added up. A kind that is not known yet is `loading`. */
export function useCounts(clusters: readonly string[], resources: readonly string[], namespaces?: readonly string[]): Readonly<Record<string, KindCount>> {
  const questions = useMemo(
    () => (resources.length === 0 ? [] : clusters.map((cluster) => ({ cluster, resources, ...(namespaces?.length ? { namespaces } : {}) }))),
    [clusters, resources, namespaces],
  );
  const answers = useChannels<{ counts: Readonly<Record<string, KindCount>> }>('counts', questions);
  return useMemo(() => {
    const sum: Record<string, KindCount> = {};
    for (const answer of answers) for (const [resource, count] of Object.entries(answer.value?.counts ?? {})) sum[resource] = add(sum[resource], count);
    return sum;
  }, [answers]);
}

function add(one: KindCount | undefined, other: KindCount): KindCount {
  if (one === undefined || !('total' in one)) return 'total' in other || one === undefined ? other : one;
  if (!('total' in other)) return one;
  return { total: one.total + other.total, error: one.error + other.error, warning: one.warning + other.warning };
}

/**
 * What the server finds in all kinds and clusters that may be seen; again when more is known. Nothing is asked while the text is
 * blank. Clusters are those that the page shows unless they are named.
 */
export function useSearch(
  text: string,
  wanted: { readonly clusters?: readonly string[]; readonly kinds?: readonly string[]; readonly limit?: number } = {},
): Latest<Found> {
  const scope = useScope();
  const q = text.trim();
  return useChannel<Found>('search', q === '' ? undefined : { ...wanted, q, clusters: wanted.clusters ?? scope.clusters });
}

export function useConnection(): Connection {
  return useStore(live.connection);
}

/** Tries to connect now. */
export function retryConnection(): void {
  live.retry();
}
