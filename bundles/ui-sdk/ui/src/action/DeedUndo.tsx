import type { ActionInput, ActionPlan, ActionResult, ActionTarget, ServerAction } from '@fresnel/sdk';
import { lazy, Suspense, useMemo } from 'react';
import type { Undoing } from './UndoButton';

export interface DeedUndoProps {
  /** an action that has ended */
  readonly deed: {
    readonly action: Pick<ServerAction, 'plugin' | 'id'>;
    readonly targets: readonly ActionTarget[];
    readonly input: ActionInput;
    readonly plans: readonly ActionPlan[];
    readonly results: readonly ActionResult[];
  };
  readonly onUndo: (undo: Undoing) => void;
}

const Offer = lazy(() => import('./UndoButton').then((module) => ({ default: module.UndoButton })));

/** Offers to take back what was done earlier; nothing where nothing takes it back. An {@link ActionDialog} shows then what it would change. */
export function DeedUndo({ deed, onUndo }: DeedUndoProps) {
  const { action, targets, input, plans, results } = deed;
  const done = useMemo(
    () => targets.filter((target) => results.some((one) => isOf(one, target) && ['done', 'pending'].includes(one.state))),
    [targets, results],
  );
  if (done.length === 0 || plans.length === 0) return undefined;
  return (
    <Suspense>
      <Offer small action={action} input={input} plans={plans} done={done} onUndo={onUndo} />
    </Suspense>
  );
}

function isOf({ target }: ActionResult, other: ActionTarget): boolean {
  return (
    target.cluster === other.cluster && target.resource === other.resource && (target.namespace ?? '') === (other.namespace ?? '') && target.name === other.name
  );
}
