import { type ActionPlan, type ActionTarget, byCluster, type OfferedAction, t, useSettings } from '@fresnel/sdk';
import { useId, useMemo, useState } from 'react';
import { Button } from '../basic/Button';
import { Modal } from '../basic/Modal';
import { Problem, Skeleton } from '../domain/Sentence';
import styles from './Action.module.css';
import type { ActionDialogProps } from './ActionDialog';
import { ActionForm } from './ActionForm';
import { ActionPreview } from './ActionPreview';
import { ActionProgress } from './ActionProgress';
import { UndoButton, type Undoing, wasDone } from './UndoButton';
import { type ActionFlowState, keyOf, useActionFlow } from './useActionFlow';

const NO_PLANS: readonly ActionPlan[] = [];

type ActionFlowProps = ActionDialogProps & { readonly title: string };

/** The inside of an {@link ActionDialog}; loaded with the first one. What can be taken back is taken back by an action of its own, with its own preview. */
export function ActionFlow(props: ActionFlowProps) {
  const [undo, setUndo] = useState<Undoing>();
  if (undo === undefined) return <OneAction {...props} {...(props.undoes ? {} : { onUndo: setUndo })} />;
  const { action, refs, input } = undo;
  return <OneAction key="undo" {...props} action={action} refs={refs} given={input} title={t('action.undoOf', { action: props.title })} />;
}

interface OneActionProps extends ActionFlowProps {
  readonly onUndo?: (undo: Undoing) => void;
}

function OneAction({ action, refs, onClose, onDone, title, given, onUndo }: OneActionProps) {
  const flow = useActionFlow(action, refs, onDone, given);
  const proof = useProof(action, refs);
  const changes = flow.plans?.flatMap((plan) => plan.changes) ?? [];
  const locked =
    action.lockedBecause ?? lockOf(flow, changes.length > 0 && changes.every((change) => change.refusal && change.refusal.status !== 429)) ?? proof.lock;
  const done = useMemo(() => refs.filter((ref) => wasDone(flow.results.get(keyOf(ref)))), [refs, flow.results]);
  const danger = action.level === 'disruptive' || action.level === 'destructive';
  const footer =
    flow.phase === 'asking' ? (
      <>
        <Button kind={danger ? 'danger' : 'primary'} onPress={flow.apply} lockedBecause={locked}>
          {action.words}
        </Button>
        <Button kind="link" onPress={onClose}>
          {t('action.dismiss')}
        </Button>
      </>
    ) : flow.phase === 'running' ? (
      <Button onPress={flow.cancel}>{t('action.cancel')}</Button>
    ) : (
      <>
        <Button kind="primary" onPress={onClose}>
          {t('action.close')}
        </Button>
        {onUndo && <UndoButton action={action} input={flow.input} plans={flow.plans ?? NO_PLANS} done={done} onUndo={onUndo} />}
      </>
    );
  return (
    <Modal title={title} width="medium" onClose={flow.phase === 'running' ? () => undefined : onClose} actions={footer}>
      {flow.phase === 'asking' ? (
        <>
          {action.lockedBecause && <p className={styles.locked}>{action.lockedBecause}</p>}
          {action.fields.length > 0 && flow.begun && (
            <ActionForm plugin={action.plugin} fields={action.fields} input={flow.input} options={flow.options} wrong={flow.wrong} onChange={flow.setInput} />
          )}
          {flow.again && <p className={styles.warning}>{t('action.again')}</p>}
          {flow.problem && <Problem tried={t('action.tried', { action: action.words })} problem={flow.problem} />}
          {flow.looking && !flow.plans && <Skeleton label={t('action.looking')} rows={3} />}
          {flow.plans && <ActionPreview plugin={action.plugin} plans={flow.plans} />}
          {proof.asked !== undefined && <Proof asked={proof.asked} typed={proof.typed} onType={proof.type} />}
        </>
      ) : (
        <>
          {flow.problem && <Problem tried={t('action.tried', { action: action.words })} problem={flow.problem} />}
          <ActionProgress changes={changes} results={flow.results} ended={flow.phase === 'ended'} cancelled={flow.cancelled} />
        </>
      )}
    </Modal>
  );
}

function lockOf(flow: ActionFlowState, refused: boolean): string | undefined {
  if (Object.keys(flow.wrong).length > 0) return t('action.unfitForm');
  if (flow.problem) return flow.problem.detail || flow.problem.title;
  if (flow.looking || flow.plans === undefined) return t('action.looking');
  if (flow.plans.every((plan) => plan.changes.length === 0)) return t('action.nothing');
  return refused ? t('action.allRefused') : undefined;
}

interface ProofState {
  /** what has to be typed, undefined where nothing has */
  readonly asked: string | undefined;
  readonly typed: string;
  readonly type: (text: string) => void;
  readonly lock: string | undefined;
}

/** What cannot be taken back asks for the name in a cluster that is marked as production: that of the object, of several that of the cluster. */
function useProof(action: OfferedAction, refs: readonly ActionTarget[]): ProofState {
  const [typed, type] = useState('');
  const clusters = byCluster(refs).map(([cluster]) => cluster);
  const { clusters: marks } = useSettings();
  const production = clusters.find((cluster) => marks[cluster]?.production);
  const asked = action.level === 'destructive' && production !== undefined ? (refs.length === 1 ? refs[0]!.name : production) : undefined;
  return { asked, typed, type, lock: asked === undefined || typed === asked ? undefined : t('action.proofLock', { name: asked }) };
}

function Proof({ asked, typed, onType }: { readonly asked: string; readonly typed: string; readonly onType: (text: string) => void }) {
  const id = useId();
  return (
    <div className={styles.question}>
      <label htmlFor={id}>{t('action.proof', { name: asked })}</label>
      <input id={id} type="text" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => onType(event.target.value)} />
    </div>
  );
}
