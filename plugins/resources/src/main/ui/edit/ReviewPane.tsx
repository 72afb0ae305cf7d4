import { t } from '@fresnel/sdk';
import { Button, Notice, Problem, Segments, Switch } from '@fresnel/ui';
import { ChangeList, Value } from './ChangeList';
import styles from './edit.module.css';
import { shown } from './model/object';
import { lastWriter, managersOf } from './model/owners';
import { pathText, pathWords } from './model/path';
import { type Conflict, decisionsFor, type Review } from './model/save';
import { type Change, changes, withChanges } from './model/tree';
import type { Editing } from './useEdit';

export interface ReviewPaneProps {
  readonly editing: Editing;
  /** the object as the cluster has it now, with who wrote what */
  readonly live: Parameters<typeof managersOf>[0];
  readonly secret: boolean;
}

/** Beside the text: what I change, what others changed meanwhile, and what the API server says to it. */
export function ReviewPane({ editing, live, secret }: ReviewPaneProps) {
  const { merge, outcome, decisions } = editing;
  const clashing = new Set(merge.clashes.map((clash) => clash.theirs));
  const others = merge.theirs.filter((change) => !clashing.has(change));
  const review = outcome.state === 'reviewed' ? outcome.review : undefined;
  const asked = review?.state === 'conflicts' ? review.conflicts : [];
  const open: readonly Conflict[] = [...merge.clashes.filter((clash) => !asked.some((one) => one.id === clash.id)).map(clashAsConflict), ...asked];
  return (
    <aside className={styles.pane} aria-label={t('edit.pane')}>
      {open.length > 0 && <Conflicts conflicts={open} editing={editing} live={live} secret={secret} />}
      <Said editing={editing} review={review} secret={secret} />
      <section className={styles.part}>
        <h3>{t('edit.mine', { count: merge.mine.length })}</h3>
        <ChangeList
          label={t('edit.mine', { count: merge.mine.length })}
          changes={merge.mine}
          secret={secret}
          beside={(change) => decisions[pathText(change.path)] === 'theirs' && <span className={styles.quiet}>{t('edit.givenUp')}</span>}
        />
      </section>
      {others.length > 0 && (
        <section className={styles.part} aria-live="polite">
          <h3>{t('edit.theirs', { count: others.length })}</h3>
          <p className={styles.quiet}>{t('edit.theirsKept')}</p>
          <ChangeList
            label={t('edit.theirs', { count: others.length })}
            changes={others}
            secret={secret}
            beside={(change) => <Writer of={change} live={live} />}
          />
          <Button small onPress={editing.bringIn}>
            {t('edit.bringIn')}
          </Button>
        </section>
      )}
    </aside>
  );
}

function clashAsConflict({ id, mine, theirs }: Editing['merge']['clashes'][number]): Conflict {
  return { id, mine, now: theirs.after, owners: [], changed: true };
}

function Writer({ of, live }: { readonly of: Change; readonly live: ReviewPaneProps['live'] }) {
  const writer = lastWriter(managersOf(live), of.path);
  return writer === undefined ? undefined : <span className={styles.quiet}>{t('edit.by', { manager: writer.name })}</span>;
}

interface ConflictsProps {
  readonly conflicts: readonly Conflict[];
  readonly editing: Editing;
  readonly live: ReviewPaneProps['live'];
  readonly secret: boolean;
}

/** Whose it is by the API server's answer; before it was asked, who wrote it last. */
function Owners({ of, live }: { readonly of: Conflict; readonly live: ReviewPaneProps['live'] }) {
  const writer = of.owners.length > 0 ? undefined : lastWriter(managersOf(live), of.mine.path)?.name;
  const managers = writer === undefined ? of.owners.join(', ') : writer;
  return managers === '' ? undefined : <>{t('edit.ownedBy', { managers })}</>;
}

