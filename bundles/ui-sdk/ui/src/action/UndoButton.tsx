import { type ActionInput, type ActionTarget, type OfferedAction, t, useServerActions } from '@fresnel/sdk';
import { useMemo } from 'react';
import { Button } from '../basic/Button';
import { inverseOf } from './inverse';
import { type ActionFlowState, keyOf } from './useActionFlow';

export interface Undoing {
  readonly action: OfferedAction;
  readonly refs: readonly ActionTarget[];
  readonly input: ActionInput;
}

interface UndoButtonProps {
  readonly action: OfferedAction;
  readonly flow: ActionFlowState;
  readonly refs: readonly ActionTarget[];
  readonly onUndo: (undo: Undoing) => void;
}

/** Offers to take back what has just been done, where an action does so for all objects that were changed. */
export function UndoButton({ action, flow, refs, onUndo }: UndoButtonProps) {
  const done = useMemo(() => refs.filter((ref) => ['done', 'pending'].includes(flow.results.get(keyOf(ref))?.state ?? '')), [refs, flow.results]);
  const offered = useServerActions(refs[0]?.resource, done);
  const inverse = inverseOf(action, flow.input, flow.plans ?? [], done);
  const other = offered.actions.find((one) => one.plugin === action.plugin && one.id === inverse?.id);
  if (inverse === undefined || other === undefined) return undefined;
  return (
    <Button lockedBecause={other.lockedBecause} onPress={() => onUndo({ action: other, refs: done, input: inverse.input })}>
      {t('action.undo')}
    </Button>
  );
}
