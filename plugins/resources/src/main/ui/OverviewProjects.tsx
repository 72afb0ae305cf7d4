import type { OverviewSlotProps } from '@fresnel/sdk';
import { Projects } from './projects/Projects';

/** Projects of the clusters that the page is about. */
export function OverviewProjects({ clusters, namespaces }: OverviewSlotProps) {
  return <Projects clusters={clusters} namespaces={namespaces} />;
}
