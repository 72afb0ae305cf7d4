import { type ActionTarget, type KubeObject, type ObjectAction, type OfferedAction, t, useObjectActions, useServerActions } from '@fresnel/sdk';
import type { MenuItem } from '@fresnel/ui';
import { useMemo } from 'react';

/** What of an object says that an action would change nothing. */
const IDLE: Readonly<Record<string, (spec: Readonly<Record<string, unknown>>) => boolean>> = {
  pause: (spec) => spec.paused === true,
  resume: (spec) => spec.paused !== true,
  suspend: (spec) => spec.suspend === true,
  unsuspend: (spec) => spec.suspend !== true,
  cordon: (spec) => spec.unschedulable === true,
  uncordon: (spec) => spec.unschedulable !== true,
};

export interface Offer {
  readonly items: readonly (MenuItem | 'line')[];
  readonly actions: readonly OfferedAction[];
  /** what plugins' panels and pages do, without changing anything */
  readonly own: readonly Own[];
}

/** One that leads to an action of its plugin is locked with it. */
export type Own = ObjectAction & { readonly lockedBecause?: string };

/** Whether a panel or page of a plugin leads to this action of the same plugin and name: then they are one entry. */
function leadsTo(one: ObjectAction, { plugin, id }: OfferedAction): boolean {
  return one.id === `${plugin}/objectActions/${id}`;
}

function lockedWith(one: ObjectAction, all: readonly OfferedAction[]): Own {
  const lockedBecause = all.find((action) => leadsTo(one, action))?.lockedBecause;
  return lockedBecause === undefined ? one : { ...one, lockedBecause };
}

/** What plugins and the server offer for these objects; what may not be done stays, and says why. */
export function useOffer(refs: readonly ActionTarget[], object: KubeObject | undefined, onAct: (action: OfferedAction) => void): Offer {
  const plugins = useObjectActions(refs);
  const { state, actions: all, problem } = useServerActions(refs[0]?.resource, refs);
  const spec = object?.spec;
  const own = useMemo(() => plugins.map((one) => lockedWith(one, all)), [plugins, all]);
  const actions = useMemo(() => {
    const idle = ({ plugin, id }: OfferedAction) => spec !== undefined && plugin === 'resources' && IDLE[id]?.(spec) === true;
    return all.filter((action) => !idle(action) && !own.some((one) => leadsTo(one, action)));
  }, [all, own, spec]);
  return useMemo(() => {
    const locked = ({ lockedBecause }: { readonly lockedBecause?: string }) => (lockedBecause === undefined ? {} : { lockedBecause });
    const item = (action: OfferedAction): MenuItem => ({ id: action.key, title: action.words, onPress: () => onAct(action), ...locked(action) });
    const told = (id: string, title: string): MenuItem => ({ id, title, lockedBecause: '', onPress: () => undefined });
    const usual = actions.filter((action) => action.level !== 'destructive').map(item);
    const last = actions.filter((action) => action.level === 'destructive').map(item);
    const groups = [
      own.map((one): MenuItem => ({ id: one.id, title: one.title, onPress: one.perform, ...locked(one) })),
      usual,
      last,
      state === 'loading' ? [told('loading', t('actions.loading'))] : [],
      state === 'failed' ? [told('failed', t('actions.failed', { detail: problem?.detail ?? '' }))] : [],
    ].filter((group) => group.length > 0);
    const items = groups.flatMap((group, index) => (index === 0 ? group : ['line' as const, ...group]));
    return { actions, own, items: items.length === 0 ? [told('none', t('actions.none'))] : items };
  }, [own, actions, state, problem, onAct]);
}
