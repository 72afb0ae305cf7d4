/** Left to right: routes, services and scaling, workloads, pods, configuration and storage, what belongs to the cluster. */
export const COLUMNS = ['routes', 'services', 'workloads', 'pods', 'configuration', 'cluster'] as const;
export type Column = (typeof COLUMNS)[number];

/** What can be shown or left out; `custom` is everything that no other word names. */
export const SOURCES = ['workloads', 'network', 'configuration', 'storage', 'security', 'autoscaling', 'nodes', 'webhooks', 'custom'] as const;
export type Source = (typeof SOURCES)[number];

export const USUAL: readonly Source[] = ['workloads', 'network', 'configuration', 'storage', 'autoscaling', 'custom'];

interface Place {
  readonly source: Source;
  readonly column: Column;
  readonly icon: Shape;
}

export type Shape = 'box' | 'stack' | 'clock' | 'hub' | 'route' | 'chart' | 'page' | 'key' | 'disk' | 'person' | 'shield' | 'machine' | 'hook' | 'star';

const at = (source: Source, column: Column, icon: Shape): Place => ({ source, column, icon });

const PLACES: Readonly<Record<string, Place>> = {
  pods: at('workloads', 'pods', 'box'),
  'deployments.apps': at('workloads', 'workloads', 'box'),
  'statefulsets.apps': at('workloads', 'workloads', 'stack'),
  'daemonsets.apps': at('workloads', 'workloads', 'box'),
  'replicasets.apps': at('workloads', 'workloads', 'box'),
  'jobs.batch': at('workloads', 'workloads', 'clock'),
  'cronjobs.batch': at('workloads', 'workloads', 'clock'),
  services: at('network', 'services', 'hub'),
  'endpointslices.discovery.k8s.io': at('network', 'services', 'hub'),
  'networkpolicies.networking.k8s.io': at('network', 'services', 'shield'),
  namespaces: at('network', 'routes', 'machine'),
  'ingresses.networking.k8s.io': at('network', 'routes', 'route'),
  'ingressclasses.networking.k8s.io': at('network', 'routes', 'route'),
  'gateways.gateway.networking.k8s.io': at('network', 'routes', 'route'),
  'gatewayclasses.gateway.networking.k8s.io': at('network', 'routes', 'route'),
  'httproutes.gateway.networking.k8s.io': at('network', 'routes', 'route'),
  'grpcroutes.gateway.networking.k8s.io': at('network', 'routes', 'route'),
  'tcproutes.gateway.networking.k8s.io': at('network', 'routes', 'route'),
  'tlsroutes.gateway.networking.k8s.io': at('network', 'routes', 'route'),
  'udproutes.gateway.networking.k8s.io': at('network', 'routes', 'route'),
  configmaps: at('configuration', 'configuration', 'page'),
  secrets: at('configuration', 'configuration', 'key'),
  persistentvolumeclaims: at('storage', 'configuration', 'disk'),
  persistentvolumes: at('storage', 'cluster', 'disk'),
  'storageclasses.storage.k8s.io': at('storage', 'cluster', 'disk'),
  serviceaccounts: at('security', 'configuration', 'person'),
  'roles.rbac.authorization.k8s.io': at('security', 'cluster', 'shield'),
  'clusterroles.rbac.authorization.k8s.io': at('security', 'cluster', 'shield'),
  'rolebindings.rbac.authorization.k8s.io': at('security', 'services', 'shield'),
  'clusterrolebindings.rbac.authorization.k8s.io': at('security', 'services', 'shield'),
  'horizontalpodautoscalers.autoscaling': at('autoscaling', 'services', 'chart'),
  'verticalpodautoscalers.autoscaling.k8s.io': at('autoscaling', 'services', 'chart'),
  'poddisruptionbudgets.policy': at('autoscaling', 'services', 'shield'),
  nodes: at('nodes', 'cluster', 'machine'),
  'validatingwebhookconfigurations.admissionregistration.k8s.io': at('webhooks', 'routes', 'hook'),
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': at('webhooks', 'routes', 'hook'),
};

const CUSTOM = at('custom', 'services', 'star');

export function placeOf(kind: string): Place {
  return PLACES[kind] ?? CUSTOM;
}

/** Kinds to leave out so that only these sources are shown. What nobody has a word for is known from what was counted. */
export function without(shown: readonly Source[], counted: readonly string[]): readonly string[] {
  const kinds = new Set([...Object.keys(PLACES), ...counted]);
  return [...kinds].filter((kind) => !shown.includes(placeOf(kind).source)).sort();
}

/** How an edge is drawn. */
export type Stroke = 'solid' | 'dotted' | 'dashed';

export function strokeOf(role: string): Stroke {
  const word = role.slice(role.indexOf('/') + 1).replace(/^edge\./, '');
  if (/^(mounts|reads|pulls|runsAs|binds|provisioned|gives|grants)$/.test(word)) return 'dotted';
  return /^(scales|protects|guards|admitted|reaches)$/.test(word) ? 'dashed' : 'solid';
}

/** 16 px, as all icons. */
export const SHAPES: Readonly<Record<Shape, string>> = {
  box: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5ZM2.5 5 8 8.2 13.5 5M8 8.2v6',
  stack:
    'M2.5 4.2c0-1 2.5-1.7 5.5-1.7s5.5.7 5.5 1.7S11 6 8 6 2.5 5.200 2.500 4.200ZM2.500 4.200v7.600c0 1 2.500 1.700 5.500 1.700s5.500-.7 5.500-1.700V4.200M2.500 8c0 1 2.500 1.700 5.500 1.700s5.500-.7 5.500-1.700',
  clock: 'M8 2a6 6 0 1 0 .01 0ZM8 4.800V8l2.200 1.600',
  hub: 'M8 5.800a2.200 2.200 0 1 0 .01 0ZM8 1.500v4.300M8 10.200v4.300M1.500 8h4.300M10.200 8h4.300',
  route:
    'M4 12.500a1.500 1.500 0 1 0 .01 0ZM12 2a1.500 1.500 0 1 0 .01 0ZM12 10.500a1.500 1.500 0 1 0 .01 0ZM5.500 13C9 13 6.500 3.500 10.500 3.500M7.500 9.500c.5 1.800 1.500 2.500 3 2.500',
  chart: 'M2.500 13.500v-4M6.200 13.500v-6M9.900 13.500v-8M13.500 13.500v-11',
  page: 'M4 2h5.500L12.500 5v9H4ZM9.500 2v3h3M6 8h4.500M6 10.500h4.500',
  key: 'M5.500 7.500a3 3 0 1 0 .01 0ZM7.700 8.500l6-6M11.200 5l2 2M9.500 6.700l1.300 1.300',
  disk: 'M2.500 3.500h11v9h-11ZM2.500 9.500h11M11 11h.6',
  person: 'M8 2.500a3 3 0 1 0 .01 0ZM2.500 14c.6-3 2.700-4.500 5.500-4.500s4.900 1.500 5.500 4.500',
  shield: 'M8 1.800 13 3.500V8c0 3-2 5-5 6.200C5 13 3 11 3 8V3.500Z',
  machine: 'M2.500 3h11v4h-11ZM2.500 9h11v4h-11ZM5 5h.6M5 11h.6',
  hook: 'M8 2v7.500a2.800 2.800 0 1 1-5.600 0M8 2l-2 2M8 2l2 2M12 6v6',
  star: 'm8 1.900 1.900 3.900 4.200.6-3.100 3 .8 4.300L8 11.700l-3.800 2 .8-4.300-3.100-3 4.200-.6Z',
};
