import { type Health, t } from '@fresnel/sdk';
import type { ReactNode } from 'react';
import { Icon } from '../basic/Icon';
import styles from './Status.module.css';

export interface StatusProps {
  readonly health: Health;
  /** Kubernetes' own word; without one, the vocabulary's */
  readonly word?: ReactNode;
  /** what Kubernetes' word does not say, smaller behind it */
  readonly more?: ReactNode;
  /** in a cell of fixed width: what would be cut to a letter or two is left away */
  readonly tight?: boolean;
}

/** The one way to show how something is: silhouette, colour and word. */
export function Status({ health, word, more, tight }: StatusProps) {
  return (
    <span className={`${styles.status} ${styles[health]} ${tight ? styles.tight : ''}`}>
      <Icon name={health} small turning={health === 'progress'} />
      <span className={styles.word}>{word ?? healthWord(health)}</span>
      {more && <small title={typeof more === 'string' ? more : undefined}>{more}</small>}
    </span>
  );
}

/** The vocabulary's word for a state. */
export function healthWord(health: Health): string {
  switch (health) {
    case 'ok':
      return t('health.ok');
    case 'error':
      return t('health.error');
    case 'warning':
      return t('health.warning');
    case 'waiting':
      return t('health.waiting');
    case 'progress':
      return t('health.progress');
    case 'off':
      return t('health.off');
    default:
      return t('health.unknown');
  }
}

export interface StatusIconProps {
  readonly health: Health;
  /** its meaning, where no word stands beside it */
  readonly label?: string;
}

export function StatusIcon({ health, label }: StatusIconProps) {
  return (
    <span className={`${styles.status} ${styles[health]}`}>
      <Icon name={health} small />
      {label && <span className={styles.hidden}>{label}</span>}
    </span>
  );
}

export interface LiveMarkProps {
  readonly children: ReactNode;
  readonly stale?: boolean;
}

/** A dot for "changes show by themselves"; a square for "this is from before". */
export function LiveMark({ children, stale }: LiveMarkProps) {
  return <span className={`${styles.live} ${stale ? styles.stale : ''}`}>{children}</span>;
}
