import { number, type RowsSnapshot, t } from '@fresnel/sdk';
import type { ReactNode } from 'react';
import styles from './LiveTable.module.css';
import type { Placed } from './layout';
import { readSort, type SortWord, sortName } from './sorting';

export interface FootProps {
  readonly snapshot: RowsSnapshot;
  readonly first: number;
  readonly count: number;
  readonly sort: string | undefined;
  readonly columns: readonly Placed[];
  readonly end: ReactNode;
}

/** Which rows are on screen, how they are sorted, what the bars mean. */
export function Foot({ snapshot, first, count, sort, columns, end }: FootProps) {
  const { matched } = snapshot;
  const words = readSort(sort);
  const bars = columns.some((column) => column.id === 'cpu' || column.id === 'memory');
  return (
    <div className={styles.foot}>
      {matched > 0 && <span>{t('table.rows', { from: number(first + 1), to: number(Math.min(matched, first + count)), of: number(matched) })}</span>}
      {matched > 0 && words.length > 0 && <span>{inWords(words[0]!, columns)}</span>}
      {(end ?? bars) && <span className={styles.footEnd}>{end ?? t('table.bars')}</span>}
    </div>
  );
}

function inWords({ id, falls }: SortWord, columns: readonly Placed[]): string {
  const column = columns.find((one) => sortName(one.id) === id)?.name ?? id;
  if (id === 'state' && !falls) return t('table.worstFirst');
  return falls ? t('table.sortedDown', { column }) : t('table.sortedUp', { column });
}
