import { setWords } from '@fresnel/sdk/host';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import en from '../messages/en.json';
import { LogHold } from './LogHold';
import type { LogLine, LogSeek, LogSource } from './types';
import { usualLook } from './types';
import { Viewer } from './Viewer';

const lines = (count: number): LogLine[] => Array.from({ length: count }, (_, i) => ({ n: i, t: i, ns: 0, s: 0, l: 'none', x: `line ${i}` }));

/** A source whose answers the test gives. */
class Told extends LogHold implements LogSource {
  readonly seeks: LogSeek[] = [];

  show(): void {}

  filter(): void {}

  search(): void {}

  seek(seek: LogSeek): void {
    this.seeks.push(seek);
  }

  textUrl(): undefined {
    return undefined;
  }

  get last(): LogSeek {
    return this.seeks.at(-1)!;
  }
}

beforeEach(() => setWords('ui', { en }));
afterEach(cleanup);

function view(source: Told) {
  render(<Viewer source={source} label="Logs" look={{ ...usualLook, text: 'line' }} onLook={() => {}} />);
  act(() => source.receive({ state: 'live', total: 20, end: 20, window: { epoch: 'a', from: 0, to: 20, at: 0, rows: lines(20) } }));
}

const read = () => document.querySelector('[aria-live=polite]')?.textContent ?? '';

it('shows a match at once, and which of them it is when all are counted', () => {
  const source = new Told();
  view(source);
  const { id } = source.last;
  act(() => source.receive({ sought: { id, row: 5, ordinal: -1 }, search: { matches: 2, progress: 0.3 } }));
  expect(read()).toContain('line 5');
  expect(screen.getByText('Searching, 30 %')).toBeDefined();
  fireEvent.keyDown(screen.getByRole('group', { name: /^Logs/ }), { key: 'ArrowDown' });
  act(() => source.receive({ sought: { id, row: 5, ordinal: 3 }, search: { matches: 9, progress: 1 } }));
  expect(screen.getByText('4 of 9')).toBeDefined();
  expect(read()).toContain('line 6'); // who has moved on is not called back
  expect(source.seeks).toHaveLength(1);
});

it('asks again when there was no match and one has come', () => {
  const source = new Told();
  view(source);
  act(() => source.receive({ sought: { id: source.last.id, row: -1, ordinal: 0 }, search: { matches: 0, progress: 1 } }));
  expect(source.seeks).toHaveLength(1);
  act(() => source.receive({ search: { matches: 1, progress: 1 } }));
  expect(source.seeks).toHaveLength(2);
  act(() => source.receive({ sought: { id: source.last.id, row: 7, ordinal: 0 } }));
  expect(read()).toContain('line 7');
  expect(screen.getByText('1 of 1')).toBeDefined();
});
