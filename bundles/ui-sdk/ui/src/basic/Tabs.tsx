import { lazy, type ReactNode, Suspense, useId } from 'react';
import styles from './Tabs.module.css';

export interface TabItem {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  /** its count tells of trouble */
  readonly bad?: boolean;
}

export interface TabsProps {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly current: string;
  readonly onChange: (id: string) => void;
  /** what the current tab shows */
  readonly children: ReactNode;
}

const TabRow = lazy(() => import('./TabRow').then((module) => ({ default: module.TabRow })));

/** A row of tabs, and below it what the current one shows. */
export function Tabs({ label, items, current, onChange, children }: TabsProps) {
  const panel = `${useId()}-panel`;
  return (
    <>
      <div className={styles.tabs}>
        <Suspense>
          <TabRow label={label} items={items} current={current} onChange={onChange} panel={panel} />
        </Suspense>
      </div>
      <div id={panel} role="tabpanel" aria-label={items.find((item) => item.id === current)?.title} className={styles.panel}>
        {children}
      </div>
    </>
  );
}
