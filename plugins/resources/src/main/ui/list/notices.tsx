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
  /** whether any row is known */
  readonly loaded: boolean;
}

/** One line for each cluster that is not as it should be; its rows stay. */
export function AgeNotices({ ages, onRetry, except, loaded }: AgeNoticesProps) {
  return Object.values(ages)
    .filter((age) => age.cluster !== except && age.state !== 'live' && age.state !== 'loading')
    .map((age) => <AgeNotice key={age.cluster} age={age} onRetry={onRetry} loaded={loaded} />);
}

interface Words {
  readonly cluster: string;
  readonly time: string;
  readonly detail: string;
  readonly age: string;
}

/** What is to say of a cluster that tells nothing, by how much of it is known. */
function sentence(state: Age['state'], loaded: boolean, words: Words): string {
  if (state !== 'unreachable') return t('list.stale', { ...words });
  return loaded ? t('list.unreachable', { ...words }) : t('list.unreachableEmpty', { ...words });
}

function AgeNotice({ age, onRetry, loaded }: { readonly age: Age; readonly onRetry: () => void; readonly loaded: boolean }) {
  const since = useAge(age.since);
  if (age.state === 'forbidden') return <Notice>{forbiddenSentence(age)}</Notice>;
  // the reason stands within a sentence
  const detail = (age.detail ?? t('list.noDetail')).replace(/\.$/, '');
  const words = { cluster: age.cluster, time: clock(age.since ?? Date.now()), detail, age: since };
  const retry = (
    <Button kind="link" onPress={onRetry}>
      {t('list.tryNow')}
    </Button>
  );
  return <Notice actions={retry}>{sentence(age.state, loaded, words)}</Notice>;
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
