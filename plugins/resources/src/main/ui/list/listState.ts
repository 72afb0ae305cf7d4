import { HEALTHS, type Health, type RowsFilter, setQuery, useLocation } from '@fresnel/sdk';
import { useMemo } from 'react';

/** What of a list stands in the address. */
export interface ListState {
  readonly text: string;
  readonly labels: string;
  readonly status: readonly Health[];
  readonly sort: string;
  readonly columns: readonly string[] | undefined;
  readonly filter: RowsFilter;
  readonly filtered: boolean;
  readonly setText: (text: string) => void;
  readonly setLabels: (labels: string) => void;
  readonly setStatus: (status: readonly Health[]) => void;
  readonly setSort: (sort: string) => void;
  readonly clear: () => void;
}

const WORST_FIRST = 'state,namespace,name';
/** Events are read from the newest. */
const FIRST_SORT: Readonly<Record<string, string>> = { events: 'last-seen,age', 'events.events.k8s.io': 'last-seen,age' };

const ACTIONS = {
  setText: (text: string) => setQuery({ q: text }),
  setLabels: (labels: string) => setQuery({ labels }),
  setStatus: (status: readonly Health[]) => setQuery({ status: status.join(',') }),
  clear: () => setQuery({ q: undefined, labels: undefined, status: undefined }),
};

export function useListState(resource: string): ListState {
  const { query } = useLocation();
  const text = query.get('q') ?? '';
  const labels = query.get('labels') ?? '';
  const status = query.get('status') ?? '';
  const cols = query.get('cols') ?? '';
  const first = FIRST_SORT[resource] ?? WORST_FIRST;
  const sort = query.get('sort') ?? first;
  return useMemo(() => {
    const states = status.split(',').filter((word): word is Health => (HEALTHS as readonly string[]).includes(word));
    const filter: RowsFilter = { ...(text ? { text } : {}), ...(labels ? { labels } : {}), ...(states.length > 0 ? { state: states } : {}) };
    return {
      ...ACTIONS,
      setSort: (next) => setQuery({ sort: next === first ? undefined : next }),
      text,
      labels,
      status: states,
      sort,
      columns: cols === '' ? undefined : cols.split(','),
      filter,
      filtered: Object.keys(filter).length > 0,
    };
  }, [text, labels, status, cols, sort, first]);
}
