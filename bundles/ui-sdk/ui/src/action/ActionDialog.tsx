import { type ActionInput, type ActionTarget, type OfferedAction, t } from '@fresnel/sdk';
import { lazy, Suspense } from 'react';
import { Modal } from '../basic/Modal';
import { Skeleton } from '../domain/Sentence';

export interface ActionDialogProps {
  readonly action: OfferedAction;
  /** all of one kind */
  readonly refs: readonly ActionTarget[];
  /** what the form begins with, in place of what the server suggests */
  readonly given?: ActionInput;
  /** it takes back what was done before, and says so */
  readonly undoes?: boolean;
  readonly onClose: () => void;
  /** something has been carried out, well or not */
  readonly onDone?: () => void;
}

const ActionFlow = lazy(() => import('./ActionFlow').then((module) => ({ default: module.ActionFlow })));

/** One action from the form over the preview to the outcome. Nothing changes before it is applied, and what is applied is what was shown. */
export function ActionDialog(props: ActionDialogProps) {
  const words = titleOf(props.action, props.refs);
  const title = props.undoes ? t('action.undoOf', { action: words }) : words;
  return (
    <Suspense
      fallback={
        <Modal title={title} width="medium" onClose={props.onClose}>
          <Skeleton label={t('action.loading')} rows={3} />
        </Modal>
      }
    >
      <ActionFlow {...props} title={title} />
    </Suspense>
  );
}

function titleOf(action: OfferedAction, refs: readonly ActionTarget[]): string {
  const [one] = refs;
  return refs.length === 1 && one ? `${action.words} ${one.name}` : t('action.many', { action: action.words, count: refs.length });
}
