import { type PanelSlotProps, t, useObject } from '@fresnel/sdk';
import { EmptyState, Skeleton } from '@fresnel/ui';
import { lazy, Suspense } from 'react';
import type { PodParams } from './PodTerminal';

const Screen = lazy(() => import('./Screen').then((module) => ({ default: module.Screen })));

/** A shell on a node, in a pod that goes with it. */
export function NodePanel({ params, visible, setParams, setTitle }: PanelSlotProps) {
  const { objects, session } = params as PodParams;
  const node = objects[0]!;
  const known = useObject(node);
  const system = known.state === 'known' ? (known.value.status as { nodeInfo?: { operatingSystem?: string } } | undefined)?.nodeInfo?.operatingSystem : '';
  if (system === 'windows') return <EmptyState text={t('node.windows', { name: node.name })} />;
  return (
    <Suspense fallback={<Skeleton label={t('loading')} />}>
      <Screen
        target={{ mode: 'node', cluster: node.cluster, node: node.name }}
        name={node.name}
        session={session}
        visible={visible}
        onSession={(now) => setParams(now === undefined ? { objects } : { objects, session: now })}
        onTitle={(title) => setTitle(title === '' ? node.name : `${node.name}: ${title}`)}
      />
    </Suspense>
  );
}
