import { type RowsSnapshot, t } from '@fresnel/sdk';
import { useMemo, useRef } from 'react';
import type { LiveTableProps } from './LiveTable';
import { fit, type Placed, place } from './layout';

/** Columns are laid out from the first rows that come; later rows only widen them. */
export function usePlaced(
  props: Pick<LiveTableProps, 'columns' | 'usualColumns' | 'severalClusters'>,
  snapshot: RowsSnapshot,
  dragged: Readonly<Record<string, number>>,
  available: number,
): readonly Placed[] {
  const before = useRef<{ readonly key: string; readonly placed: readonly Placed[] }>({ key: '', placed: [] });
  const { columns, kind, rows, counts } = snapshot;
  const namespaced = kind?.namespaced ?? true;
  const troubled = Object.entries(counts).some(([health, number]) => health !== 'ok' && (number ?? 0) > 0);
  const events = kind?.resource.split('.')[0] === 'events';
  const status = !events && (troubled || kind?.group === 'apps' || kind?.group === 'batch');
  const shown = props.columns ?? props.usualColumns?.map((id) => ({ id }));
  const chosen = JSON.stringify([props.columns === undefined, shown]);
  const key = JSON.stringify([kind?.resource, chosen, dragged, available, props.severalClusters, status, columns.map((column) => column.id)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is in the columns
  return useMemo(() => {
    const names = { status: t('table.status'), namespace: t('table.namespace'), cluster: t('table.cluster') };
    const wanted = {
      columns,
      chosen: shown,
      dragged,
      namespaced,
      severalClusters: props.severalClusters ?? false,
      status,
      names,
      health: events ? 'type' : 'status',
    };
    const { key: last, placed: was } = before.current;
    const all = place(wanted, rows.slice(0, 100), last === key ? was : []);
    // Rows are drawn anew when the columns are other objects, so equal ones stay the same.
    const same = last === key && JSON.stringify(all) === JSON.stringify(was);
    const placed = same ? was : all;
    before.current = { key, placed };
    return fitted(placed, props.columns === undefined ? available : 0);
  }, [columns, rows, namespaced, status, events, key]);
}

const fits = new WeakMap<readonly Placed[], readonly [number, readonly Placed[]]>();

/** Who chose columns sees all of them, by scrolling sideways; else those that do not fit leave. */
function fitted(placed: readonly Placed[], available: number): readonly Placed[] {
  if (available <= 0) return placed;
  const known = fits.get(placed);
  if (known?.[0] === available) return known[1];
  const result = fit(placed, available);
  fits.set(placed, [available, result]);
  return result;
}
