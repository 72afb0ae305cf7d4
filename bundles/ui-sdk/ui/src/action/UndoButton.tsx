import {
  type ActionInput,
  type ActionPlan,
  type ActionResult,
  type ActionTarget,
  type OfferedAction,
  type ServerAction,
  t,
  useServerActions,
} from '@fresnel/sdk';
import { Button } from '../basic/Button';
import { inverseOf } from './inverse';

export interface Undoing {
  readonly action: OfferedAction;
  readonly refs: readonly ActionTarget[];
  readonly input: ActionInput;
}

export interface UndoButtonProps {
  readonly action: Pick<ServerAction, 'plugin' | 'id'>;
  readonly input: ActionInput;
  readonly plans: readonly ActionPlan[];
  /** the objects that it changed; the same array as long as they are the same */
  readonly done: readonly ActionTarget[];
  readonly small?: boolean;
  readonly onUndo: (undo: Undoing) => void;
}

/** Whether an action changed an object, so that there is something to take back. */
export function wasDone(result: ActionResult | undefined): boolean {
  return result?.state === 'done' || result?.state === 'pending';
}

/** Offers to take back what has been done, where an action does so for all objects that were changed. */
export function UndoButton({ action, input, plans, done, small, onUndo }: UndoButtonProps) {
  const offered = useServerActions(done[0]?.resource, done);
  const inverse = inverseOf(action, input, plans, done);
  const other = offered.actions.find((one) => one.plugin === action.plugin && one.id === inverse?.id);
  if (inverse === undefined || other === undefined) return undefined;
  return (
    <Button small={small ?? false} lockedBecause={other.lockedBecause} onPress={() => onUndo({ action: other, refs: done, input: inverse.input })}>
      {t('action.undo')}
    </Button>
  );
}
