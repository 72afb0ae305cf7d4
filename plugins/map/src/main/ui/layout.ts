import { HEALTHS } from '@fresnel/sdk';
import { COLUMNS, type Column, placeOf } from './kinds';
import type { Card, Line, Picture, Tile } from './model';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface PlacedCard extends Box {
  readonly card: Card;
  readonly column: Column;
}

export interface PlacedGroup extends Box {
  readonly cluster: string;
  readonly tile: Tile;
  /** headings over the columns of an open group */
  readonly headings: readonly { readonly column: Column; readonly x: number }[];
}

/** Groups that are neither wrong nor connected, in one dashed tile. */
export interface Folded extends Box {
  readonly groups: number;
  readonly pods: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly groups: ReadonlyMap<string, PlacedGroup>;
  readonly cards: ReadonlyMap<string, PlacedCard>;
  readonly folded: Folded | undefined;
}

export const CARD = { w: 228, h: 48 };
export const TILE = { w: 228, h: 68 };
const ROW = 60;
const GAP = 64;
const SPACE = 16;
const HEAD = 62;
const PAD = 16;
/** Closed groups beside an open one that are shown although nothing is wrong with them and nothing leads there. */
const FEW = 12;
/** Magnification at which cards can still be read. */
export const READABLE = 0.62;

/** Where a card of a group has its place: kept while its group is open, so that nothing moves when something comes or goes. */
interface Seat {
  readonly column: Column;
  readonly x: number;
  readonly y: number;
}

interface Inside {
  readonly seats: Map<string, Seat>;
  w: number;
  h: number;
  headings: { column: Column; x: number }[];
}

/** Lays pictures out, and remembers what it did: places hold still while the data changes. */
export class Arrangement {
  private readonly inside = new Map<string, Inside>();
  private order = new Map<string, number>();

  /** Everything anew: other groups, or somebody asked for it. */
  forget(): void {
    this.inside.clear();
    this.order = new Map();
  }

  /** @param settling more is to come: what is worst comes first until everything is there, and then stays where it is */
  arrange(pictures: readonly Picture[], width: number, settling = false): Layout {
    if (settling) this.order = new Map();
    const groups = new Map<string, PlacedGroup>();
    const cards = new Map<string, PlacedCard>();
    let y = SPACE;
    let widest = 0;
    let folded: Folded | undefined;
    for (const picture of pictures) {
      const made = this.cluster(picture, width, y, groups, cards);
      y = made.y + SPACE;
      widest = Math.max(widest, made.w);
      folded = made.folded ?? folded;
    }
    return { width: widest + SPACE, height: y, groups, cards, folded };
  }

  private cluster(picture: Picture, width: number, top: number, groups: Map<string, PlacedGroup>, cards: Map<string, PlacedCard>) {
    const tiles = this.ordered(picture);
    const open = tiles.filter((tile) => tile.open && tile.drawn > 0);
    const closed = tiles.filter((tile) => !open.includes(tile));
    const near = neighbours(picture, open);
    const first = open.length === 0 ? closed : closed.filter((tile) => tile.troubled > 0);
    const last = open.length === 0 ? [] : closed.filter((tile) => tile.troubled === 0).sort((a, b) => Number(near.has(b.id)) - Number(near.has(a.id)));
    const shown = last.length > FEW ? last.filter((tile) => near.has(tile.id)) : last;
    const rest = last.filter((tile) => !shown.includes(tile));
    const inner = inside(picture, open);
    const boxes = open.map((tile) => ({ tile, box: this.open(picture, tile, inner.get(tile.id)!) }));
    const area = boxes.reduce((sum, { box }) => sum + (box.w + SPACE) * (box.h + SPACE), 0);
    const row = Math.max(width / (open.length > 1 ? READABLE : 1) - SPACE, ...boxes.map(({ box }) => box.w + SPACE), Math.sqrt(area));
    const flow = new Flow(row, top);
    const put = (tile: Tile) => {
      groups.set(`${picture.cluster}/${tile.id}`, { ...flow.next(TILE.w, TILE.h), ...TILE, cluster: picture.cluster, tile, headings: [] });
    };
    for (const tile of first) put(tile);
    flow.line();
    const placed: Box[] = [];
    for (const { tile, box } of boxes) {
      const at = lowest(placed, box.w, box.h, row, flow.y);
      placed.push(at);
      groups.set(`${picture.cluster}/${tile.id}`, { ...at, cluster: picture.cluster, tile, headings: box.headings });
      for (const [id, seat] of box.seats) {
        const card = picture.cards.get(id);
        if (card) cards.set(id, { x: at.x + seat.x, y: at.y + seat.y, ...CARD, card, column: seat.column });
      }
    }
    flow.below(placed);
    for (const tile of shown) put(tile);
    let folded: Folded | undefined;
    if (rest.length > 0) {
      const at = flow.next(TILE.w, TILE.h);
      folded = { ...at, ...TILE, groups: rest.length, pods: rest.reduce((sum, tile) => sum + tile.pods, 0) };
    }
    flow.line();
    return { y: flow.y, w: flow.widest, folded };
  }

