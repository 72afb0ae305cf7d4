import { type ActionChange, type ActionPlan, type ActionRefusal, pluginWords, t } from '@fresnel/sdk';
import { Icon } from '../basic/Icon';
import { CopyButton } from '../domain/Sentence';
import { Status } from '../domain/Status';
import styles from './Action.module.css';
import { Finalizers } from './Finalizers';
import { keyOf } from './useActionFlow';

export interface ActionPreviewProps {
  readonly plugin: string;
  readonly plans: readonly ActionPlan[];
}

const FIRST = 50;
const OPEN = 3;

/** What would be done: what to know before, the differences of each object, and the command that does the same. */
export function ActionPreview({ plugin, plans }: ActionPreviewProps) {
  const changes = plans.flatMap((plan) => plan.changes);
  const notes = plans.flatMap((plan) => plan.notes);
  const keepers = [...new Set(changes.map((change) => change.keeper).filter(Boolean))];
  const finalizers = [...new Set(changes.flatMap((change) => change.finalizers))];
  return (
    <div className={styles.preview}>
      {notes.length + keepers.length > 0 && (
        <ul className={styles.notes}>
          {keepers.map((keeper) => (
            <li key={keeper} className={styles.warning}>
              <Icon name="warning" small /> {keeperWords(keeper, changes.filter((change) => change.keeper === keeper).length)}
            </li>
          ))}
          {notes.map((note) => (
            <li key={JSON.stringify(note)}>{pluginWords(plugin, note.key, note.args)}</li>
          ))}
        </ul>
      )}
      {finalizers.length > 0 && <Finalizers names={finalizers} />}
      <Summary changes={changes} />
      <ul className={styles.changes}>
        {changes.slice(0, FIRST).map((change) => (
          <Change key={`${keyOf(change.target)} ${change.verb}`} plugin={plugin} change={change} open={changes.length <= OPEN} />
        ))}
      </ul>
      {changes.length > FIRST && <p className={styles.quiet}>{t('more', { count: changes.length - FIRST })}</p>}
      <Commands plans={plans} />
    </div>
  );
}

function keeperWords(keeper: string, count: number): string {
  const name = keeper === 'argocd' ? 'Argo CD' : keeper === 'flux' ? 'Flux' : keeper === 'helm' ? 'Helm' : keeper;
  return keeper === 'helm' ? t('action.keeper.helm', { name, count }) : t('action.keeper', { name, count });
}

function Summary({ changes }: { readonly changes: readonly ActionChange[] }) {
  if (changes.length < 2) return changes.length === 0 ? <p role="status">{t('action.nothing')}</p> : undefined;
  const waits = changes.filter((change) => change.refusal?.status === 429).length;
  const refused = changes.filter((change) => change.refusal !== undefined).length - waits;
  return (
    <p className={styles.summary} role="status">
      {t('action.summary', { count: changes.length })}
      {waits > 0 && ` ${t('action.summaryWaits', { count: waits })}`}
      {refused > 0 && ` ${t('action.summaryRefused', { count: refused })}`}
    </p>
  );
}

function Change({ plugin, change, open }: { readonly plugin: string; readonly change: ActionChange; readonly open: boolean }) {
  const { target, reason, differences, refusal } = change;
  const head = (
    <>
      <span className={styles.name}>{target.namespace ? `${target.namespace}/${target.name}` : target.name}</span>
      <span className={styles.quiet}>{pluginWords(plugin, reason.key, reason.args)}</span>
    </>
  );
  return (
    <li>
      {differences.length === 0 ? (
        <p className={styles.head}>{head}</p>
      ) : (
        <details open={open}>
          <summary>
            {head} <span className={styles.quiet}>{t('action.fields', { count: differences.length })}</span>
          </summary>
          <ul className={styles.differences}>
            {differences.map(({ path, before, after }) => (
              <li key={path}>
                <code>{path}</code>
                {/* long values scroll, for the keyboard too */}
                {before !== undefined && <del {...scrolled(before)}>{before}</del>}
                {after !== undefined && <ins {...scrolled(after)}>{after}</ins>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {refusal && <Refusal refusal={refusal} />}
    </li>
  );
}

export function Refusal({ refusal }: { readonly refusal: ActionRefusal }) {
  return (
    <div className={styles.refusal}>
      <Status health={refusal.status === 429 ? 'waiting' : 'error'} word={refusal.status === 429 ? t('action.notNow') : t('action.refused')} /> {refusal.text}
      {refusal.conflicts.length > 0 && (
        <ul>
          {refusal.conflicts.map((conflict) => (
            <li key={conflict.field}>
              <code>{conflict.field}</code> {conflict.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The same for a terminal. */
function Commands({ plans }: ActionPlanList) {
  const commands = plans.flatMap((plan) => (plan.commands.length > 0 ? plan.commands : plan.changes.map((change) => change.kubectl).filter(Boolean)));
  if (commands.length === 0) return undefined;
  const text = commands.join('\n');
  return (
    <section className={styles.commands} aria-label={t('action.kubectl')}>
      <header>
        <span className={styles.quiet}>{t('action.kubectl')}</span>
        <CopyButton text={text} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </section>
  );
}

interface ActionPlanList {
  readonly plans: readonly ActionPlan[];
}

/** Values longer than that may be higher than their place. */
const LONG = 160;

function scrolled(value: string): { readonly tabIndex?: number } {
  return value.length > LONG || value.includes('\n') ? { tabIndex: 0 } : {};
}
