import { type RowsFilter, setQuery, useLocation } from '@fresnel/sdk';
import { useEffect, useMemo, useState } from 'react';
import type { ListState } from '../list/listState';
import { both, GROUPINGS, type Grouping, type Involved, involvedIn } from './events';

/** What of the events page stands in the address, beside what every list has there. */
export interface EventState {
  /** undefined = one by one */
  readonly by: Grouping | undefined;
  readonly kind: string;
  /** minutes, 0 = all */
  readonly minutes: number;
  readonly warnings: boolean;
  readonly sort: string;
  readonly usualSort: string;
  readonly filter: RowsFilter;
  readonly involved: Involved;
}

const MINUTE = 60_000;

export function useEventState(resource: string, list: ListState): EventState {
  const { query } = useLocation();
  const [kind, group, minutes] = [query.get('kind') ?? '', query.get('group') ?? 'reason', Number(query.get('since') ?? 0) || 0];
  const since = useSince(minutes);
  const involved = involvedIn(resource);
  const by = GROUPINGS.find((one) => one.id === group);
  const usualSort = 'state,last-seen,age';
  const sort = query.get('sort') ?? usualSort;
  return useMemo(() => {
    const fields = both(list.fields, kind && `${involved}.kind=${kind}`);
    const filter = { ...list.filter, ...(fields ? { fields } : {}), ...(since > 0 ? { since } : {}) };
    return { by, kind, minutes, warnings: list.status.length > 0, sort, usualSort, filter, involved };
  }, [list, kind, since, by, minutes, sort, involved]);
}

export const setEvents = {
  kind: (kind: string) => setQuery({ kind: kind || undefined }),
  group: (group: string) => setQuery({ group: group === 'reason' ? undefined : group }),
  minutes: (minutes: number) => setQuery({ since: minutes === 0 ? undefined : String(minutes) }),
  only: (fields: string) => setQuery({ fields, group: 'none' }),
};

/** So many minutes ago, moved on once a minute; 0 = always. */
function useSince(minutes: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (minutes === 0) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(timer);
  }, [minutes]);
  return minutes === 0 ? 0 : now - minutes * MINUTE;
}
