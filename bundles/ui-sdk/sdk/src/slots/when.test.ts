import { expect, it } from 'vitest';
import type { Kind } from '../model/types';
import { holds } from './when';

const pool: Kind = {
  resource: 'nodepools.karpenter.sh',
  group: 'karpenter.sh',
  version: 'v1',
  kind: 'NodePool',
  namespaced: false,
  verbs: ['list'],
  custom: true,
};

it.each([
  [undefined, true],
  ['', true],
  ['kind:karpenter.sh/NodePool', true],
  ['kind:karpenter.sh/NodeClaim', false],
  ['kind:NodePool', false],
  ['can:list:nodepools.karpenter.sh', true],
  ['can:delete:nodepools.karpenter.sh', false],
  ['kind:karpenter.sh/NodePool && can:list:nodepools.karpenter.sh', true],
  ['kind:karpenter.sh/NodePool && moon:full', false],
])('%s holds: %s', (condition, expected) => {
  expect(holds(condition, [pool])).toBe(expected);
});
