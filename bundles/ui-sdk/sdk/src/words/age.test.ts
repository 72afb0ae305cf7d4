import { expect, it } from 'vitest';
import { humanDuration } from './age';

const s = 1000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;

/** The same cases as in apimachinery's duration_test.go. */
it.each([
  [s, '1s'],
  [70 * s, '70s'],
  [190 * s, '3m10s'],
  [70 * m, '70m'],
  [47 * h, '47h'],
  [49 * h, '2d1h'],
  [8 * d + 2 * h, '8d'],
  [367 * d, '367d'],
  [365 * 2 * d + 25 * d, '2y25d'],
  [365 * 8 * d + 2 * d, '8y'],
  [10 * m - s, '9m59s'],
  [3 * h - s, '179m'],
  [8 * h - s, '7h59m'],
  [2 * d - s, '47h'],
  [8 * d - s, '7d23h'],
  [2 * 365 * d - s, '729d'],
  [0, '0s'],
  [-2 * s, '<invalid>'],
])('%i ms is %s', (duration, words) => {
  expect(humanDuration(duration)).toBe(words);
});
