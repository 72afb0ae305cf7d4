import { expect, it } from 'vitest';
import { score } from './match';

const best = (typed: string, ...texts: string[]) => [...texts].sort((a, b) => (score(b, typed) ?? -1) - (score(a, typed) ?? -1))[0];

it('prefers the start, then the start of a word, then the inside, then initials', () => {
  expect(best('pod', 'PodDisruptionBudget', 'Pod')).toBe('Pod');
  expect(best('set', 'ReplicaSet', 'Settings')).toBe('Settings');
  expect(best('hpa', 'HorizontalPodAutoscaler', 'Pod')).toBe('HorizontalPodAutoscaler');
});

it('wants every word, in any order', () => {
  expect(score('Deployment apps', 'apps dep')).toBeDefined();
  expect(score('Deployment apps', 'apps pod')).toBeUndefined();
});
