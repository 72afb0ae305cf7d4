import { pages } from '@fresnel/sdk';

/** Keys after `g`: where they lead. A jump works while some cluster on the page serves the kind. */
export const JUMPS: Readonly<Record<string, string>> = {
  p: 'pods',
  d: 'deployments.apps',
  t: 'statefulsets.apps',
  a: 'daemonsets.apps',
  j: 'jobs.batch',
  n: 'nodes',
  m: 'namespaces',
  e: 'events',
  s: 'services',
  i: 'ingresses.networking.k8s.io',
  c: 'configmaps',
  x: 'secrets',
  v: 'persistentvolumeclaims',
};

/** Keys after `g` that lead to pages of the frame. */
export const PAGES: Readonly<Record<string, (clusters: readonly string[]) => string>> = {
  h: () => pages.home(),
  o: (clusters) => (clusters.length === 0 ? pages.home() : pages.cluster(clusters)),
  l: () => pages.plugins(),
  ',': () => pages.settings(),
};
