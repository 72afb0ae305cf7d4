import { expect, it } from 'vitest';
import { touched, withControl } from './touch';

it('gives programs the keys that touch keyboards lack', () => {
  expect(touched('up', false)).toBe('\u001b[A');
  expect(touched('left', true)).toBe('\u001bOD');
  expect(touched('escape', true)).toBe('\u001b');
  expect(touched('tab', false)).toBe('\t');
  expect(['c', 'C', '[', ' ', '日', 'ab', '1'].map(withControl)).toEqual(['\u0003', '\u0003', '\u001b', '\u0000', '日', 'ab', '1']);
});
