import { expect, it } from 'vitest';
import { resourceName } from './kinds';

it.each([
  ['pods', '', 'pods'],
  ['deployments', 'apps', 'deployments.apps'],
  ['deployments.apps', 'apps', 'deployments.apps'],
  ['nodes', 'metrics.k8s.io', 'nodes.metrics.k8s.io'],
])('%s of the group %j is %s', (resource, group, name) => {
  expect(resourceName({ resource, group })).toBe(name);
});
