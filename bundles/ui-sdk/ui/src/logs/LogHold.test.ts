import { expect, it } from 'vitest';
import { LogHold } from './LogHold';
import type { LogLine } from './types';

const lines = (from: number, to: number): LogLine[] =>
  Array.from({ length: to - from }, (_, i) => ({ n: from + i, t: 0, ns: 0, s: 0, l: 'none', x: String(from + i) }));

it('keeps what is in the window and takes what is new', () => {
  const hold = new LogHold();
  hold.receive({ end: 100, window: { epoch: 'a', from: 0, to: 50, at: 0, rows: lines(0, 50) } });
  hold.receive({ window: { epoch: 'a', from: 20, to: 70, at: 50, rows: lines(50, 70) } });
  expect(hold.get().offset).toBe(20);
  expect(hold.get().rows.map((row) => row.n)).toEqual(lines(20, 70).map((row) => row.n));
});

it('another epoch voids what was held', () => {
  const hold = new LogHold();
  hold.receive({ window: { epoch: 'a', from: 0, to: 50, at: 0, rows: lines(0, 50) } });
  hold.receive({ window: { epoch: 'b', from: 20, to: 30, at: 20, rows: lines(120, 130) } });
  expect(hold.get().rows).toHaveLength(10);
  expect(hold.get().rows[0]!.n).toBe(120);
});

it('an error goes when it is no longer told', () => {
  const hold = new LogHold();
  hold.receive({ error: 'no expression' });
  expect(hold.get().error).toBe('no expression');
  hold.receive({ total: 3 });
  expect(hold.get().error).toBeUndefined();
});
