import { type SectionSlotProps, t } from '@fresnel/sdk';
import { Segments } from '@fresnel/ui';
import { useState } from 'react';
import { Applied } from './history/Applied';
import { Changes } from './history/Changes';
import styles from './history/history.module.css';

type View = 'changes' | 'applied';

/** What changed in this object while somebody watched, and how it differs from what was applied to it. */
export function HistoryTab({ of, object }: SectionSlotProps) {
  const [view, setView] = useState<View>('changes');
  const secret = of.resource === 'secrets';
  const views = [
    { id: 'changes', title: t('history.view.changes') },
    { id: 'applied', title: t('history.view.applied') },
  ] as const;
  const choice = !secret && <Segments<View> label={t('history.view')} options={views} current={view} onChange={setView} />;
  return (
    <div className={styles.tab}>{view === 'changes' || secret ? <Changes of={of} choice={choice} /> : <Applied of={of} object={object} choice={choice} />}</div>
  );
}
