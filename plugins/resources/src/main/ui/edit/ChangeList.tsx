import { t } from '@fresnel/sdk';
import type { ReactNode } from 'react';
import styles from './edit.module.css';
import { type Path, pathText, pathWords } from './model/path';
import type { Change } from './model/tree';
import { valueWords } from './words';

export interface ChangeListProps {
  readonly label: string;
  readonly changes: readonly Change[];
  /** values of a Secret are not drawn */
  readonly secret?: boolean;
  readonly beside?: (change: Change) => ReactNode;
}

/** Fields with their old and new values, one under the other. */
export function ChangeList({ label, changes, secret, beside }: ChangeListProps) {
  return (
    <ul className={styles.changes} aria-label={label}>
      {changes.map((change) => (
        <li key={pathText(change.path)}>
          <code className={styles.path}>{pathWords(change.path)}</code>
          {beside?.(change)}
          {change.order ? (
            <span className={styles.quiet}>{t('edit.order')}</span>
          ) : (
            <span className={styles.values}>
              <Value tone="old" value={change.before} hidden={secret && isData(change.path)} />
              <Value tone="new" value={change.after} hidden={secret && isData(change.path)} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function isData(path: Path): boolean {
  return path[0] === 'data' || path[0] === 'stringData';
}

export interface ValueProps {
  readonly value: unknown;
  readonly tone: 'base' | 'old' | 'new';
  readonly hidden?: boolean | undefined;
  /** what it is stands beside it */
  readonly named?: boolean;
}

export function Value({ value, tone, hidden, named = tone === 'base' }: ValueProps) {
  const words = hidden && value !== undefined ? t('edit.secretValue') : valueWords(value);
  const name = tone === 'old' ? t('edit.before', { value: words }) : t('edit.after', { value: words });
  return (
    <code className={styles[tone]} title={hidden ? undefined : words} {...(named ? {} : { role: 'note', 'aria-label': name })}>
      {value === undefined ? <i>{words}</i> : words}
    </code>
  );
}
