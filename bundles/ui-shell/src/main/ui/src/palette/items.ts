import {
  type Cluster,
  type CommandItem,
  type Contribution,
  changeSettings,
  type Kind,
  type NavigationItem,
  navigate,
  pages,
  type Scope,
  showClusters,
  showNamespaces,
  t,
  titleOf,
} from '@fresnel/sdk';
import type { ReactNode } from 'react';

/** Something that can be gone to or done from the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  /** the title as it is drawn, with what matched marked */
  readonly shown?: ReactNode;
  readonly icon?: ReactNode;
  /** what sort of thing it is, said beside it */
  readonly sort: string;
  /** more words that find it */
  readonly also?: string;
  readonly run: () => void;
}

export interface PaletteSources {
  readonly scope: Scope;
  readonly kinds: readonly Kind[];
  readonly clusters: readonly Cluster[];
  readonly namespaces: readonly string[];
  readonly navigation: readonly Contribution<NavigationItem>[];
  readonly commands: readonly Contribution<CommandItem>[];
  readonly onHelp: () => void;
}

export function paletteItems(from: PaletteSources): readonly PaletteItem[] {
  return [...kindItems(from), ...pageItems(from), ...commandItems(from), ...clusterItems(from), ...namespaceItems(from)];
}

function kindItems({ kinds, scope }: PaletteSources): readonly PaletteItem[] {
  return kinds
    .filter((kind) => kind.verbs.includes('list'))
    .map((kind) => ({
      id: `kind ${kind.resource}`,
      title: kind.kind,
      sort: kind.group === '' ? t('palette.kind') : kind.group,
      also: [kind.resource, ...(kind.shortNames ?? [])].join(' '),
      run: () => navigate(pages.list(scope.clusters, kind.resource)),
    }));
}

function pageItems({ navigation }: PaletteSources): readonly PaletteItem[] {
  const own = [
    { id: 'home', title: t('home'), to: pages.home },
    { id: 'plugins', title: t('plugins'), to: pages.plugins },
    { id: 'settings', title: t('settings'), to: pages.settings },
  ];
  const given = navigation
    .filter(({ item }) => item.route !== undefined)
    .map((one) => ({ id: one.id, title: titleOf(one), to: () => pages.plugin(one.plugin, one.item.route!) }));
  return [...own, ...given].map(({ id, title, to }) => ({ id: `page ${id}`, title, sort: t('palette.page'), run: () => navigate(to()) }));
}

function commandItems({ commands, onHelp }: PaletteSources): readonly PaletteItem[] {
  const given = commands.map((one) => ({
    id: `command ${one.id}`,
    title: titleOf(one),
    sort: one.pluginTitle,
    run: () => navigate(pages.plugin(one.plugin, one.item.route)),
  }));
  const theme = (id: 'light' | 'dark' | 'system', title: string) => ({
    id: `theme ${id}`,
    title,
    sort: t('palette.command'),
    run: () => changeSettings({ theme: id }),
  });
  return [
    ...given,
    theme('light', t('theme.light')),
    theme('dark', t('theme.dark')),
    theme('system', t('theme.system')),
    { id: 'help', title: t('help'), sort: t('palette.command'), run: onHelp },
  ];
}

function clusterItems({ clusters }: PaletteSources): readonly PaletteItem[] {
  return clusters.map((cluster) => ({
    id: `cluster ${cluster.id}`,
    title: cluster.name,
    sort: t('palette.cluster'),
    also: cluster.id,
    run: () => showClusters([cluster.id]),
  }));
}

function namespaceItems({ namespaces }: PaletteSources): readonly PaletteItem[] {
  return namespaces.map((name) => ({ id: `namespace ${name}`, title: name, sort: t('palette.namespace'), run: () => showNamespaces([name]) }));
}
