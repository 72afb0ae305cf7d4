import { getJson, type Health, type Problem as ProblemData, problemOf, t, useContributed } from '@fresnel/sdk';
import { EmptyState, LiveMark, Page, Problem, Skeleton, Status, Table, type TableColumn } from '@fresnel/ui';
import { useEffect, useState } from 'react';
import styles from './pages.module.css';

interface Generation {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly version: string;
  readonly digest: string;
  readonly state: 'STAGED' | 'STARTED' | 'PROBED' | 'SERVING' | 'DRAINING' | 'REFUSED';
  readonly reasons?: readonly string[];
  readonly source?: string;
  readonly restartNeeded?: boolean;
}

/** Every generation of every plugin that the server knows, serving or refused, with reasons. Read again after each switch. */
export function PluginsPage() {
  const { epoch, faults } = useContributed();
  const [known, setKnown] = useState<readonly Generation[]>();
  const [problem, setProblem] = useState<ProblemData>();
  const [again, setAgain] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each switch and each wish reads again
  useEffect(() => {
    const abort = new AbortController();
    const read = () =>
      getJson<{ plugins: readonly Generation[] }>('/api/v1/plugins', abort.signal).then(
        ({ plugins }) => {
          setKnown(plugins);
          setProblem(undefined);
        },
        (cause: unknown) => !abort.signal.aborted && setProblem(problemOf(cause)),
      );
    void read();
    // A generation that drains or is refused changes without a switch of its own.
    const timer = setInterval(read, 5_000);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [epoch, again]);
  const serving = known?.filter((one) => one.state === 'SERVING').length ?? 0;
  const refused = known?.filter((one) => one.state === 'REFUSED').length ?? 0;
  return (
    <Page
      title={t('plugins')}
      beside={
        known && (
          <>
            <span>{refused === 0 ? t('plugins.serving', { count: serving }) : t('plugins.servingRefused', { count: serving, refused })}</span>
            <LiveMark>{t('live')}</LiveMark>
          </>
        )
      }
    >
      {problem && <Problem tried={t('plugins.failed')} problem={problem} onRetry={() => setAgain(again + 1)} />}
      {known === undefined && !problem && <Skeleton label={t('plugins.loading')} />}
      {known?.length === 0 && <EmptyState text={t('plugins.empty')} />}
      {known !== undefined && known.length > 0 && (
        <div className={styles.inset}>
          <Table label={t('plugins')} columns={columns(faults)} rows={known} keyOf={(one) => `${one.id} ${one.digest}`} wraps />
        </div>
      )}
    </Page>
  );
}

function columns(faults: readonly { readonly plugin: string; readonly text: string }[]): readonly TableColumn<Generation>[] {
  const reasons = (one: Generation) => [
    ...(one.reasons ?? []),
    ...(one.restartNeeded ? [t('plugins.restart')] : []),
    ...(one.state === 'SERVING' ? faults.filter((fault) => fault.plugin === one.id).map((fault) => fault.text) : []),
  ];
  return [
    {
      id: 'title',
      title: t('plugins.name'),
      cell: (one) => (
        <>
          <b>{one.title}</b> <code className={styles.summary}>{one.id}</code>
        </>
      ),
    },
    { id: 'version', title: t('plugins.version'), cell: (one) => one.version },
    { id: 'state', title: t('plugins.state'), cell: (one) => <Status health={health(one.state)} word={word(one.state)} /> },
    {
      id: 'what',
      title: t('plugins.what'),
      grows: true,
      cell: (one) => (
        <>
          {one.summary && <p className={styles.summary}>{one.summary}</p>}
          {reasons(one).length > 0 && (
            <ul className={styles.reasons}>
              {reasons(one).map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
        </>
      ),
    },
    { id: 'source', title: t('plugins.source'), minor: true, cell: (one) => one.source ?? '–' },
    { id: 'digest', title: t('plugins.digest'), minor: true, cell: (one) => <code title={one.digest}>{one.digest.slice(0, 12)}</code> },
  ];
}

function health(state: Generation['state']): Health {
  if (state === 'SERVING') return 'ok';
  if (state === 'REFUSED') return 'error';
  return state === 'DRAINING' ? 'off' : 'progress';
}

function word(state: Generation['state']): string {
  switch (state) {
    case 'SERVING':
      return t('plugins.state.serving');
    case 'REFUSED':
      return t('plugins.state.refused');
    case 'DRAINING':
      return t('plugins.state.draining');
    case 'STAGED':
      return t('plugins.state.staged');
    default:
      return t('plugins.state.starting');
  }
}
