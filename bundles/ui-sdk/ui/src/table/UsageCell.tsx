import { bytes, cores, type Note, type Row, t } from '@fresnel/sdk';
import { createContext, useContext } from 'react';
import { MicroBar, pressure } from '../domain/MicroBar';
import styles from './LiveTable.module.css';
import type { Placed } from './layout';

/** Why columns of ours are empty, for the cells below. */
export const Notes = createContext<readonly Note[]>([]);

export interface UsageCellProps {
  readonly column: Placed;
  readonly row: Row;
}

/** CPU or memory: the figure, and a bar of it against request and limit. */
export function UsageCell({ column, row }: UsageCellProps) {
  const notes = useContext(Notes);
  const usage = column.cell === undefined ? undefined : row.usage?.[column.cell];
  if (usage?.used === undefined) {
    const note = notes.find((one) => one.column === column.id && one.cluster === row.c);
    if (note === undefined || note.state === 'loading') return <span className={styles.absent}>–</span>;
    return (
      <span className={styles.absent} title={note.detail}>
        {t('table.noMetrics')}
      </span>
    );
  }
  const limit = usage.limit ?? usage.allocatable;
  const tone = pressure(usage.used, limit);
  const text = column.cell === undefined ? '' : String(row.cells[column.cell] ?? '');
  return (
    <span className={`${styles.usage} ${tone ? styles[`usage-${tone}`] : ''}`}>
      <span>{text}</span>
      <MicroBar used={usage.used} request={usage.request} limit={limit} />
    </span>
  );
}

/** What the bar shows, in words, for the tooltip. */
export function usageTitle({ column, row }: UsageCellProps): string | undefined {
  const usage = column.cell === undefined ? undefined : row.usage?.[column.cell];
  if (usage?.used === undefined) return undefined;
  const figure = (value: number | undefined) => (value === undefined ? t('table.none') : column.id === 'cpu' ? cores(value) : bytes(value));
  const whole = usage.allocatable === undefined ? 'limit' : 'allocatable';
  if (whole === 'allocatable') return t('table.usageOfNode', { used: figure(usage.used), allocatable: figure(usage.allocatable) });
  return t('table.usage', { used: figure(usage.used), request: figure(usage.request), limit: figure(usage.limit) });
}
