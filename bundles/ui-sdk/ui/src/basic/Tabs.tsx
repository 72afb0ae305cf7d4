import { number } from '@fresnel/sdk';
import { Tab } from '@patternfly/react-core/dist/esm/components/Tabs/Tab';
import { Tabs as PatternTabs } from '@patternfly/react-core/dist/esm/components/Tabs/Tabs';
import { TabTitleText } from '@patternfly/react-core/dist/esm/components/Tabs/TabTitleText';
import { type ReactNode, useId } from 'react';
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

/** A row of tabs, and below it what the current one shows. */
export function Tabs({ label, items, current, onChange, children }: TabsProps) {
  const id = useId();
  return (
    <>
      <div className={styles.tabs}>
        <PatternTabs aria-label={label} activeKey={current} onSelect={(_, id) => onChange(String(id))} inset={{ default: 'insetNone' }}>
          {items.map((item) => (
            <Tab
              key={item.id}
              eventKey={item.id}
              tabContentId={`${id}-panel`}
              title={
                <TabTitleText>
                  {item.title}
                  {item.count !== undefined && <span className={item.bad ? styles.bad : styles.count}> {number(item.count)}</span>}
                </TabTitleText>
              }
            />
          ))}
        </PatternTabs>
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-label={items.find((item) => item.id === current)?.title} className={styles.panel}>
        {children}
      </div>
    </>
  );
}
