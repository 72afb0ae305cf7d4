import type { SectionSlotProps } from '@fresnel/sdk';
import { useState } from 'react';
import { LogsView } from './LogsView';
import styles from './logs.module.css';
import { targetOf, wantedOf } from './wanted';

/** Logs as a tab of a pod or a workload. */
export function LogsTab({ of }: SectionSlotProps) {
  const [wanted, setWanted] = useState(() => wantedOf([targetOf(of)]));
  return (
    <div className={styles.tab}>
      <LogsView wanted={wanted} onWanted={setWanted} />
    </div>
  );
}
