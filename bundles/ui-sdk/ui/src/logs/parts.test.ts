import { expect, it } from 'vitest';
import { fieldsOf, parsedParts, plainParts, shortName, stampOf } from './parts';
import type { LogLine } from './types';

const line = (x: string, more: Partial<LogLine> = {}): LogLine => ({ n: 0, t: 0, ns: 5, s: 0, l: 'none', x, ...more });

it('cuts a line where colours and matches begin and end', () => {
  expect(plainParts(line('a red b', { a: [[2, 5, 'f1']], m: [[4, 7]] }))).toEqual([
    { text: 'a ' },
    { text: 're', style: 'f1' },
    { text: 'd', style: 'f1', match: true },
    { text: ' b', match: true },
  ]);
});

it('tells names of logfmt fields from their values, and leaves other text alone', () => {
  const parts = plainParts(line('level=info status=200', { m: [[11, 21]] }), true);
  expect(parts.filter((part) => part.kind === 'key').map((part) => part.text)).toEqual(['level', 'status']);
  expect(
    parts
      .filter((part) => part.match)
      .map((part) => part.text)
      .join(''),
  ).toBe('status=200');
  expect(plainParts(line('GET /x?a=1'), true).some((part) => part.kind)).toBe(false);
});

it('reads fields of JSON and logfmt, and of nothing else', () => {
  expect(fieldsOf(line('{"msg":"done","user":{"id":7},"tags":["a"]}'))).toEqual({ msg: 'done', 'user.id': '7', tags: '["a"]' });
  expect(fieldsOf(line('level=info msg="it \\"went\\" well" ms=3'))).toEqual({ level: 'info', msg: 'it "went" well', ms: '3' });
  expect(fieldsOf(line('GET /x?a=1'))).toBeUndefined();
  expect(fieldsOf(line('{broken}'))).toBeUndefined();
});

it('shows the message first, leaves out what stands elsewhere, and marks matches again', () => {
  const parts = parsedParts(line('{"level":"info","msg":"request done","path":"/cart","status":200}', { m: [[31, 35]] }), ['status']);
  expect(parts?.map((part) => part.text).join('')).toBe('request done path=/cart');
  expect(parts?.some((part) => part.match)).toBe(true);
});

it('calls a pod by what tells it from its like', () => {
  expect(shortName('checkout-api-6d8f7b9c54-q8z2k')).toBe('q8z2k');
  expect(shortName('ledger-0')).toBe('ledger-0');
  expect(shortName('standalone')).toBe('standalone');
});

it('says the moment to the nanosecond', () => {
  expect(stampOf(line('x', { t: Date.UTC(2026, 0, 31, 12), ns: 42 }))).toBe('2026-01-31T12:00:00.000000042Z');
});
