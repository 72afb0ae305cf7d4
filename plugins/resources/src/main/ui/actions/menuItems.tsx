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
  readonly own: readonly ObjectAction[];
}

/** What plugins and the server offer for these objects; what may not be done stays, and says why. */
export function useOffer(refs: readonly ActionTarget[], object: KubeObject | undefined, onAct: (action: OfferedAction) => void): Offer {
  const own = useObjectActions(refs);
  const { state, actions: all, problem } = useServerActions(refs[0]?.resource, refs);
  const spec = object?.spec;
  const actions = useMemo(() => all.filter(({ plugin, id }) => spec === undefined || plugin !== 'resources' || !IDLE[id]?.(spec)), [all, spec]);
  return useMemo(() => {
    const item = (action: OfferedAction): MenuItem => ({
      id: action.key,
      title: action.words,
      onPress: () => onAct(action),
      ...(action.lockedBecause === undefined ? {} : { lockedBecause: action.lockedBecause }),
    });
    const told = (id: string, title: string): MenuItem => ({ id, title, lockedBecause: '', onPress: () => undefined });
    const usual = actions.filter((action) => action.level !== 'destructive').map(item);
    const last = actions.filter((action) => action.level === 'destructive').map(item);
    const groups = [
      own.map((one): MenuItem => ({ id: one.id, title: one.title, onPress: one.perform })),
      usual,
      last,
      state === 'loading' ? [told('loading', t('actions.loading'))] : [],
      state === 'failed' ? [told('failed', t('actions.failed', { detail: problem?.detail ?? '' }))] : [],
    ].filter((group) => group.length > 0);
    const items = groups.flatMap((group, index) => (index === 0 ? group : ['line' as const, ...group]));
    return { actions, own, items: items.length === 0 ? [told('none', t('actions.none'))] : items };
  }, [own, actions, state, problem, onAct]);
}
