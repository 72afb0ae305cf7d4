import { type Health, moment, type Problem as ProblemData, t } from '@fresnel/sdk';
import { EmptyState, Problem, Skeleton, Status, Table } from '@fresnel/ui';
import type { HistoryEvent } from './catalog';

export interface HistoryTableProps {
  readonly events: readonly HistoryEvent[] | undefined;
  readonly problem: ProblemData | undefined;
}

/** What happened to plugins, as the journal tells it. */
export function HistoryTable({ events, problem }: HistoryTableProps) {
  if (problem) return <Problem tried={t('catalog.historyFailed')} problem={problem} />;
  if (events === undefined) return <Skeleton label={t('loading')} />;
  if (events.length === 0) return <EmptyState text={t('catalog.noHistory')} />;
  return (
    <Table
      label={t('catalog.tab.history')}
      rows={events}
      keyOf={(one) => `${one.at} ${one.operation} ${one.what}`}
      wraps
      columns={[
        { id: 'at', title: t('catalog.when'), cell: (one) => <time dateTime={new Date(one.at).toISOString()}>{moment(one.at)}</time> },
        { id: 'what', title: t('plugins.what'), cell: (one) => one.what },
        {
          id: 'result',
          title: t('catalog.result'),
          grows: true,
          cell: (one) => <Status health={resultHealth(one)} word={resultWord(one)} more={one.reasons?.join('; ')} />,
        },
        { id: 'who', title: t('catalog.who'), minor: true, cell: (one) => one.who ?? '–' },
      ]}
    />
  );
}

function resultHealth({ result }: HistoryEvent): Health {
  return result === 'committed' ? 'ok' : result === 'interrupted' ? 'unknown' : 'error';
}

function resultWord({ result }: HistoryEvent): string {
  switch (result) {
    case 'committed':
      return t('catalog.result.committed');
    case 'rolled back':
      return t('catalog.result.rolledBack');
    case 'refused':
      return t('catalog.result.refused');
    default:
      return t('catalog.result.interrupted');
  }
}
