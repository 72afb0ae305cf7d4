import { setWords } from '@fresnel/sdk/host';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
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

/** A viewer whose look is kept as a page keeps it. */
function Page({ source, text = '' }: { readonly source: Told; readonly text?: string }) {
  const [look, setLook] = useState({ ...usualLook, text });
  return <Viewer source={source} label="Logs" look={look} onLook={(part) => setLook((before) => ({ ...before, ...part }))} />;
}

function view(source: Told, text = 'line') {
  render(<Page source={source} text={text} />);
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

const box = () => screen.getByRole('group', { name: /^Logs/ });

it('who has found a line sees what stands around it when the filter is taken away', () => {
  const source = new Told();
  view(source, '');
  fireEvent.click(screen.getByRole('button', { name: /^Error/ }));
  expect(source.seeks).toHaveLength(0); // it is followed
  const found = { ...lines(1)[0]!, t: 12, x: 'line 12' };
  act(() => source.receive({ end: 1, window: { epoch: 'b', from: 0, to: 1, at: 0, rows: [found] } }));
  fireEvent.keyDown(box(), { key: 'ArrowDown' });
  expect(read()).toContain('line 12');
  fireEvent.click(screen.getByRole('button', { name: /^Error/ }));
  expect(source.last).toMatchObject({ t: 12, ns: 0, near: true });
  act(() => source.receive({ end: 20, window: { epoch: 'c', from: 0, to: 20, at: 0, rows: lines(20) }, sought: { id: source.last.id, row: 12, ordinal: 0 } }));
  expect(read()).toContain('line 12');
});

it('who reads a line still does when the view had to begin anew', () => {
  const source = new Told();
  act(() => source.restart());
  view(source, '');
  fireEvent.keyDown(box(), { key: 'Home' });
  fireEvent.keyDown(box(), { key: 'ArrowDown' });
  expect(read()).toMatch(/line 1$/);
  act(() => source.restart());
  expect(source.last).toMatchObject({ t: 1, near: false }); // it may be on its way yet
  act(() => source.receive({ end: 30, window: { epoch: 'd', from: 0, to: 20, at: 0, rows: lines(20) }, sought: { id: source.last.id, row: 4, ordinal: 0 } }));
  expect(read()).toContain('line 4');
});

it('one press shows one level, and others beside it', () => {
  const source = new Told();
  const filters: unknown[] = [];
  source.filter = (filter?: { readonly levels: readonly string[] }) => void filters.push(filter?.levels);
  view(source, '');
  const press = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));
  press(/^Error/);
  press(/^Warn/);
  press(/^Warn/);
  press(/^Error/);
  expect(filters).toEqual([[], ['error'], ['error', 'warn'], ['error'], []]);
});

it('says how many lines have come since it is not followed', () => {
  const source = new Told();
  view(source, '');
  fireEvent.keyDown(box(), { key: 'f' });
  act(() => source.receive({ total: 1_020 }));
  expect(screen.getByRole('button', { name: /Follow/ }).textContent).toContain('+1,000');
  fireEvent.keyDown(box(), { key: 'f' });
  expect(screen.getByRole('button', { name: /Follow/ }).textContent).not.toContain('+');
});

it('says why there are no lines', () => {
  const source = new Told();
  render(<Page source={source} />);
  act(() => source.receive({ state: 'live' }));
  expect(screen.getByText('No pods yet. Those that come are shown here.')).toBeDefined();
  const waits = { i: 0, cluster: 'demo', namespace: 'shop', pod: 'web', container: 'app', state: 'waiting' as const, detail: 'ImagePullBackOff' };
  act(() => source.receive({ sources: [waits] }));
  expect(screen.getByRole('listitem').textContent).toBe('web/app: ImagePullBackOff');
});

it('lines are chosen from where somebody began, and fewer again when they go back', () => {
  const source = new Told();
  const asked: Readonly<Record<string, string>>[] = [];
  source.textUrl = (query?: Readonly<Record<string, string>>) => void asked.push(query ?? {}) as undefined;
  view(source, '');
  const press = (key: string, more = {}) => fireEvent.keyDown(box(), { key, ...more });
  press('Home');
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) press(key, { shiftKey: true });
  press('c', { ctrlKey: true });
  fireEvent.click(screen.getByRole('button', { name: /^Warn/ }));
  press('Home');
  press('c', { ctrlKey: true });
  expect(asked.map(({ from, to }) => [from, to])).toEqual([
    ['0', '3'],
    ['0', '1'],
  ]);
});
