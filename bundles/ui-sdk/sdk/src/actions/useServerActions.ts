import { useEffect, useMemo, useState } from 'react';
import { useKinds } from '../live/hooks';
import type { ObjectRef, Problem } from '../model/types';
import { getJson } from '../page/getJson';
import { problemOf } from '../page/problem';
import { isReadOnly } from '../page/readOnly';
import { useContributed } from '../slots/hooks';
import { say } from '../words/words';
import type { MissingRight, ServerAction } from './actions';

/** An action for these objects, with words. */
export interface OfferedAction extends ServerAction {
  /** unique over all plugins */
  readonly key: string;
  readonly words: string;
  /** why it cannot be done: which right is missing, or that it takes fewer objects */
  readonly lockedBecause?: string;
}

export interface ServerActions {
  readonly state: 'loading' | 'known' | 'failed';
  readonly actions: readonly OfferedAction[];
  readonly problem?: Problem;
}

const LOADING: ServerActions = { state: 'loading', actions: [] };
const FRESH = 15_000;
/** Of a selection over more namespaces the rights in these stand for all; the preview tells the rest. */
const MOST_PLACES = 12;
/** What an action cannot do without on a kind, beside what the server says. */
const VERBS: Readonly<Record<string, string>> = { delete: 'delete', label: 'patch', annotate: 'patch' };

const asked = new Map<string, { readonly at: number; readonly answer: Promise<readonly ServerAction[]> }>();

function offered(cluster: string, resource: string, namespace: string, epoch: unknown): Promise<readonly ServerAction[]> {
  const path = `/api/v1/actions?${new URLSearchParams({ cluster, resource, ...(namespace ? { namespace } : {}) })}`;
  const key = `${path} ${String(epoch)}`;
  const before = asked.get(key);
  if (before !== undefined && Date.now() - before.at < FRESH) return before.answer;
  const answer = getJson<{ actions: readonly ServerAction[] }>(path).then((told) => told.actions);
  answer.catch(() => asked.delete(key));
  for (const [old, { at }] of asked) if (Date.now() - at >= FRESH) asked.delete(old);
  asked.set(key, { at: Date.now(), answer });
  return answer;
}

/**
 * What the server offers to do with these objects, all of one kind, in their order; what the caller may not do stays, and says which
 * right is missing. Nothing is asked while there are no objects.
 */
export function useServerActions(resource: string | undefined, refs: readonly ObjectRef[]): ServerActions {
  const places = useMemo(() => [...new Set(refs.map((ref) => JSON.stringify([ref.cluster, ref.namespace ?? ''])))].sort().slice(0, MOST_PLACES), [refs]);
  const clusters = useMemo(() => [...new Set(refs.map((ref) => ref.cluster))], [refs]);
  const { epoch } = useContributed();
  const verbs = useKinds(clusters).kinds?.find((kind) => kind.resource === resource)?.verbs;
  const [told, setTold] = useState<{ readonly key: string; readonly lists?: readonly (readonly ServerAction[])[]; readonly problem?: Problem }>();
  const key = JSON.stringify([resource, places]);
  useEffect(() => {
    const [kind, where] = JSON.parse(key) as [string | null, string[]];
    if (kind === null || where.length === 0) return undefined;
    let left = false;
    const all = where.map((place) => {
      const [cluster, namespace] = JSON.parse(place) as [string, string];
      return offered(cluster, kind, namespace, epoch);
    });
    Promise.all(all).then(
      (lists) => left || setTold({ key, lists }),
      (cause: unknown) => left || setTold({ key, problem: problemOf(cause) }),
    );
    return () => {
      left = true;
    };
  }, [key, epoch]);
  return useMemo(() => {
    if (told?.key !== key) return LOADING;
    if (told.problem !== undefined) return { state: 'failed', actions: [], problem: told.problem };
    return { state: 'known', actions: merged(told.lists!, refs.length).filter(({ id }) => verbs === undefined || verbs.includes(VERBS[id] ?? verbs[0] ?? '')) };
  }, [told, key, refs.length, verbs]);
}

/** Offered everywhere; a right that is missing anywhere is missing. */
function merged(lists: readonly (readonly ServerAction[])[], count: number): readonly OfferedAction[] {
  const [first = [], ...rest] = lists;
  return first.flatMap((action) => {
    const others = rest.map((list) => list.find((one) => one.plugin === action.plugin && one.id === action.id));
    if (others.includes(undefined)) return [];
    const missing = [...action.missing, ...others.flatMap((one) => one!.missing)];
    const locked = lockedBecause(missing, action.most, count);
    return [
      { ...action, missing, key: `${action.plugin}/${action.id}`, words: say(action.plugin, action.title), ...(locked ? { lockedBecause: locked } : {}) },
    ];
  });
}

function lockedBecause(missing: readonly MissingRight[], most: number, count: number): string | undefined {
  if (isReadOnly()) return say('ui', 'action.readOnly');
  if (count > most) return say('ui', 'action.tooMany', { most });
  const right = missing[0];
  if (right === undefined) return undefined;
  const { verb, resource, namespace } = right;
  return namespace === '' ? say('ui', 'action.missing', { verb, resource }) : say('ui', 'action.missingIn', { verb, resource, namespace });
}
