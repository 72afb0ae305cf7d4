import { type ObjectRef, openChannel, type Problem } from '@fresnel/sdk';
import { useEffect, useState } from 'react';

export interface Author {
  readonly manager: string;
  readonly operation: string;
  readonly subresource: string;
  readonly time: string;
}

export interface Difference {
  readonly path: string;
  /** JSON text, of a long one the part that differs; absent = was not there */
  readonly before?: string;
  readonly after?: string;
}

export interface Told {
  readonly what: 'created' | 'changed' | 'deleted';
  /** how many changes it sums up */
  readonly count: number;
  /** there may have been more: the list was read anew */
  readonly between: boolean;
  readonly since: number;
  readonly by: readonly Author[];
  readonly differences: readonly Difference[];
  readonly more: number;
  readonly large: boolean;
}

export interface Entry {
  readonly n: number;
  readonly at: number;
  readonly change: Told;
}

export interface Gap {
  readonly from: number;
  /** absent = it goes on */
  readonly till?: number;
}

export interface HistoryFrame {
  readonly whole: boolean;
  readonly state: 'recording' | 'idle' | 'never' | 'absent';
  readonly since?: number;
  readonly gaps: readonly Gap[];
  readonly entries: readonly Entry[];
}

export interface History {
  readonly known?: Omit<HistoryFrame, 'whole'>;
  readonly problem?: Problem;
}

const MOST = 200;

/** What is known with what a frame adds, newest first. */
export function joined(before: History, { whole, ...frame }: HistoryFrame): History {
  const entries = whole ? frame.entries : [...frame.entries, ...(before.known?.entries ?? [])].slice(0, MOST);
  return { known: { ...frame, entries } };
}

export function useHistory({ cluster, resource, namespace, name }: ObjectRef): History {
  const [history, setHistory] = useState<History>({});
  useEffect(() => {
    setHistory({});
    const params = { cluster, resource, name, ...(namespace === undefined ? {} : { namespace }) };
    const channel = openChannel('history', params, {
      onFrame: (frame) => {
        if (frame.t === 'data') setHistory((before) => joined(before, frame.d as HistoryFrame));
        else if (frame.t === 'problem') setHistory((before) => ({ ...before, problem: frame.d }));
      },
    });
    return () => channel.close();
  }, [cluster, resource, namespace, name]);
  return history;
}

export type Item = { readonly at: number; readonly entry: Entry } | { readonly at: number; readonly gap: Gap };

/** Changes and gaps in one order, newest first. Gaps from before the oldest change that is kept say nothing. */
export function inOrder(entries: readonly Entry[], gaps: readonly Gap[]): readonly Item[] {
  const items: Item[] = [...entries.map((entry) => ({ at: entry.at, entry })), ...gaps.map((gap) => ({ at: gap.till ?? Number.MAX_SAFE_INTEGER, gap }))];
  return items.sort((one, other) => other.at - one.at);
}

/** Whether one of these words is in a field, a value or a manager. */
export function matches(told: Told, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const all = [told.what, ...told.by.map((one) => one.manager), ...told.differences.flatMap(({ path, before, after }) => [path, before ?? '', after ?? ''])];
  const whole = all.join('\n').toLowerCase();
  return words.every((word) => whole.includes(word));
}

/** The change without what controllers say about the object; undefined when nothing is left. */
export function withoutStatus(told: Told): Told | undefined {
  if (told.what !== 'changed') return told;
  const differences = told.differences.filter((one) => !one.path.startsWith('.status'));
  return differences.length === 0 && told.differences.length > 0 ? undefined : { ...told, differences };
}

/** A value as it was; what was cut is no JSON any more and stays a text. */
export function valueIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
