import { t } from '@fresnel/sdk';
import { Icon, IconButton } from '@fresnel/ui';
import { type Operation, STEPS } from './catalog';
import styles from './plugins.module.css';
import { actionWord, size, stepWord } from './words';

export interface OperationProgressProps {
  readonly operation: Operation;
  readonly onDismiss: () => void;
}

/** A change while it runs, step by step, and how it ended. */
export function OperationProgress({ operation, onDismiss }: OperationProgressProps) {
  const { state, step = 'fetch', bytes = 0, total = 0 } = operation;
  const at = STEPS.indexOf(step);
  const names = (operation.changes ?? []).map((change) => `${actionWord(change.action)} ${change.title ?? change.id}`).join(', ');
  const ended = state === 'COMMITTED' ? t('catalog.committed') : state === 'ROLLED_BACK' ? t('catalog.rolledBack') : undefined;
  return (
    <section className={`${styles.operation} ${state === 'ROLLED_BACK' ? styles.refused : state === 'COMMITTED' ? styles.committed : ''}`} aria-label={names}>
      <header>
        <Icon name={state === 'RUNNING' ? 'progress' : state === 'COMMITTED' ? 'ok' : 'error'} turning={state === 'RUNNING'} />
        <b>{names || t('catalog.change')}</b>
        <span role="status">{ended ?? stepWord(step)}</span>
        {ended && <IconButton small icon="close" label={t('catalog.dismiss')} onPress={onDismiss} />}
      </header>
      {state === 'RUNNING' && (
        <ol>
          {STEPS.slice(0, -1).map((one, index) => (
            <li key={one} aria-current={index === at ? 'step' : undefined} className={index < at ? styles.past : index === at ? styles.now : undefined}>
              {stepWord(one)}
              {one === 'fetch' && index === at && total > 0 && ` ${size(bytes)} / ${size(total)}`}
            </li>
          ))}
        </ol>
      )}
      {state !== 'RUNNING' && (operation.reasons ?? []).map((reason) => <p key={reason}>{reason}</p>)}
    </section>
  );
}
