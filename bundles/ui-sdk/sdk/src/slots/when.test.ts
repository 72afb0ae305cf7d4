import { describe, expect, it } from 'vitest';
import type { Kind } from '../model/types';
import { holds, rightsOf } from './when';
import cases from './when-cases.json';

const kinds: readonly Kind[] = cases.kinds.map((kind) => ({ ...kind, version: kind.versions[0] ?? '', namespaced: true, verbs: ['list'], custom: false }));
const may = (verb: string, resource: string) => {
  const full = kinds.find((kind) => kind.resource.split('.')[0] === resource)?.resource ?? resource;
  return cases.may.includes(`${verb}:${full}`);
};

describe('conditions', () => {
  it.each(cases.holds)('%s holds', (condition) => expect(holds(condition, kinds, may)).toBe(true));
  it.each(cases.fails)('%s does not hold', (condition) => expect(holds(condition, kinds, may)).toBe(false));
  it.each(cases.unreadable)('%s cannot be read and does not hold', (condition) => expect(holds(condition, kinds, () => true)).toBe(false));

  it('takes a verb that is offered for a right until it is told', () => {
    expect(holds('can:list:pods', kinds)).toBe(true);
    expect(holds('can:delete:pods', kinds)).toBe(false);
    expect(holds('can:list:pods', kinds, () => false)).toBe(false);
  });

  it('tells which rights it asks for', () => {
    expect(rightsOf('kind:Pod && !(can:list:pods || can:patch:deployments.apps/scale)')).toEqual(['can:list:pods', 'can:patch:deployments.apps/scale']);
  });
});
