import { type Problem as ProblemData, problemOf, t } from '@fresnel/sdk';
import { Button, EmptyState, Problem, Skeleton, StatusIcon, Table } from '@fresnel/ui';
import { useState } from 'react';
import { act, addressOf, bytes, type Forward, useForwards } from './forwards';
import styles from './Screen.module.css';

export interface ForwardListProps {
  readonly cluster: string | undefined;
  readonly which?: (one: Forward) => boolean;
}

const ICON = { listening: 'ok', failing: 'error', stopped: 'off' } as const;

/** Ports of this computer that lead into clusters. */
export function ForwardList({ cluster, which = () => true }: ForwardListProps) {
  const latest = useForwards(cluster);
  const [problem, setProblem] = useState<ProblemData>();
  if (latest.problem !== undefined) return <Problem tried={t('forwards.failed')} problem={latest.problem} />;
  if (latest.value === undefined) return <Skeleton label={t('forwards.loading')} />;
  if (!latest.value.allowed) return <EmptyState locked text={t('forwards.denied')} />;
  const shown = latest.value.forwards.filter(which);
  const press = (what: 'stop' | 'restart' | 'remove', one: Forward) => {
    setProblem(undefined);
    act(what, one).catch((cause: unknown) => setProblem(problemOf(cause)));
  };
  return (
    <>
      {problem && <Problem tried={t('forwards.tried')} problem={problem} />}
      {shown.length === 0 && <EmptyState text={t('forwards.none')} />}
      {shown.length > 0 && (
        <div className={styles.list}>
          <Table
            label={t('forwards.title')}
            rows={shown}
            keyOf={(one) => one.id}
            wraps
            columns={[
              { id: 'state', title: t('forwards.state'), cell: (one) => <State of={one} /> },
              {
                id: 'target',
                title: t('forwards.target'),
                grows: true,
                cell: (one) => `${one.resource.split('.')[0]}/${one.name}:${one.port} (${one.namespace}, ${one.cluster})`,
              },
              { id: 'address', title: t('forwards.address'), cell: (one) => <Address of={one} /> },
              { id: 'pod', title: t('forwards.pod'), minor: true, cell: (one) => one.pod },
              {
                id: 'traffic',
                title: t('forwards.traffic'),
                minor: true,
                cell: (one) =>
                  `${t('forwards.connections', { count: one.connections })}, ${t('forwards.bytes', { sent: bytes(one.sent), received: bytes(one.received) })}`,
              },
              {
                id: 'actions',
                title: '',
                cell: (one) => (
                  <span className={styles.actions}>
                    {one.state !== 'stopped' && (
                      <Button small onPress={() => press('stop', one)}>
                        {t('forwards.stop')}
                      </Button>
                    )}
                    <Button small onPress={() => press('restart', one)}>
                      {one.state === 'stopped' ? t('forwards.start') : t('forwards.restart')}
                    </Button>
                    <Button small onPress={() => press('remove', one)}>
                      {t('forwards.remove')}
                    </Button>
                  </span>
                ),
              },
            ]}
          />
        </div>
      )}
    </>
  );
}

function stateWord({ state }: Forward): string {
  if (state === 'listening') return t('forwards.listening');
  return state === 'failing' ? t('forwards.failing') : t('forwards.stopped');
}

function State({ of }: { readonly of: Forward }) {
  return (
    <span className={styles.said}>
      <StatusIcon health={ICON[of.state]} /> {stateWord(of)} {of.detail}
    </span>
  );
}

function Address({ of }: { readonly of: Forward }) {
  const address = addressOf(of, window.location.hostname);
  if (of.state === 'stopped') return <>{of.localPort}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {address}
    </a>
  );
}
