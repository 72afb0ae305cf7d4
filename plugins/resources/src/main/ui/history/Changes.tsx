import { clock, day, moment, type ObjectRef, t } from '@fresnel/sdk';
import { Age, EmptyState, Notice, Problem, Skeleton, Switch, TextInput } from '@fresnel/ui';
import { type ReactNode, useState } from 'react';
import { Fields } from './Fields';
import { type Author, type Entry, type Gap, type HistoryFrame, inOrder, matches, type Told, useHistory, withoutStatus } from './history';
import styles from './history.module.css';

export interface ChangesProps {
  readonly of: ObjectRef;
  readonly choice: ReactNode;
}

/** Changes newest first, with the times between them of which nothing is known. */
export function Changes({ of, choice }: ChangesProps) {
  const { known, problem } = useHistory(of);
  const [text, setText] = useState('');
  const [status, setStatus] = useState(true);
  const shown = (known?.entries ?? []).flatMap((entry) => {
    const change = status ? entry.change : withoutStatus(entry.change);
    return change !== undefined && matches(change, text) ? [{ ...entry, change }] : [];
  });
  return (
    <>
      <div className={styles.tools}>
        {choice}
        <div className={styles.find}>
          <TextInput label={t('history.filter')} placeholder={t('history.filter')} icon="search" value={text} onChange={setText} every={150} />
        </div>
        <Switch label={t('history.status')} on={status} onChange={setStatus} />
        {known && (
          <span className={styles.count} role="status">
            {t('history.count', { shown: shown.length, count: known.entries.length })}
          </span>
        )}
      </div>
      <div className={styles.scroll}>
        {problem && <Problem tried={t('history.tried', { name: of.name })} problem={problem} />}
        {!known && !problem && <Skeleton label={t('history.loading', { name: of.name })} />}
        {known && <About known={known} secret={of.resource === 'secrets'} />}
        {known && known.entries.length === 0 && (known.state === 'recording' || known.state === 'idle') && (
          <EmptyState text={t('history.none', { name: of.name })} />
        )}
        {known && known.entries.length > 0 && shown.length === 0 && <EmptyState text={t('history.noMatch')} />}
        {known && shown.length > 0 && <Timeline entries={shown} gaps={known.gaps} secret={of.resource === 'secrets'} />}
      </div>
    </>
  );
}

function About({ known, secret }: { readonly known: Omit<HistoryFrame, 'whole'>; readonly secret: boolean }) {
  const { state, since, gaps, entries } = known;
  if (state === 'never') return <Notice>{t('history.never')}</Notice>;
  if (state === 'absent') return <Notice>{t('history.absent')}</Notice>;
  const last = gaps.at(-1);
  return (
    <p className={styles.about}>
      {state === 'recording' && since !== undefined && t('history.recording', { since: moment(since) })}
      {state === 'idle' && (since === undefined ? t('history.notYet') : t('history.idle', { since: moment(last?.from ?? since) }))}{' '}
      {entries.length >= 100 && t('history.bounded')} {secret && t('history.secret')}
    </p>
  );
}

interface TimelineProps {
  readonly entries: readonly Entry[];
  readonly gaps: readonly Gap[];
  readonly secret: boolean;
}

function Timeline({ entries, gaps, secret }: TimelineProps) {
  const oldest = entries.at(-1)?.at ?? 0;
  const items = inOrder(
    entries,
    gaps.filter((gap) => gap.till === undefined || gap.till > oldest),
  );
  let before = '';
  return (
    <ol className={styles.timeline} aria-label={t('history.label')}>
      {items.map((item) => {
        const today = day('gap' in item ? item.gap.from : item.at);
        const head = today === before ? undefined : today;
        before = today;
        return 'gap' in item ? (
          <li key={`gap ${item.gap.from}`} className={styles.gap}>
            <GapWords gap={item.gap} />
          </li>
        ) : (
          <li key={item.entry.n} className={styles.entry}>
            {head && <h2 className={styles.day}>{head}</h2>}
            <One entry={item.entry} secret={secret} />
          </li>
        );
      })}
    </ol>
  );
}

function GapWords({ gap }: { readonly gap: Gap }) {
  if (gap.till === undefined) return <span>{t('history.gapOpen', { from: clock(gap.from) })}</span>;
  return <span title={`${moment(gap.from)} – ${moment(gap.till)}`}>{t('history.gap', { from: clock(gap.from), till: clock(gap.till) })}</span>;
}

function One({ entry, secret }: { readonly entry: Entry; readonly secret: boolean }) {
  const { change, at } = entry;
  return (
    <article className={styles.change}>
      <header>
        <time dateTime={new Date(at).toISOString()} title={moment(at)}>
          {clock(at)}
        </time>
        <strong>{whatWords(change.what)}</strong>
        <By authors={change.by} />
        <span className={styles.quiet}>
          <Age since={at} />
        </span>
      </header>
      {sums(change) && <p className={styles.quiet}>{sums(change)}</p>}
      {secret && change.what === 'changed' && change.differences.length === 0 && <p className={styles.quiet}>{t('history.secretValues')}</p>}
      {change.large && <p className={styles.quiet}>{t('history.large')}</p>}
      {change.differences.length > 0 && <Fields differences={change.differences} label={t('history.fields')} />}
      {change.more > 0 && <p className={styles.quiet}>{t('history.more', { count: change.more })}</p>}
    </article>
  );
}

function whatWords(what: Told['what']): string {
  if (what === 'created') return t('history.created');
  return what === 'deleted' ? t('history.deleted') : t('history.changed');
}

function sums(change: Told): string | undefined {
  if (change.between) return t('history.between');
  return change.count > 1 ? t('history.several', { count: change.count, since: clock(change.since) }) : undefined;
}

function By({ authors }: { readonly authors: readonly Author[] }) {
  const names = new Map(authors.map((one) => [`${one.manager} ${one.subresource}`, one]));
  if (names.size === 0) return undefined;
  return (
    <span className={styles.by}>
      {t('history.by')}{' '}
      {[...names.values()].map((one, index) => (
        <span key={`${one.manager} ${one.subresource}`} title={[one.operation, one.time && moment(Date.parse(one.time))].filter(Boolean).join(', ')}>
          {index > 0 && ', '}
          <code>{one.manager}</code>
          {one.subresource && <span className={styles.quiet}> ({one.subresource})</span>}
        </span>
      ))}
    </span>
  );
}
