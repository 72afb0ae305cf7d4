import { expect, it } from 'vitest';
import { keeperOf } from './keeper';

const object = (metadata: object) => ({ metadata: { name: 'a', ...metadata } });

it.each([
  [{ annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } }, { tool: 'Argo CD', name: 'shop' }],
  [{ labels: { 'argocd.argoproj.io/instance': 'shop' } }, { tool: 'Argo CD', name: 'shop' }],
  [{ labels: { 'kustomize.toolkit.fluxcd.io/name': 'infra' } }, { tool: 'Flux', name: 'infra' }],
  [
    { labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations: { 'meta.helm.sh/release-name': 'db' } },
    { tool: 'Helm', name: 'db' },
  ],
  [{ ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true }] }, { tool: 'controller', name: 'ReplicaSet web-1' }],
  [{ labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, undefined],
  [{}, undefined],
])('whoever puts an object back is read from its marks: %j', (metadata, keeper) => {
  expect(keeperOf(object(metadata))).toEqual(keeper);
});
