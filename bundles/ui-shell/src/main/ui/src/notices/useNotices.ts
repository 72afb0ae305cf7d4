import { type Group, type NoticeSettings, type Row, useRows, useRowsSnapshot, useScope, useSettings } from '@fresnel/sdk';
import { type Deed, deeds, registry, useStore } from '@fresnel/sdk/host';
import { useEffect, useMemo, useState } from 'react';
import { about, changedModules, type ModuleNews } from './news';

export interface WarningNews {
  /** by reason, those that warn most first */
  readonly groups: readonly Group[];
  /** about objects that somebody starred, newest first */
  readonly starred: readonly { readonly row: Row; readonly object: string; readonly reason: string }[];
  readonly events: number;
  readonly state: 'live' | 'forbidden' | 'none';
}

export interface NoticesNow {
  readonly since: number;
  readonly clusters: readonly string[];
  readonly warnings: WarningNews;
  readonly deeds: readonly Deed[];
  readonly modules: readonly ModuleNews[];
  readonly unread: number;
}

/** Who has never looked is told of the last hour, who was long away of the last day. */
const FIRST = 3_600_000;
const LONGEST = 86_400_000;
const NEWEST = 60;
const BEGAN = Date.now();
const NOBODY: readonly string[] = [];

export function useNotices({ seen, muted }: NoticeSettings): NoticesNow {
  const since = Math.max(seen === 0 ? BEGAN - FIRST : seen, BEGAN - LONGEST);
  const { clusters } = useScope();
  const warnings = useWarnings(muted.includes('warnings') ? NOBODY : clusters, since);
  const done = useStore(deeds).filter((deed) => deed.at > since && !muted.includes('actions'));
  const modules = useModules().filter((news) => news.at > since && !muted.includes('plugins'));
  const unread = warnings.groups.length + done.length + modules.length;
  return { since, clusters, warnings, deeds: done, modules, unread };
}

function useWarnings(clusters: readonly string[], since: number): WarningNews {
  const { starred } = useSettings();
  // To the minute, so that clicking around asks nothing anew.
  const from = Math.floor(since / 60_000) * 60_000;
  const filter = useMemo(() => ({ state: ['error', 'warning'], since: from }), [from]);
  const source = useRows({
    resource: 'events',
    clusters,
    namespaces: NOBODY,
    sort: 'last-seen,age',
    group: 'reason',
    columns: ['last-seen', 'reason', 'object'],
    filter,
  });
  const snapshot = useRowsSnapshot(source);
  const wanted = starred.some((star) => star.name !== undefined);
  useEffect(() => source.show(0, wanted ? NEWEST : 1), [source, wanted]);
  return useMemo(() => {
    const forbidden = Object.values(snapshot.ages).some((age) => age.state === 'forbidden');
    return {
      groups: snapshot.groups.filter((group) => (group.counts.warning ?? 0) + (group.counts.error ?? 0) > 0),
      starred: about(snapshot.columns, snapshot.rows, starred),
      events: snapshot.matched,
      state: clusters.length === 0 ? 'none' : forbidden && snapshot.matched === 0 ? 'forbidden' : 'live',
    };
  }, [snapshot, starred, clusters]);
}

/** Plugins that came, changed or went while the page is open. */
function useModules(): readonly ModuleNews[] {
  const [news, setNews] = useState<readonly ModuleNews[]>([]);
  useEffect(() => {
    let before = registry.store.get();
    return registry.store.subscribe(() => {
      const now = registry.store.get();
      const more = before.epoch < 0 ? [] : changedModules(before.modules, now.modules, Date.now());
      before = now;
      if (more.length > 0) setNews((old) => [...more, ...old].slice(0, 30));
    });
  }, []);
  return news;
}
