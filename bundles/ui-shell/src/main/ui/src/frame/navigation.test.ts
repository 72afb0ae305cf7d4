import type { Contribution, Kind, NavigationItem } from '@fresnel/sdk';
import { expect, it } from 'vitest';
import { navigationOf } from './navigation';

const kind = (resource: string, custom = false): Kind => {
  const [, ...group] = resource.split('.');
  return { resource, group: group.join('.'), version: 'v1', kind: resource, namespaced: true, verbs: ['list'], custom };
};
const item = (change: Partial<NavigationItem>): Contribution<NavigationItem> => {
  const whole = { id: 'x', title: 'title', group: 'workloads', ...change };
  return { plugin: 'p', pluginTitle: 'P', version: '1', revision: 'r', id: `p/navigation/${whole.id}`, item: whole };
};
const shape = (groups: ReturnType<typeof navigationOf>) =>
  groups.map((group) => [group.id, ...group.entries.map((entry) => entry.to), ...(group.groups ?? []).map((one) => one.title)]);

it('shows the kinds that the clusters serve, in order', () => {
  const items = [
    item({ id: 'b', resource: 'jobs.batch', order: 20 }),
    item({ id: 'a', resource: 'pods', order: 10 }),
    item({ id: 'c', resource: 'gone.example.com' }),
  ];
  expect(shape(navigationOf(items, [kind('pods'), kind('jobs.batch')], ['a', 'b']))).toEqual([['workloads', '/c/a+b/pods', '/c/a+b/jobs.batch']]);
});

it('gathers custom resources by API group, without those that a plugin has placed', () => {
  const items = [item({ id: 'pools', group: 'plugins', resource: 'nodepools.karpenter.sh' })];
  const kinds = [kind('nodepools.karpenter.sh', true), kind('nodeclaims.karpenter.sh', true), kind('scaledobjects.keda.sh', true)];
  expect(shape(navigationOf(items, kinds, ['a']))).toEqual([
    ['plugins', '/c/a/nodepools.karpenter.sh'],
    ['custom', 'karpenter.sh', 'keda.sh'],
  ]);
});

it('leaves away what its condition forbids', () => {
  expect(navigationOf([item({ route: 'hello', when: 'kind:karpenter.sh/NodePool' })], [], ['a'])).toEqual([]);
  expect(shape(navigationOf([item({ route: 'hello' })], [], ['a']))).toEqual([['workloads', '/p/p/hello']]);
});

it('shows the usual kinds of a cluster that does not tell which it serves', () => {
  expect(shape(navigationOf([item({ resource: 'pods' })], 'untold', ['a']))).toEqual([['workloads', '/c/a/pods']]);
  expect(navigationOf([item({ resource: 'pods' })], [], ['a'])).toEqual([]);
});
