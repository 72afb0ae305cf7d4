import { type Health, type ObjectRef, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { useEffect, useMemo } from 'react';

export interface ObjectStatus {
  readonly health: Health;
  readonly word: string | undefined;
  readonly more: string | undefined;
}

/** How the object is, as its row in the list says it: one judgement for list and page. */
export function useStatus(of: ObjectRef, uid: string | undefined): ObjectStatus | undefined {
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const namespaces = useMemo(() => (of.namespace ? [of.namespace] : []), [of.namespace]);
  const source = useRows({ resource: of.resource, clusters, namespaces, filter: { fields: `metadata.name=${of.name}` }, wide: true });
  const { rows, columns } = useRowsSnapshot(source);
  useEffect(() => source.show(0, 1), [source]);
  return useMemo(() => {
    const row = rows.find((one) => one.u === uid);
    if (row === undefined) return undefined;
    const cell = columns.findIndex((column) => column.id === 'status');
    const word = cell < 0 ? undefined : row.cells[cell];
    if (word === undefined || word === null || word === '') {
      // A kind without a word of its own: silence while it is well.
      return row.s === 'ok' ? undefined : { health: row.s, word: row.r, more: undefined };
    }
    return { health: row.s, word: String(word), more: row.r };
  }, [rows, columns, uid]);
}
