import { expect, it } from 'vitest';
import { firstLines, linesRun, plainPaste } from './paste';

it('lets nothing but text through: no paste ends its own brackets', () => {
  expect(plainPaste('ls\u001b[201~\nrm -rf /\u009b201~\u0007\u0003')).toBe('ls[201~\nrm -rf /201~');
  expect(plainPaste('a\tb\r\nグ👩‍👩‍👧e\u0301')).toBe('a\tb\r\nグ👩‍👩‍👧e\u0301');
});

it('asks before lines are run one by one, and only then', () => {
  expect(linesRun('one\ntwo\r\nthree\n', false)).toBe(3);
  expect(linesRun('one\n', false)).toBe(0);
  expect(linesRun('one', false)).toBe(0);
  expect(linesRun('one\ntwo', true)).toBe(0);
  expect(linesRun('one\rtwo', false)).toBe(2);
});

it('shows a few short lines of a long paste', () => {
  expect(firstLines('a\nb')).toBe('a\nb');
  const shown = firstLines(`${'x'.repeat(300)}\n${'y\n'.repeat(50)}`).split('\n');
  expect(shown).toHaveLength(13);
  expect(shown[0]).toHaveLength(201);
});
