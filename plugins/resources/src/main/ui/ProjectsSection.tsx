import { useClusters } from '@fresnel/sdk';
import { useMemo } from 'react';
import { Projects } from './projects/Projects';

/** Projects of all clusters that are open already; none is asked for this. */
export function ProjectsSection() {
  const up = useClusters()
    ?.filter((cluster) => cluster.state === 'up')
    .map((cluster) => cluster.id)
    .join('+');
  const clusters = useMemo(() => up?.split('+').filter(Boolean) ?? [], [up]);
  return clusters.length > 0 && <Projects clusters={clusters} namespaces={EVERYWHERE} />;
}

const EVERYWHERE: readonly string[] = [];
