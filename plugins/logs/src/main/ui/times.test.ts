import { expect, it } from 'vitest';
import { readTime, timeWord } from './times';

it('reads how long ago and moments, and nothing else', () => {
  expect(readTime(' 15m ')).toBe('15m');
  expect(readTime('')).toBe('');
  expect(readTime('2026-01-31T12:00:00Z')).toBe('2026-01-31T12:00:00.000Z');
  expect(readTime('2026-01-31 12:00+09:00')).toBe('2026-01-31T03:00:00.000Z');
  expect(readTime('2026-01-31 12:00')).toBe(new Date('2026-01-31T12:00').toISOString());
  for (const wrong of ['yesterday', '15', '2026-13-41 12:00', '12:00', '15 m']) expect(readTime(wrong)).toBeUndefined();
});

it('shows a moment as it can be typed', () => {
  expect(readTime(timeWord('2026-01-31T12:00:07.000Z'))).toBe('2026-01-31T12:00:07.000Z');
  expect(timeWord('15m')).toBe('15m');
  expect(timeWord('nonsense')).toBe('nonsense');
});
