import { number } from '@fresnel/sdk';
import { Tab } from '@patternfly/react-core/dist/esm/components/Tabs/Tab';
import { Tabs as PatternTabs } from '@patternfly/react-core/dist/esm/components/Tabs/Tabs';
import { TabTitleText } from '@patternfly/react-core/dist/esm/components/Tabs/TabTitleText';
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
}

/** A row of tabs; what they show stands below, in the caller's hands. */
export function Tabs({ label, items, current, onChange }: TabsProps) {
  return (
    <div className={styles.tabs}>
      <PatternTabs aria-label={label} activeKey={current} onSelect={(_, id) => onChange(String(id))} inset={{ default: 'insetNone' }}>
        {items.map((item) => (
          <Tab
            key={item.id}
            eventKey={item.id}
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
  );
}
