import type { KubeObject } from '@fresnel/sdk';

/** Who puts an object back to what is written elsewhere. */
export interface Keeper {
  readonly tool: 'Argo CD' | 'Flux' | 'Helm' | 'controller';
  /** the application, release, or owner */
  readonly name: string;
}

/** Read from the marks that these tools leave; an owner that controls the object counts too. */
export function keeperOf({ metadata }: KubeObject): Keeper | undefined {
  const { labels = {}, annotations = {}, ownerReferences = [] } = metadata;
  const tracking = annotations['argocd.argoproj.io/tracking-id'];
  if (tracking !== undefined) return { tool: 'Argo CD', name: tracking.split(':')[0]! };
  const instance = labels['argocd.argoproj.io/instance'];
  if (instance !== undefined) return { tool: 'Argo CD', name: instance };
  const flux = labels['kustomize.toolkit.fluxcd.io/name'] ?? labels['helm.toolkit.fluxcd.io/name'];
  if (flux !== undefined) return { tool: 'Flux', name: flux };
  const release = annotations['meta.helm.sh/release-name'];
  if (release !== undefined && labels['app.kubernetes.io/managed-by'] === 'Helm') return { tool: 'Helm', name: release };
  const owner = ownerReferences.find((one) => one.controller === true);
  return owner === undefined ? undefined : { tool: 'controller', name: `${owner.kind} ${owner.name}` };
}
