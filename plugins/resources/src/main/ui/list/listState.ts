import { changeSettings, currentSettings, HEALTHS, type Health, type RowsFilter, setQuery, useLocation, useSettings } from '@fresnel/sdk';
import { type ChosenColumn, readColumns, writeColumns } from '@fresnel/ui';
import { useMemo } from 'react';

/** What of a list stands in the address. */
export interface ListState {
  readonly text: string;
  readonly labels: string;
  readonly fields: string;
  /** letters of the name, in order */
  readonly name: string;
  readonly status: readonly Health[];
  readonly sort: string;
  readonly usualSort: string;
  /** the column by which counts are shown, '' for none */
  readonly group: string;
  /** undefined while the usual columns are shown */
  readonly columns: readonly ChosenColumn[] | undefined;
  readonly filter: RowsFilter;
  readonly filtered: boolean;
  readonly setText: (text: string) => void;
  readonly setLabels: (labels: string) => void;
  readonly setFields: (fields: string) => void;
  readonly setName: (name: string) => void;
  readonly setStatus: (status: readonly Health[]) => void;
  readonly setSort: (sort: string) => void;
  readonly setGroup: (group: string) => void;
  readonly setColumns: (columns: readonly ChosenColumn[] | undefined) => void;
  readonly clear: () => void;
}

const WORST_FIRST = 'state,namespace,name';
/** Events are read from the newest. */
const FIRST_SORT: Readonly<Record<string, string>> = { events: 'last-seen,age', 'events.events.k8s.io': 'last-seen,age' };

const ACTIONS = {
  setText: (text: string) => setQuery({ q: text }),
  setLabels: (labels: string) => setQuery({ labels }),
  setFields: (fields: string) => setQuery({ fields }),
  setName: (name: string) => setQuery({ name }),
  setStatus: (status: readonly Health[]) => setQuery({ status: status.join(',') }),
  setGroup: (group: string) => setQuery({ group }),
  clear: () => setQuery({ q: undefined, labels: undefined, fields: undefined, name: undefined, status: undefined }),
};

/** Kept for the kind in this browser, and in the address so that it can be shared. */
function keepColumns(resource: string, columns: readonly ChosenColumn[] | undefined): void {
  const { [resource]: _, ...others } = currentSettings().columns;
  changeSettings({ columns: columns === undefined ? others : { ...others, [resource]: columns.map((column) => writeColumns([column])) } });
  setQuery({ cols: columns === undefined ? undefined : writeColumns(columns) });
}

export function useListState(resource: string): ListState {
  const { query } = useLocation();
  const kept = useSettings().columns[resource];
  const word = (name: string) => query.get(name) ?? '';
  const [text, labels, fields, name, status, group] = [word('q'), word('labels'), word('fields'), word('name'), word('status'), word('group')];
  const cols = query.get('cols') ?? kept?.join(',') ?? '';
  const usualSort = FIRST_SORT[resource] ?? WORST_FIRST;
  // Who looks for letters of a name wants the best match first.
  const sort = query.get('sort') ?? (name === '' ? usualSort : 'rank');
  return useMemo(() => {
    const states = status.split(',').filter((one): one is Health => (HEALTHS as readonly string[]).includes(one));
    const filter: RowsFilter = {
      ...(text ? { text } : {}),
      ...(labels ? { labels } : {}),
      ...(fields ? { fields } : {}),
      ...(name ? { name } : {}),
      ...(states.length > 0 ? { state: states } : {}),
    };
    return {
      ...ACTIONS,
      setSort: (next) => setQuery({ sort: next === usualSort ? undefined : next }),
      setColumns: (columns) => keepColumns(resource, columns),
      text,
      labels,
      fields,
      name,
      status: states,
      sort,
      usualSort,
      group,
      columns: cols === '' ? undefined : readColumns(cols),
      filter,
      filtered: Object.keys(filter).length > 0,
    };
  }, [text, labels, fields, name, status, group, cols, sort, usualSort, resource]);
}
