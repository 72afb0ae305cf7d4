import { t, useQueryState } from '@fresnel/sdk';
import { keeping, useStore } from '@fresnel/sdk/host';
import { Page, Tabs } from '@fresnel/ui';
import { ClustersTab } from './ClustersTab';
import { GeneralTab } from './GeneralTab';
import { PluginsTab } from './PluginsTab';
import { ShortcutsTab } from './ShortcutsTab';
import styles from './settings.module.css';
import { TransferTab } from './TransferTab';

/** What a person chooses, and where it is kept. */
export function SettingsPage() {
  const [wanted, setTab] = useQueryState('tab');
  const { where, why } = useStore(keeping);
  const items = [
    { id: 'general', title: t('settings.general') },
    { id: 'clusters', title: t('clusters') },
    { id: 'plugins', title: t('plugins') },
    { id: 'shortcuts', title: t('settings.shortcuts') },
    { id: 'transfer', title: t('settings.transfer') },
  ];
  const current = items.some((one) => one.id === wanted) ? wanted : 'general';
  return (
    <Page
      title={t('settings')}
      fill
      beside={<span title={why}>{where === 'server' ? t('settings.onServer') : where === 'browser' ? t('settings.where') : undefined}</span>}
    >
      <Tabs label={t('settings.parts')} items={items} current={current} onChange={(id) => setTab(id === 'general' ? undefined : id)}>
        <div className={styles.body}>
          {current === 'general' && <GeneralTab />}
          {current === 'clusters' && <ClustersTab />}
          {current === 'plugins' && <PluginsTab />}
          {current === 'shortcuts' && <ShortcutsTab />}
          {current === 'transfer' && <TransferTab />}
        </div>
      </Tabs>
    </Page>
  );
}
