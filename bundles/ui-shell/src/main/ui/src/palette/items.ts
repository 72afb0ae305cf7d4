import {
  type Cluster,
  type CommandItem,
  type Contribution,
  changeSettings,
  currentSettings,
  type Kind,
  type NavigationItem,
  navigate,
  type ObjectAction,
  pageOfStar,
  pages,
  type SavedView,
  type Scope,
  type Star,
  showClusters,
  showNamespaces,
  t,
  titleOf,
  toggleStar,
} from '@fresnel/sdk';
import type { Visit } from '@fresnel/sdk/host';
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
  readonly starred: readonly Star[];
  readonly views: readonly SavedView[];
  readonly recent: readonly Visit[];
  /** the object or kind that the page shows */
  readonly here: Star | undefined;
  /** what can be done with the object that the page shows */
  readonly actions: readonly ObjectAction[];
  readonly onHelp: () => void;
}

export function paletteItems(from: PaletteSources): readonly PaletteItem[] {
  return [
    ...actionItems(from),
    ...starItems(from),
    ...viewItems(from),
    ...recentItems(from),
    ...kindItems(from),
    ...pageItems(from),
    ...commandItems(from),
    ...clusterItems(from),
    ...namespaceItems(from),
  ];
}

function actionItems({ actions, here, starred }: PaletteSources): readonly PaletteItem[] {
  const given = actions.map(({ id, title, perform }) => ({
    id: `action ${id}`,
    title: `${title}: ${here?.name ?? ''}`,
    sort: t('palette.action'),
    run: perform,
  }));
  if (here === undefined) return given;
  const name = here.name ?? here.resource;
  const has = starred.some(
    (one) => one.resource === here.resource && one.name === here.name && one.namespace === here.namespace && one.cluster === here.cluster,
  );
  return [
    ...given,
    { id: 'star', title: has ? t('palette.unstar', { name }) : t('palette.star', { name }), sort: t('palette.command'), run: () => toggleStar(here) },
  ];
}

function starItems({ starred, scope }: PaletteSources): readonly PaletteItem[] {
  return starred.map((star) => ({
    id: `star ${JSON.stringify(star)}`,
    title: star.name ?? star.resource,
    sort: [t('palette.starred'), star.namespace, star.cluster].filter(Boolean).join(' · '),
    also: star.resource,
    run: () => navigate(pageOfStar(star, scope.clusters)),
  }));
}

function viewItems({ views }: PaletteSources): readonly PaletteItem[] {
  return views.map((view) => ({ id: `view ${view.name}`, title: view.name, sort: t('palette.view'), run: () => navigate(view.to) }));
}

const RECENT = 8;

function recentItems({ recent, scope, starred }: PaletteSources): readonly PaletteItem[] {
  const objects = recent.filter((one) => one.name !== undefined && !starred.some((star) => star.name === one.name && star.resource === one.resource));
  return objects.slice(0, RECENT).map((one) => ({
    id: `recent ${one.cluster} ${one.resource} ${one.namespace ?? ''} ${one.name}`,
    title: one.name!,
    sort: [t('palette.recent'), one.namespace, one.cluster].filter(Boolean).join(' · '),
    also: one.resource,
    run: () => navigate(pageOfStar(one, scope.clusters)),
  }));
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
    {
      id: 'contrast',
      title: t('palette.contrast'),
      sort: t('palette.command'),
      run: () => changeSettings({ contrast: currentSettings().contrast === 'high' ? 'normal' : 'high' }),
    },
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