  /** In the order in which they came: what is worst was first then. */
  private ordered(picture: Picture): Tile[] {
    for (const tile of [...picture.groups.values()].sort(worstFirst)) {
      const key = `${picture.cluster}/${tile.id}`;
      if (!this.order.has(key)) this.order.set(key, this.order.size);
    }
    return [...picture.groups.values()].sort((a, b) => this.order.get(`${picture.cluster}/${a.id}`)! - this.order.get(`${picture.cluster}/${b.id}`)!);
  }

  private open(picture: Picture, tile: Tile, { members, lines }: Content): Inside {
    const key = `${picture.cluster}/${tile.id}`;
    const before = this.inside.get(key);
    const known = before === undefined ? 0 : members.filter((card) => before.seats.has(card.id)).length;
    if (before === undefined || known < members.length * 0.6) {
      const made = seated(members, lines);
      this.inside.set(key, made);
      return made;
    }
    const there = new Set(members.map((card) => card.id));
    for (const id of before.seats.keys()) if (!there.has(id)) before.seats.delete(id);
    for (const card of members) if (!before.seats.has(card.id)) squeeze(card, before, lines);
    return before;
  }
}

/** The cards of a group, and what is between them. */
interface Content {
  readonly members: Card[];
  readonly lines: Line[];
}

function inside(picture: Picture, open: readonly Tile[]): ReadonlyMap<string, Content> {
  const content = new Map(open.map((tile) => [tile.id, { members: [], lines: [] } as Content]));
  for (const card of picture.cards.values()) content.get(card.g)?.members.push(card);
  for (const line of picture.lines.values()) {
    const group = picture.cards.get(line.from)?.g;
    if (group !== undefined && group === picture.cards.get(line.to)?.g) content.get(group)?.lines.push(line);
  }
  return content;
}

/** What has no key, such as objects outside of namespaces, comes last. */
function worstFirst(a: Tile, b: Tile): number {
  return Number(a.key === '') - Number(b.key === '') || HEALTHS.indexOf(a.s) - HEALTHS.indexOf(b.s) || (a.key < b.key ? -1 : 1);
}

/** Rows of boxes, from the top. */
class Flow {
  widest = 0;
  private x = SPACE;
  private tallest = 0;

  constructor(
    private readonly width: number,
    public y: number,
  ) {}

  next(w: number, h: number): { x: number; y: number } {
    if (this.x > SPACE && this.x + w > this.width) this.line();
    const at = { x: this.x, y: this.y };
    this.x += w + SPACE;
    this.tallest = Math.max(this.tallest, h);
    this.widest = Math.max(this.widest, this.x);
    return at;
  }

  /** Goes on under these boxes. */
  below(boxes: readonly Box[]): void {
    for (const box of boxes) {
      this.y = Math.max(this.y, box.y + box.h + SPACE);
      this.widest = Math.max(this.widest, box.x + box.w + SPACE);
    }
  }

