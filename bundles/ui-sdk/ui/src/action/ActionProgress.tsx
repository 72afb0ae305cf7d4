import { type ActionChange, type ActionResult, RESULT_HEALTH, t } from '@fresnel/sdk';
import { Status } from '../domain/Status';
import styles from './Action.module.css';
import { Refusal } from './ActionPreview';
import { keyOf } from './useActionFlow';

export interface ActionProgressProps {
  readonly changes: readonly ActionChange[];
  readonly results: ReadonlyMap<string, ActionResult>;
  readonly ended: boolean;
  readonly cancelled: boolean;
}

const MOST = 200;

/** How it goes with each object, and at the end how it went, in words. */
export function ActionProgress({ changes, results, ended, cancelled }: ActionProgressProps) {
  const targets = [...new Map(changes.map((change) => [keyOf(change.target), change.target])).entries()];
  const told = [...results.values()];
  const over = told.filter((result) => result.state !== 'waiting').length;
  const first = targets.toSorted(([a], [b]) => rank(results.get(a)) - rank(results.get(b)));
  return (
    <div className={styles.progress}>
      <p role="status" className={styles.summary}>
        {ended ? outcome(told, targets.length, cancelled) : t('action.progress', { over, of: targets.length })}
      </p>
      {!ended && <progress max={targets.length} value={over} aria-label={t('action.progress', { over, of: targets.length })} />}
      <ul className={styles.changes}>
        {first.slice(0, MOST).map(([key, target]) => (
          <li key={key}>
            <p className={styles.head}>
              <span className={styles.name}>{target.namespace ? `${target.namespace}/${target.name}` : target.name}</span>
              <Line result={results.get(key)} ended={ended} />
            </p>
            {results.get(key)?.refusal && <Refusal refusal={results.get(key)!.refusal!} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What failed or waits stands on top. */
function rank(result: ActionResult | undefined): number {
  return result === undefined ? 3 : ['failed', 'waiting', 'pending', '', 'skipped', 'unchanged', 'done'].indexOf(result.state);
}

function Line({ result, ended }: { readonly result: ActionResult | undefined; readonly ended: boolean }) {
  if (result === undefined) return <span className={styles.quiet}>{ended ? t('action.state.skipped') : t('action.state.next')}</span>;
  const waiting = result.state === 'waiting' && ended;
  return (
    <Status health={waiting ? 'off' : RESULT_HEALTH[result.state]} word={waiting ? t('action.state.skipped') : stateWord(result.state)} more={result.detail} />
  );
}

function stateWord(state: ActionResult['state']): string {
  switch (state) {
    case 'done':
      return t('action.state.done');
    case 'unchanged':
      return t('action.state.unchanged');
    case 'pending':
      return t('action.state.pending');
    case 'failed':
      return t('action.state.failed');
    case 'waiting':
      return t('action.state.waiting');
    default:
      return t('action.state.skipped');
  }
}

function outcome(told: readonly ActionResult[], of: number, cancelled: boolean): string {
  const count = (state: ActionResult['state']) => told.filter((result) => result.state === state).length;
  const done = count('done') + count('unchanged');
  const parts = [
    cancelled ? t('action.outcome.cancelled') : '',
    done === of ? t('action.outcome.all', { count: of }) : t('action.outcome.some', { done, of }),
    count('pending') > 0 ? t('action.outcome.pending', { count: count('pending') }) : '',
    count('failed') > 0 ? t('action.outcome.failed', { count: count('failed') }) : '',
  ];
  return parts.filter(Boolean).join(' ');
}
