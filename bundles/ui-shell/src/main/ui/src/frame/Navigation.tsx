import { changeSettings, type KindCount, number, pages, t, useCounts, useKinds, useLocation, useMay, useScope, useSettings, useSlot } from '@fresnel/sdk';
import { Icon, type IconName, iconOf, Link } from '@fresnel/ui';
import { useEffect, useMemo, useState } from 'react';
import { NamespaceFilter } from './NamespaceFilter';
import styles from './Navigation.module.css';
import { type Entry, type Group, navigationOf } from './navigation';

export interface NavigationProps {
  /** on a narrow screen: shown over the page */
  readonly open: boolean;
  readonly onClose: () => void;
}

const NONE: readonly string[] = [];

export function Navigation({ open, onClose }: NavigationProps) {
  const { clusters, namespaces } = useScope();
  const { query } = useLocation();
  const items = useSlot('navigation');
  const { kinds, failures } = useKinds(clusters);
  const untold = kinds === undefined && Object.keys(failures).length > 0;
  const { folded } = useSettings();
  const may = useMay(
    items.map(({ item }) => item.when),
    clusters,
    namespaces,
  );
  // The query is part of every link, so the links follow it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: pages read the query by themselves
  const groups = useMemo(() => navigationOf(items, untold ? 'untold' : (kinds ?? []), clusters, may), [items, kinds, untold, clusters, query, may]);
  const visible = groups.filter((group) => !folded.includes(group.id)).flatMap((group) => [...group.entries, ...openEntries(group, folded)]);
  const resources = visible.flatMap((entry) => (entry.resource === undefined ? [] : [entry.resource])).sort();
  const key = resources.join();
  const settled = useSettled();
  const counted = useMemo(() => (key === '' || !settled ? NONE : key.split(',')), [key, settled]);
  const counts = useCounts(clusters, counted, namespaces);
  return (
    <>
      {open && <button type="button" className={styles.veil} aria-label={t('menu.close')} onClick={onClose} />}
      <nav className={`${styles.nav} ${open ? styles.open : ''}`} aria-label={t('navigation')}>
        <div className={styles.place}>
          <NamespaceFilter inDrawer />
        </div>
        <div className={styles.scroll}>
          {clusters.length > 0 && (
            <ul>
              <Item entry={{ id: 'cluster', title: t('overview'), to: pages.cluster(clusters) }} icon="overview" alone />
            </ul>
          )}
          {groups.map((group) => (
            <NavigationGroup key={group.id} group={group} counts={counts} folded={folded} />
          ))}
        </div>
        <ul className={styles.foot}>
          <Item entry={{ id: 'plugins', title: t('plugins'), to: pages.plugins() }} icon="plugins" />
          <Item entry={{ id: 'settings', title: t('settings'), to: pages.settings() }} icon="settings" />
        </ul>
      </nav>
    </>
  );
}

/** Counting every kind begins after the page's own question, which is what somebody waits for. */
function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}

function openEntries(group: Group, folded: readonly string[]): readonly Entry[] {
  return (group.groups ?? []).filter((one) => !folded.includes(one.id)).flatMap((one) => one.entries);
}

function fold(id: string, folded: readonly string[]): void {
  changeSettings({ folded: folded.includes(id) ? folded.filter((one) => one !== id) : [...folded, id] });
}

interface GroupProps {
  readonly group: Group;
  readonly counts: Readonly<Record<string, KindCount>>;
  readonly folded: readonly string[];
}

function NavigationGroup({ group, counts, folded }: GroupProps) {
  const shut = folded.includes(group.id);
  if (group.id === 'overview') {
    return (
      <ul>
        {group.entries.map((entry) => (
          <Item
            key={entry.id}
            entry={entry}
            count={entry.resource === undefined ? undefined : counts[entry.resource]}
            icon={iconOf(entry.id.split('/').at(-1)) ?? 'overview'}
          />
        ))}
      </ul>
    );
  }
  const inside = (group.groups ?? []).reduce((sum, one) => sum + one.entries.length, 0);
  return (
    <>
      <Fold id={group.id} title={groupTitle(group.id)} shut={shut} folded={folded} {...(shut && inside > 0 ? { count: inside } : {})} />
      {!shut && (
        <>
          <ul className={styles.indented}>
            {group.entries.map((entry) => (
              <Item key={entry.id} entry={entry} count={entry.resource === undefined ? undefined : counts[entry.resource]} />
            ))}
          </ul>
          {group.groups?.map((one) => (
            <div key={one.id} className={styles.inner}>
              <Fold id={one.id} title={one.title} shut={folded.includes(one.id)} folded={folded} count={one.entries.length} />
              {!folded.includes(one.id) && (
                <ul className={styles.indented}>
                  {one.entries.map((entry) => (
                    <Item key={entry.id} entry={entry} count={counts[entry.resource!]} />
                  ))}
                </ul>
              )}
            </div>
          ))}
        </>
      )}
    </>
  );
}

interface FoldProps {
  readonly id: string;
  readonly title: string;
  readonly shut: boolean;
  readonly folded: readonly string[];
  readonly count?: number;
}

function Fold({ id, title, shut, folded, count }: FoldProps) {
  return (
    <button type="button" className={`${styles.group} ${shut ? styles.shut : ''}`} aria-expanded={!shut} onClick={() => fold(id, folded)}>
      <Icon name={shut ? 'right' : 'down'} small />
      <span className={styles.title}>{title}</span>
      {count !== undefined && <span className={styles.number}>{number(count)}</span>}
    </button>
  );
}

interface ItemProps {
  readonly entry: Entry;
  readonly icon?: IconName;
  readonly count?: KindCount | undefined;
  /** what stands below it in the address is elsewhere in the navigation */
  readonly alone?: boolean;
}

function Item({ entry, icon, count, alone }: ItemProps) {
  const { path } = useLocation();
  const target = entry.to.split('?')[0]!;
  const here = path === target || (!alone && path.startsWith(`${target}/`)) || (entry.resource !== undefined && path.split('/')[3] === entry.resource);
  return (
    <li>
      <Link to={entry.to} current={here} className={here ? styles.here : undefined}>
        {icon && <Icon name={icon} />}
        <span className={styles.title}>{entry.title}</span>
        <Count count={count} />
      </Link>
    </li>
  );
}

/** How many are wrong, then how many there are. What is not known yet is not a number. */
function Count({ count }: { readonly count: KindCount | undefined }) {
  if (count === undefined || 'loading' in count) return undefined;
  if ('forbidden' in count)
    return (
      <span className={styles.lock} role="img" aria-label={t('forbidden')}>
        <Icon name="lock" small />
      </span>
    );
  const { total, error, warning } = count;
  return (
    <>
      {error > 0 ? (
        <span className={styles.bad}>
          {number(error)}
          <span className={styles.hidden}>{t('count.failing')}</span>
        </span>
      ) : (
        warning > 0 && (
          <span className={`${styles.bad} ${styles.warning}`}>
            {number(warning)}
            <span className={styles.hidden}>{t('count.warning')}</span>
          </span>
        )
      )}
      <span className={styles.number}>{number(total)}</span>
    </>
  );
}

function groupTitle(id: string): string {
  switch (id) {
    case 'cluster':
      return t('group.cluster');
    case 'workloads':
      return t('group.workloads');
    case 'network':
      return t('group.network');
    case 'storage':
      return t('group.storage');
    case 'configuration':
      return t('group.configuration');
    case 'security':
      return t('group.security');
    case 'custom':
      return t('group.custom');
    default:
      return t('group.plugins');
  }
}
