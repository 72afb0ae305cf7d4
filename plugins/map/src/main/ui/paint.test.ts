import { describe, expect, it } from 'vitest';
import { card, line } from './fixtures';
import { Arrangement } from './layout';
import { after, type Line, type Tile } from './model';
import { type Palette, paint, type Scene, TOKENS } from './paint';
import type { Pen } from './pen';

function tile(key: string, drawn: number): Tile {
  return { id: `g:${key}`, key, s: 'ok', r: '', objects: 3, pods: 2, counts: { ok: 2 }, cards: 3, drawn, open: drawn > 0, troubled: 0 };
}

/** Remembers curves and words. */
class Notes implements Pen {
  readonly curves: number[][] = [];
  readonly words: string[] = [];
  rect(): void {}
  shape(): void {}
  icon(): void {}
  text(text: string): void {
    this.words.push(text);
  }
  width(text: string): number {
    return text.length * 6;
  }
  curve(points: readonly number[]): void {
    this.curves.push([...points]);
  }
}

const WORDS: Scene['words'] = {
  pods: (n) => `${n} pods`,
  objects: () => '',
  none: '',
  column: (column) => column,
  folded: () => '',
  edges: (n) => `${n} edges`,
  trouble: () => '',
  calm: () => '',
};

function drawn(edges: readonly Line[], hover?: string): Notes {
  const cards = [card('a', 'services'), card('b', 'services'), card('c', 'deployments.apps')];
  const picture = after(undefined, { cluster: 'demo', whole: true, groups: [tile('shop', 3), tile('data', 0)], nodes: cards, edges });
  const layout = new Arrangement().arrange([picture], 1_200);
  const palette = Object.fromEntries(TOKENS.map((token) => [token, token])) as Palette;
  const notes = new Notes();
  paint(notes, { layout, pictures: [picture], palette, words: WORDS, hover, view: { x: 0, y: 0, w: layout.width, h: layout.height }, scale: 1 });
  return notes;
}

describe('the drawing', () => {
  const out = [line('a', 'g:data', ''), line('b', 'g:data', ''), { ...line('c', 'g:data', ''), n: 4 }];

  it('leads from an open group to a closed one once, from border to border, and says how many edges that is', () => {
    const notes = drawn([...out, line('a', 'c')]);
    expect(notes.curves).toHaveLength(2);
    expect(notes.words).toContain('6 edges');
  });

  it('shows which card it is that leads there when it is pointed at', () => {
    expect(drawn(out, 'a').curves).toHaveLength(2);
    expect(drawn(out, 'demo/g:data').curves).toHaveLength(3);
  });
});
