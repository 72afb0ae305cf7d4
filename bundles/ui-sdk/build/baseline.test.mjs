import { expect, it } from 'vitest';
import { broken, exported, promised } from './baseline.mjs';

it('keeps what @fresnel/sdk has promised; adding is fine', { timeout: 60_000 }, () => {
  const before = promised();
  expect(before.length).toBeGreaterThan(100);
  expect(
    broken(exported(), before),
    'plugins use these: keep them, or write the new state with `baseline.mjs --write` and raise the version of the SDK',
  ).toEqual([]);
});

it('finds what is gone or means something else', () => {
  expect(broken(['a: string', 'c: number'], ['a: string', 'b: string', 'c: string'])).toEqual(['b: string', 'c: string']);
});
