import { expect, it } from 'vitest';
import { moved } from './order';

it.each([
  ['abc', 'abc', 0],
  ['abc', 'cab', 1],
  ['abc', '0abc', 1],
  ['abc', 'ab', 1],
  ['abcd', 'xbcd', 1],
  ['abcd', 'dcba', 3],
  ['', 'ab', 2],
])('from %s to %s %i rows move', (from, to, count) => {
  expect(moved([...from], [...to])).toBe(count);
});
