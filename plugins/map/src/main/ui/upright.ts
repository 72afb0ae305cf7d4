import { COLUMNS, placeOf } from './kinds';
import { CARD, type Layout, type PlacedCard } from './layout';
import { type Card, type Picture, troubled } from './model';

/** One object and its neighbours, as they stand in a narrow place. */
export interface Upright {
  readonly layout: Layout;
  /** neighbours for which there is no place */
  readonly left: number;
}

const PAD = 10;
const GAP = 12;
const BETWEEN = 22;
const ROWS = 2;
const LEAST = 112;
const WIDEST = 200;
const HEIGHT = 46;

/** The object in the middle, above it what leads there, below it where it leads. Neighbours in trouble are the last to be left away. */
export function upright(picture: Picture, focus: Card, width: number): Upright {
  const room = width - 2 * PAD;
  const inRow = Math.max(1, Math.min(4, Math.floor((room + GAP) / (LEAST + GAP))));
  const to = new Set([...picture.lines.values()].filter((line) => line.to === focus.id).map((line) => line.from));
  const others = [...picture.cards.values()].filter((card) => card.id !== focus.id).sort(worstFirst);
  const above = others.filter((card) => to.has(card.id));
  const below = others.filter((card) => !to.has(card.id));
  const rows = [...rowsOf(above, inRow).reverse(), [focus], ...rowsOf(below, inRow)];
  const cards = new Map<string, PlacedCard>();
  let y = PAD;
  for (const row of rows) {
    const w = Math.min(row.length === 1 ? CARD.w : WIDEST, (room - GAP * (row.length - 1)) / row.length);
    let x = (width - row.length * w - GAP * (row.length - 1)) / 2;
    for (const card of row) {
      cards.set(card.id, { x, y, w, h: HEIGHT, card, column: placeOf(card.k).column });
      x += w + GAP;
    }
    y += HEIGHT + BETWEEN;
  }
  return { layout: { width, height: y - BETWEEN + PAD, groups: new Map(), cards, folded: undefined }, left: others.length + 1 - cards.size };
}

function rowsOf(cards: readonly Card[], inRow: number): Card[][] {
  const rows: Card[][] = [];
  for (let at = 0; at < Math.min(cards.length, inRow * ROWS); at += inRow) rows.push(cards.slice(at, Math.min(at + inRow, inRow * ROWS)));
  return rows;
}

function worstFirst(a: Card, b: Card): number {
  return (
    Number(troubled(b.s)) - Number(troubled(a.s)) ||
    COLUMNS.indexOf(placeOf(a.k).column) - COLUMNS.indexOf(placeOf(b.k).column) ||
    a.kind.localeCompare(b.kind) ||
    a.n.localeCompare(b.n)
  );
}
