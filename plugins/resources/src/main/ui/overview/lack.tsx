import { type Problem as ProblemData, pages, t } from '@fresnel/sdk';
import { Icon, Link, Problem, Skeleton } from '@fresnel/ui';
import type { ReactNode } from 'react';
import type { Lack, Thing } from './overview';
import styles from './overview.module.css';

/** Why something is not shown, in a sentence. */
export function LackSentence({ lack, what }: { readonly lack: Lack; readonly what: string }) {
  if (lack.state === 'loading') return <Skeleton label={t('overview.loading', { what })} rows={2} />;
  return (
    <p className={styles.said}>
      {lack.state === 'forbidden' && <Icon name="lock" small />} {lackWords(lack, what)}
    </p>
  );
}

export function lackWords(lack: Lack, what: string): string {
  if (lack.state === 'forbidden') return t('overview.forbidden', { what, right: lack.detail });
  if (lack.state === 'absent') return t('overview.absent', { what });
  if (lack.state === 'loading') return t('overview.loading', { what });
  return t('overview.unreachable', { what, detail: lack.detail });
}

export interface WaitingProps<T> {
  readonly of: { readonly cluster: string; readonly value?: T | undefined; readonly problem?: ProblemData | undefined };
  readonly children: (value: T) => ReactNode;
}

/** Until a cluster has told: a skeleton, or what went wrong. */
export function Waiting<T>({ of, children }: WaitingProps<T>) {
  if (of.value !== undefined) return children(of.value);
  if (of.problem !== undefined) return <Problem tried={t('overview.failed', { cluster: of.cluster })} problem={of.problem} />;
  return <Skeleton label={t('overview.loading', { what: of.cluster })} rows={4} />;
}

export function ThingLink({ cluster, of }: { readonly cluster: string; readonly of: Thing }) {
  const { resource, namespace, name } = of;
  return (
    <Link to={pages.object({ cluster, resource, name, ...(namespace ? { namespace } : {}) })} title={namespace ? `${namespace}/${name}` : name}>
      {name}
    </Link>
  );
}
