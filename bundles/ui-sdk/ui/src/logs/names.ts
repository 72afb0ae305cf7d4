import { shortName } from './parts';
import type { LogSourceInfo } from './types';

const COLOURS = 6;

export interface PodNames {
  /** by number of the source: what tells its pod from the others */
  readonly names: ReadonlyMap<number, string>;
  /** by number of the source: 1 to 6 of the palette */
  readonly colours: ReadonlyMap<number, number>;
  /** letters of the longest name, with the container where several are told apart */
  readonly longest: number;
}

/** What pods are called and which colour they have. Colours come from the name, so that they are the same tomorrow; of seven pods two share one. */
export function namesOf(sources: readonly LogSourceInfo[]): PodNames {
  const pods = new Map<string, LogSourceInfo>();
  for (const source of sources) pods.set(keyOf(source), source);
  const several = new Set([...pods.values()].map((pod) => workload(pod.pod))).size > 1;
  const parts = [...pods.values()].map((pod) => [several ? longName(pod.pod) : shortName(pod.pod), pod.namespace, pod.cluster] as const);
  const name = ([pod, namespace, cluster]: readonly [string, string, string]) => {
    const same = parts.filter((other) => other[0] === pod);
    if (same.length < 2) return pod;
    return same.some((other) => other[1] !== namespace) || same.every((other) => other[2] === cluster) ? `${namespace}/${pod}` : `${cluster}/${pod}`;
  };
  const called = new Map([...pods.keys()].map((key, place) => [key, name(parts[place]!)]));
  const used = new Array<number>(COLOURS).fill(0);
  const coloured = new Map<string, number>();
  for (const [key, pod] of pods) {
    const free = Math.min(...used);
    let colour = hash(pod.pod) % COLOURS;
    while (used[colour]! > free) colour = (colour + 1) % COLOURS;
    used[colour]!++;
    coloured.set(key, colour + 1);
  }
  const containers = new Set(sources.map((source) => source.container)).size > 1;
  return {
    names: new Map(sources.map((source) => [source.i, called.get(keyOf(source))!])),
    colours: new Map(sources.map((source) => [source.i, coloured.get(keyOf(source))!])),
    longest: Math.max(0, ...sources.map((source) => called.get(keyOf(source))!.length + (containers ? source.container.length + 1 : 0))),
  };
}

function keyOf(source: LogSourceInfo): string {
  return `${source.cluster}/${source.namespace}/${source.pod}`;
}

/** `checkout-api-6d8f7b9c54-q8z2k` and `checkout-api-59c7d4f6b8-m4lcc` are of checkout-api. */
function workload(pod: string): string {
  const short = shortName(pod);
  if (short === pod) return pod.replace(/-\d+$/, '');
  return pod.slice(0, pod.length - short.length - 1).replace(/-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/, '');
}

/** The workload and what tells its pods apart, without what names a revision. */
function longName(pod: string): string {
  const short = shortName(pod);
  return short === pod ? pod : `${workload(pod)}-${short}`;
}

function hash(text: string): number {
  let value = 7;
  for (let i = 0; i < text.length; i++) value = (value * 31 + text.charCodeAt(i)) >>> 0;
  return value;
}