  line(): void {
    if (this.tallest > 0) this.y += this.tallest + SPACE;
    this.x = SPACE;
    this.tallest = 0;
  }
}

/** Where a box fits, as high as it can be: large boxes leave room beside them. */
function lowest(placed: readonly Box[], w: number, h: number, width: number, top: number): Box {
  let best: Box = { x: SPACE, y: Number.POSITIVE_INFINITY, w, h };
  for (const x of [SPACE, ...placed.map((one) => one.x + one.w + SPACE)]) {
    if (x > SPACE && x + w > width) continue;
    const y = placed.reduce((below, one) => (one.x < x + w + SPACE && one.x + one.w + SPACE > x ? Math.max(below, one.y + one.h + SPACE) : below), top);
    if (y < best.y || (y === best.y && x < best.x)) best = { x, y, w, h };
  }
  return best;
}

function neighbours(picture: Picture, open: readonly Tile[]): ReadonlySet<string> {
  const opened = new Set(open.map((tile) => tile.id));
  const groupOf = (id: string) => picture.cards.get(id)?.g ?? id;
  const near = new Set<string>();
  for (const line of picture.lines.values()) {
    const [from, to] = [groupOf(line.from), groupOf(line.to)];
    if (opened.has(from)) near.add(to);
    if (opened.has(to)) near.add(from);
  }
  return near;
}

/** Places for the cards of a group: what is connected stands together, from left to right; what stands alone comes last. */
export function seated(cards: readonly Card[], lines: readonly Line[]): Inside {
  const byName = [...cards].sort((a, b) => (a.n < b.n ? -1 : a.n > b.n ? 1 : a.id < b.id ? -1 : 1));
  const columns = COLUMNS.filter((column) => byName.some((card) => placeOf(card.k).column === column));
  const near = adjacency(lines);
  const parts = components(byName, near);
  const wholes = parts.filter((part) => part.length > 1).map((part) => shape(part, columns, near));
  const singles = parts.filter((part) => part.length === 1).map((part) => part[0]!);
  const seats = new Map<string, Seat>();
  const width = columns.length * (CARD.w + GAP) - GAP;
  const total = wholes.reduce((sum, one) => sum + one.h, 0);
  const stacks = Math.max(1, Math.min(6, Math.round(Math.sqrt(total / (width * 0.62)))));
  const ends = new Array<number>(stacks).fill(HEAD);
  for (const one of wholes) {
    const stack = ends.indexOf(Math.min(...ends));
    for (const [id, seat] of one.seats) seats.set(id, { column: seat.column, x: PAD + stack * (width + GAP) + seat.x, y: ends[stack]! + seat.y });
    ends[stack] = ends[stack]! + one.h + 12;
  }
  const used = wholes.length === 0 ? 0 : stacks;
  const wide = used * (width + GAP) - GAP;
  const across = Math.max(columns.length, Math.floor((Math.max(wide, Math.sqrt(singles.length) * 300) + 12) / (CARD.w + 12)));
  const top = Math.max(...ends);
  singles.forEach((card, index) => {
    seats.set(card.id, {
      column: placeOf(card.k).column,
      x: PAD + (index % across) * (CARD.w + 12),
      y: top + Math.floor(index / across) * ROW,
    });
  });
  const headings: Inside['headings'] = [];
  for (let stack = 0; stack < used; stack++)
    headings.push(...columns.map((column, index) => ({ column, x: PAD + stack * (width + GAP) + index * (CARD.w + GAP) })));
  const made: Inside = { seats, w: 0, h: 0, headings };
  fit(made);
  return made;
}

function fit(inside: Inside): void {
  let [w, h] = [CARD.w, HEAD];
  for (const seat of inside.seats.values()) {
    w = Math.max(w, seat.x + CARD.w);
    h = Math.max(h, seat.y + CARD.h);
  }
  inside.w = w + PAD;
  inside.h = h + PAD;
}