/** What the field was, what others made of it, and what I did. */
function ThreeValues({ of, secret }: { readonly of: Conflict; readonly secret: boolean }) {
  return (
    <dl className={styles.three}>
      {of.changed && (
        <div>
          <dt>{t('edit.valueBefore')}</dt>
          <dd>
            <Value tone="base" value={of.mine.before} hidden={secret} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t('edit.valueTheirs')}</dt>
        <dd>
          <Value tone="old" value={of.now} hidden={secret} named />
        </dd>
      </div>
      <div>
        <dt>{t('edit.valueMine')}</dt>
        <dd>
          <Value tone="new" value={of.mine.after} hidden={secret} named />
        </dd>
      </div>
    </dl>
  );
}

/** Field by field: mine or theirs, and whose it is. */
function Conflicts({ conflicts, editing, live, secret }: ConflictsProps) {
  const open = conflicts.filter((one) => editing.decisions[one.id] === undefined);
  return (
    <section className={`${styles.part} ${styles.conflicts}`} aria-label={t('edit.conflicts', { count: conflicts.length })}>
      <h3>{t('edit.conflicts', { count: conflicts.length })}</h3>
      <ul className={styles.changes}>
        {conflicts.map((one) => (
          <li key={one.id}>
            <code className={styles.path}>{pathWords(one.mine.path)}</code>
            <span className={styles.quiet}>
              {one.changed && t('edit.changedMeanwhile')} <Owners of={one} live={live} />
            </span>
            <ThreeValues of={one} secret={secret} />
            <Segments<'mine' | 'theirs' | 'open'>
              label={t('edit.whose', { field: pathWords(one.mine.path) })}
              current={editing.decisions[one.id] ?? 'open'}
              options={[
                { id: 'mine', title: t('edit.takeMine') },
                { id: 'theirs', title: t('edit.takeTheirs') },
              ]}
              onChange={(whose) => whose !== 'open' && editing.decide({ [one.id]: whose })}
            />
          </li>
        ))}
      </ul>
      {open.length > 1 && (
        <p className={styles.row}>
          <Button small onPress={() => editing.decide(decisionsFor(open, 'mine'))}>
            {t('edit.allMine')}
          </Button>
          <Button small onPress={() => editing.decide(decisionsFor(open, 'theirs'))}>
            {t('edit.allTheirs')}
          </Button>
        </p>
      )}
    </section>
  );
}

interface SaidProps {
  readonly editing: Editing;
  readonly review: Review | undefined;
  readonly secret: boolean;
}

/** What the API server answered, whole. */
function Said({ editing, review, secret }: SaidProps) {
  const { outcome } = editing;
  if (outcome.state === 'failed') {
    const tried = outcome.doing === 'review' ? t('edit.reviewFailed') : t('edit.saveFailed');
    return <Problem tried={tried} problem={outcome.problem} onRetry={outcome.doing === 'review' ? editing.review : undefined} />;
  }
  if (outcome.state === 'saved')
    return (
      <div className={styles.part} role="status">
        <p>{t('edit.saved')}</p>
        <Warnings warnings={outcome.warnings} />
      </div>
    );
  if (review?.state === 'nothing') return <p className={styles.part}>{t('edit.nothing')}</p>;
  if (review?.state !== 'ready') return undefined;
  const more = secret ? [] : changes(shown(withChanges(review.live, review.wanted) as typeof review.live), shown(review.stored), {});
  return (
    <section className={styles.part} aria-label={t('edit.wouldStore')} role="status">
      <h3>{t('edit.wouldStore')}</h3>
      <Warnings warnings={review.warnings} />
      <p>
        {review.write.how === 'patch'
          ? t('edit.byPatch', { fields: review.write.because.map(pathWords).join(', ') })
          : t('edit.byApply', { count: review.wanted.length })}
      </p>
      {review.force && <p>{t('edit.byForce')}</p>}
      {more.length > 0 && (
        <>
          <p className={styles.quiet}>{t('edit.serverAdds', { count: more.length })}</p>
          <ChangeList label={t('edit.serverAdds', { count: more.length })} changes={more} />
        </>
      )}
      <Switch label={t('edit.onlyUnchanged')} on={editing.onlyUnchanged} onChange={editing.setOnlyUnchanged} />
      <p className={styles.row}>
        <Button kind="primary" onPress={editing.save}>
          {t('edit.apply')}
        </Button>
      </p>
    </section>
  );
}

export function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  return warnings.map((warning) => <Notice key={warning}>{t('edit.warning', { warning })}</Notice>);
}
