import { number } from '@fresnel/sdk';
import { Tab } from '@patternfly/react-core/dist/esm/components/Tabs/Tab';
import { Tabs } from '@patternfly/react-core/dist/esm/components/Tabs/Tabs';
import { TabTitleText } from '@patternfly/react-core/dist/esm/components/Tabs/TabTitleText';
import { useEffect, useRef } from 'react';
import type { TabsProps } from './Tabs';
import styles from './Tabs.module.css';

export interface TabRowProps extends Pick<TabsProps, 'label' | 'items' | 'current' | 'onChange'> {
  /** id of what shows the current tab */
  readonly panel: string;
}

/** The row of {@link Tabs}; loaded with the first page that has some. */
export function TabRow({ label, items, current, onChange, panel }: TabRowProps) {
  const row = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the current tab may stand outside of what a narrow row shows
  useEffect(() => {
    // not its answer: browsers that promise the end of the scrolling would have React call the promise
    void row.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <div ref={row}>
      <Tabs aria-label={label} activeKey={current} onSelect={(_, id) => onChange(String(id))} inset={{ default: 'insetNone' }}>
        {items.map((item) => (
          <Tab
            key={item.id}
            eventKey={item.id}
            tabContentId={panel}
            title={
              <TabTitleText>
                {item.title}
                {item.count !== undefined && <span className={item.bad ? styles.bad : styles.count}> {number(item.count)}</span>}
              </TabTitleText>
            }
          />
        ))}
      </Tabs>
    </div>
  );
}
