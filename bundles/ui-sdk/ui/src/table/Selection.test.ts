import type { Row } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { chosenOf, Selection } from './Selection';

const row = (name: string): Row => ({ k: `demo/${name}`, c: 'demo', ns: 'shop', n: name, u: name, t: 0, cells: [], s: 'ok' });

describe('a selection', () => {
  it('holds rows by key and counts them', () => {
    const selection = new Selection();
    selection.set([row('a'), row('b')], true);
    selection.toggle(row('a'));
    expect(selection.has('demo/a')).toBe(false);
    expect(selection.has('demo/b')).toBe(true);
    expect(chosenOf(selection.get(), 50_000)).toBe(1);
    expect([...selection.get().marked.values()]).toEqual([{ k: 'demo/b', c: 'demo', ns: 'shop', n: 'b' }]);
  });

  it('can mean everything that matches but for some, until another question is asked', () => {
    const selection = new Selection();
    selection.chooseAll();
    selection.toggle(row('a'));
    expect(selection.has('demo/a')).toBe(false);
    expect(selection.has('demo/never seen')).toBe(true);
    expect(chosenOf(selection.get(), 1_279)).toBe(1_278);
    selection.asked();
    expect(chosenOf(selection.get(), 1_279)).toBe(0);
  });

  it('forgets rows that are deleted, and keeps the others over another question', () => {
    const selection = new Selection();
    selection.set([row('a'), row('b')], true);
    selection.drop(['demo/a', 'demo/z']);
    selection.asked();
    expect([...selection.get().marked.keys()]).toEqual(['demo/b']);
  });
});
