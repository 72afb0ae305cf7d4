import { type Problem as ProblemData, t } from '@fresnel/sdk';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../basic/Button';
import { Icon } from '../basic/Icon';
import styles from './Sentence.module.css';

export interface EmptyStateProps {
  /** the cause, a whole sentence */
  readonly text: ReactNode;
  /** what to do next */
  readonly actions?: ReactNode;
  readonly locked?: boolean;
}

/** Nothing to show, said in a sentence; no picture. */
export function EmptyState({ text, actions, locked }: EmptyStateProps) {
  return (
    <div className={styles.empty} role="status">
      {locked && <Icon name="lock" />}
      <p>
        {text} {actions}
      </p>
    </div>
  );
}

export interface ProblemProps {
  /** what was tried */
  readonly tried: string;
  readonly problem: ProblemData;
  readonly onRetry?: (() => void) | undefined;
}

/** An error in its place: what was tried, the server's answer whole, what to do. */
export function Problem({ tried, problem, onRetry }: ProblemProps) {
  const whole = [tried, problem.detail || problem.title, problem.code].filter(Boolean).join('\n');
  return (
    <div className={styles.problem} role="alert">
      <Icon name={problem.status === 403 ? 'lock' : 'error'} />
      <div>
        <b>{tried}</b> {problem.detail || problem.title}
        {problem.status > 0 && <small> {t('problem.code', { status: problem.status, code: problem.code })}</small>}
      </div>
      <div className={styles.actions}>
        {onRetry && (
          <Button kind="link" onPress={onRetry}>
            {t('retry')}
          </Button>
        )}
        <CopyButton text={whole} />
      </div>
    </div>
  );
}

export interface CopyButtonProps {
  readonly text: string;
}

export function CopyButton({ text }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      kind="link"
      onPress={() => {
        navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
    >
      {copied ? t('copied') : t('copy')}
    </Button>
  );
}

export interface NoticeProps {
  readonly children: ReactNode;
  readonly tone?: 'warning' | 'error' | 'ok';
  readonly actions?: ReactNode;
}

/** One line across the page about something that is not as it should be, while the rest stays. */
export function Notice({ children, tone = 'warning', actions }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role="status">
      <Icon name={tone} />
      <span>{children}</span>
      {actions && <span className={styles.actions}>{actions}</span>}
    </div>
  );
}

export interface SkeletonProps {
  /** what is being loaded, in words */
  readonly label: string;
  readonly rows?: number;
}

/** Still rows in place of what is loading; shown after 200 ms so that quick answers do not flicker. */
export function Skeleton({ label, rows = 6 }: SkeletonProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {late && (
        <>
          <p>{label}</p>
          {Array.from({ length: rows }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have no other identity
            <i key={index} />
          ))}
        </>
      )}
    </div>
  );
}
