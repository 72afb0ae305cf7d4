import { type Cluster, number, t, useCounts } from '@fresnel/sdk';
import { Status } from '@fresnel/ui';
import { useMemo } from 'react';
import { KindNumber } from '../KindNumber';

/** One question for all columns of a cluster. */
const COUNTED = ['nodes', 'pods', 'events'];

export interface CountOfProps {
  readonly cluster: Cluster;
  readonly resource: 'nodes' | 'pods' | 'events';
}

export function CountOf({ cluster, resource }: CountOfProps) {
  const clusters = useMemo(() => [cluster.id], [cluster.id]);
  const count = useCounts(clusters, COUNTED)[resource];
  if (cluster.state === 'down' || cluster.state === 'broken') return <>–</>;
  if (resource !== 'events' || count === undefined || !('total' in count)) return <KindNumber count={count} />;
  const warnings = count.warning + count.error;
  return warnings === 0 ? t('home.noWarnings') : <Status health="warning" word={number(warnings)} />;
}