/** A newcomer takes the free place in its column that is nearest to what it is connected with. */
function squeeze(card: Card, inside: Inside, lines: readonly Line[]): void {
  const { column } = placeOf(card.k);
  const same = [...inside.seats.values()].filter((seat) => seat.column === column);
  const x = same[0]?.x ?? PAD + COLUMNS.indexOf(column) * (CARD.w + GAP);
  const near = lines
    .flatMap((line) => (line.from === card.id ? [line.to] : line.to === card.id ? [line.from] : []))
    .flatMap((id) => inside.seats.get(id)?.y ?? []);
  const wanted = near.length === 0 ? inside.h : near.reduce((sum, y) => sum + y, 0) / near.length;
  const taken = new Set([...inside.seats.values()].filter((seat) => Math.abs(seat.x - x) < CARD.w).map((seat) => Math.round((seat.y - HEAD) / (ROW / 2))));
  const slot = Math.max(0, Math.round((wanted - HEAD) / (ROW / 2)));
  const free = (at: number) => at >= 0 && !taken.has(at) && !taken.has(at - 1) && !taken.has(at + 1);
  let found = slot;
  for (let off = 0; off < 1_000; off++) {
    if (free(slot + off)) {
      found = slot + off;
      break;
    }
    if (free(slot - off)) {
      found = slot - off;
      break;
    }
  }
  inside.seats.set(card.id, { column, x, y: HEAD + found * (ROW / 2) });
  fit(inside);
}

function adjacency(lines: readonly Line[]): ReadonlyMap<string, readonly string[]> {
  const near = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    const list = near.get(from);
    if (list) list.push(to);
    else near.set(from, [to]);
  };
  for (const { from, to } of lines) {
    add(from, to);
    add(to, from);
  }
  return near;
}

/** Connected parts, largest first. */
function components(cards: readonly Card[], near: ReadonlyMap<string, readonly string[]>): readonly (readonly Card[])[] {
  const left = new Map(cards.map((card) => [card.id, card]));
  const parts: Card[][] = [];
  for (const card of cards) {
    if (!left.delete(card.id)) continue;
    const part = [card];
    for (let i = 0; i < part.length; i++)
      for (const id of near.get(part[i]!.id) ?? []) {
        const other = left.get(id);
        if (other && left.delete(id)) part.push(other);
      }
    parts.push(part);
  }
  return parts.sort((a, b) => b.length - a.length);
}

/** Columns of one connected part, ordered so that few edges cross. */
function shape(part: readonly Card[], columns: readonly Column[], near: ReadonlyMap<string, readonly string[]>) {
  const stacks = columns.map((column) => part.filter((card) => placeOf(card.k).column === column).sort((a, b) => (a.n < b.n ? -1 : 1)));
  const place = new Map<string, number>();
  const number = (stack: readonly Card[]) => {
    stack.forEach((card, index) => {
      place.set(card.id, (index + 0.5) / stack.length);
    });
  };
  stacks.forEach(number);
  const middle = (card: Card) => {
    const at = (near.get(card.id) ?? []).flatMap((id) => place.get(id) ?? []);
    return at.length === 0 ? (place.get(card.id) ?? 0) : at.reduce((sum, one) => sum + one, 0) / at.length;
  };
  for (let sweep = 0; sweep < 4; sweep++)
    for (const stack of sweep % 2 === 0 ? stacks : [...stacks].reverse()) {
      const weight = new Map(stack.map((card) => [card.id, middle(card)]));
      stack.sort((a, b) => weight.get(a.id)! - weight.get(b.id)!);
      number(stack);
    }
  const h = Math.max(...stacks.map((stack) => stack.length)) * ROW;
  const seats = new Map<string, Seat>();
  stacks.forEach((stack, index) => {
    const top = Math.round((h - stack.length * ROW) / 2);
    stack.forEach((card, row) => {
      seats.set(card.id, { column: columns[index]!, x: index * (CARD.w + GAP), y: top + row * ROW });
    });
  });
  return { seats, h };
}
