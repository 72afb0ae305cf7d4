import type { Group } from '@fresnel/sdk';
import { expect, it } from 'vitest';
import { projectsOf } from './projects';

const group = (key: string, total: number, counts: Record<string, number> = {}) => ({ key, total, counts: { ok: total, ...counts } }) as unknown as Group;

it('puts kinds together, what is wrong first', () => {
  const projects = projectsOf([
    [group('shop', 5), group('', 9), group('bank', 1, { warning: 1 })],
    [group('shop', 2), group('pay', 1, { error: 1 })],
  ]);
  expect(projects.map(({ name, kinds, total, wrong, worst }) => [name, kinds, total, wrong, worst])).toEqual([
    ['pay', [0, 1], 1, 1, 'error'],
    ['bank', [1, 0], 1, 1, 'warning'],
    ['shop', [5, 2], 7, 0, undefined],
  ]);
});
