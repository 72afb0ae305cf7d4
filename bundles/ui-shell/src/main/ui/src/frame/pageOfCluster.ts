import { currentSettings, pages } from '@fresnel/sdk';

/** A cluster's page, with the namespaces that somebody wants it to open with. */
export function pageOfCluster(cluster: string): string {
  const namespaces = currentSettings().namespaces[cluster] ?? [];
  const page = pages.cluster([cluster]).split('?')[0]!;
  return namespaces.length === 0 ? page : `${page}?ns=${namespaces.join(',')}`;
}
