import { type KubeObject, type ObjectRef, useChannels, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { useEffect, useMemo } from 'react';

export interface Objects {
  readonly objects: readonly KubeObject[];
  readonly loaded: boolean;
  /** how many there are, when more than were asked for */
  readonly matched: number;
}

export interface Wanted {
  readonly cluster: string;
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly labels?: string | undefined;
  readonly fields?: string | undefined;
  readonly most?: number;
}

const MOST = 20;

/** A few objects whole and live, found by selector; nothing is asked without one. */
export function useObjects({ cluster, resource, namespace, labels, fields, most = MOST }: Wanted): Objects {
  const clusters = useMemo(() => [cluster], [cluster]);
  const namespaces = useMemo(() => (namespace ? [namespace] : []), [namespace]);
  const filter = { ...(labels ? { labels } : {}), ...(fields ? { fields } : {}) };
  const source = useRows({ resource, clusters, namespaces, filter, columns: ['name'] });
  const { rows, matched, loaded } = useRowsSnapshot(source);
  useEffect(() => source.show(0, most), [source, most]);
  const refs = rows.slice(0, most).map((row): ObjectRef => ({ cluster, resource, ...(row.ns ? { namespace: row.ns } : {}), name: row.n }));
  const answers = useChannels<{ object?: KubeObject }>('object', refs);
  const objects = answers.flatMap((one) => (one.value?.object ? [one.value.object] : []));
  return { objects, matched, loaded: loaded && objects.length >= Math.min(rows.length, most) };
}
