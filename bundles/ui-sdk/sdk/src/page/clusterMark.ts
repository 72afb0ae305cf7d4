import { type Settings, useSettings } from './settings';

/** How a person has marked a cluster. */
export interface ClusterMark {
  /** what destroys something asks for its name there */
  readonly production: boolean;
}

const UNMARKED: ClusterMark = { production: false };
const PRODUCTION: ClusterMark = { production: true };

interface Marked {
  readonly clusters?: Readonly<Record<string, { readonly production?: boolean }>>;
}

export function useClusterMark(id: string | undefined): ClusterMark {
  return markOf(useSettings() as Settings & Marked, id);
}

function markOf(settings: Marked, id: string | undefined): ClusterMark {
  return id !== undefined && settings.clusters?.[id]?.production === true ? PRODUCTION : UNMARKED;
}
