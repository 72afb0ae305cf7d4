import { changeSettings, pages, t, useSettings } from '@fresnel/sdk';
import { Icon, IconButton, Link, useMedia } from '@fresnel/ui';
import { lazy, Suspense } from 'react';
import { MeMenu } from '../session/MeMenu';
import { Brand } from './Brand';
import { ClusterChooser } from './ClusterChooser';
import styles from './Frame.module.css';
import { NamespaceFilter } from './NamespaceFilter';

export interface TopBarProps {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
  readonly onMenu: () => void;
  readonly menuOpen: boolean;
}

const Notices = lazy(() => import('../notices/Notices').then((module) => ({ default: module.Notices })));
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Brand, clusters, namespaces, search, and a few icons. Nothing else. */
export function TopBar({ onPalette, onHelp, onMenu, menuOpen }: TopBarProps) {
  const { theme } = useSettings();
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const dark = theme === 'dark' || (theme === 'system' && systemDark);
  return (
    <header className={styles.top}>
      <span className={styles.menu}>
        <IconButton icon="menu" label={t('menu')} expanded={menuOpen} onPress={onMenu} />
      </span>
      <Link to={pages.home()} className={styles.brand}>
        <Brand />
        <span className={styles.wordmark}>Fresnel</span>
      </Link>
      <ClusterChooser />
      <NamespaceFilter />
      <button type="button" className={styles.find} onClick={onPalette} aria-keyshortcuts={MAC ? 'Meta+K' : 'Control+K'}>
        <Icon name="search" />
        <span>{t('search')}</span>
        <kbd>{MAC ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <div className={styles.icons}>
        <span className={styles.theme}>
          <IconButton
            icon={dark ? 'sun' : 'moon'}
            label={dark ? t('theme.light') : t('theme.dark')}
            onPress={() => changeSettings({ theme: dark ? 'light' : 'dark' })}
          />
        </span>
        <Suspense fallback={<IconButton icon="bell" label={t('notices')} onPress={() => undefined} />}>
          <Notices />
        </Suspense>
        <IconButton icon="help" label={t('help')} onPress={onHelp} />
        <MeMenu />
      </div>
    </header>
  );
}
