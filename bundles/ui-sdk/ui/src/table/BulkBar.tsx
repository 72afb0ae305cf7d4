import { number, t } from '@fresnel/sdk';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../basic/Button';
import styles from './BulkBar.module.css';

export interface BulkBarProps {
  readonly count: number;
  readonly matched: number;
  readonly all: boolean;
  readonly children: ReactNode;
  readonly onAll: () => void;
  readonly onClear: () => void;
}

/** What can be done with the chosen rows; it floats, so that nothing moves. */
export function BulkBar({ count, matched, all, children, onAll, onClear }: BulkBarProps) {
  return (
    <div className={styles.bulk} role="toolbar" aria-label={t('table.bulk')}>
      <b role="status">{all && count === matched ? t('table.allSelected', { count: number(count) }) : t('table.selected', { count: number(count) })}</b>
      {!all && count < matched && (
        <Button kind="link" onPress={onAll}>
          {t('table.selectAll', { count: number(matched) })}
        </Button>
      )}
      {children && <span className={styles.bulkActions}>{children}</span>}
      <IconButton icon="close" label={t('table.unselect')} onPress={onClear} />
    </div>
  );
}
