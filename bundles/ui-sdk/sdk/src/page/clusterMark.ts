import { type ClusterMark, useSettings } from './settings';

const UNMARKED: ClusterMark = {};

/** How this person has marked a cluster. */
export function useClusterMark(id: string | undefined): ClusterMark {
  const { clusters } = useSettings();
  return (id === undefined ? undefined : clusters[id]) ?? UNMARKED;
}
