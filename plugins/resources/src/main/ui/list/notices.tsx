import { type Age, clock, type Note, t, useAge } from '@fresnel/sdk';
import { Button, Notice } from '@fresnel/ui';

/** Clusters whose rows are from before. */
export function staleClusters(ages: Readonly<Record<string, Age>>): ReadonlySet<string> {
  return new Set(
    Object.values(ages)
      .filter((age) => age.state === 'stale' || age.state === 'unreachable')
      .map((age) => age.cluster),
  );
}

export interface AgeNoticesProps {
  readonly ages: Readonly<Record<string, Age>>;
  readonly onRetry: () => void;
  /** a cluster that is spoken of elsewhere */
  readonly except: string | undefined;
}

/** One line for each cluster that is not as it should be; its rows stay. */
export function AgeNotices({ ages, onRetry, except }: AgeNoticesProps) {
  return Object.values(ages)
    .filter((age) => age.cluster !== except && age.state !== 'live' && age.state !== 'loading')
    .map((age) => <AgeNotice key={age.cluster} age={age} onRetry={onRetry} />);
}

function AgeNotice({ age, onRetry }: { readonly age: Age; readonly onRetry: () => void }) {
  const since = useAge(age.since);
  if (age.state === 'forbidden') return <Notice>{forbiddenSentence(age)}</Notice>;
  const told = { cluster: age.cluster, time: clock(age.since ?? Date.now()), detail: age.detail ?? t('list.noDetail'), age: since };
  const retry = (
    <Button kind="link" onPress={onRetry}>
      {t('list.tryNow')}
    </Button>
  );
  return <Notice actions={retry}>{age.state === 'unreachable' ? t('list.unreachable', told) : t('list.stale', told)}</Notice>;
}

/** Which verb, which resource, which namespace. */
export function forbiddenSentence(age: Age): string {
  const place = age.namespace ?? t('list.everywhere', { cluster: age.cluster });
  return t('list.forbidden', { verb: age.verb ?? 'list', resource: age.resource ?? '', place });
}

export interface NoteNoticesProps {
  readonly notes: readonly Note[];
  readonly chosen: readonly { readonly id: string }[] | undefined;
}

/** Columns that stay empty, and why: of what is simply not there only those hear who asked for it. */
export function NoteNotices({ notes, chosen }: NoteNoticesProps) {
  const told = notes.filter((note) => note.state !== 'loading' && (note.state !== 'absent' || chosen?.some((column) => column.id === note.column)));
  const once = [...new Map(told.map((note) => [`${note.cluster} ${note.state} ${note.detail}`, note])).values()];
  return once.map((note) => (
    <Notice key={`${note.column} ${note.cluster}`}>
      {t('note.column', { column: note.column, cluster: note.cluster, detail: note.detail ?? t('list.noDetail') })}
    </Notice>
  ));
}
