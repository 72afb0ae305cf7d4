import { HEALTHS, type Health } from '@fresnel/sdk';
import { placeOf, SHAPES, strokeOf } from './kinds';
import { type Box, type Folded, type Layout, type PlacedCard, type PlacedGroup, TILE } from './layout';
import { broken, type Card, type Line, type Picture, type Tile, troubled } from './model';
import type { Pen } from './pen';

/** Colours of the theme, read from the page's tokens. */
export type Palette = Readonly<Record<(typeof TOKENS)[number], string>>;

export const TOKENS = [
  'surface',
  'sunken',
  'line',
  'line-2',
  'control',
  'text',
  'text-2',
  'text-3',
  'accent',
  'bar-track',
  'ok',
  'error',
  'error-text',
  'error-bg',
  'warn',
  'warn-text',
  'warn-bg',
  'progress',
  'unknown',
  'unknown-text',
  'unknown-bg',
  'idle',
] as const; // prettier-ignore

/** Texts that are not names, in the person's language. */
export interface Words {
  pods(count: number): string;
  objects(tile: Tile): string;
  /** what a group is called that has no key */
  none: string;
  column(column: string): string;
  folded(groups: number): string;
  /** on a bundle */
  edges(count: number): string;
  trouble(tile: Tile): string;
  /** a card's second line when nothing is wrong */
  calm(card: Card): string;
}

export interface Scene {
  readonly layout: Layout;
  readonly pictures: readonly Picture[];
  readonly palette: Palette;
  readonly words: Words;
  readonly hover?: string | undefined;
  readonly current?: string | undefined;
  readonly selected?: string | undefined;
  /** names that the search matches; others are dimmed */
  readonly match?: ((card: Card) => boolean) | undefined;
  /** what of the world is looked at, and how much it is magnified */
  readonly view: Box;
  readonly scale: number;
  /** edges lead up and down, as in a narrow picture */
  readonly upright?: boolean;
}

export function readPalette(of: Element): Palette {
  const style = getComputedStyle(of);
  return Object.fromEntries(TOKENS.map((token) => [token, style.getPropertyValue(`--fr-${token}`).trim()])) as Palette;
}

const MARK: Readonly<Record<string, Health>> = { o: 'ok', e: 'error', w: 'warning', q: 'waiting', p: 'progress', u: 'unknown', f: 'off' };

export function colourOf(state: Health, palette: Palette): string {
  switch (state) {
    case 'ok':
      return palette.ok;
    case 'error':
      return palette.error;
    case 'warning':
    case 'waiting':
      return palette.warn;
    case 'progress':
      return palette.progress;
    case 'unknown':
      return palette.unknown;
    default:
      return palette.idle;
  }
}

function tint(state: Health, palette: Palette): { fill: string; edge: string; text: string } {
  if (state === 'error') return { fill: palette['error-bg'], edge: palette.error, text: palette['error-text'] };
  if (state === 'warning' || state === 'waiting') return { fill: palette['warn-bg'], edge: palette.warn, text: palette['warn-text'] };
  if (state === 'unknown') return { fill: palette['unknown-bg'], edge: palette.unknown, text: palette['unknown-text'] };
  return { fill: palette.surface, edge: palette['line-2'], text: palette['text-3'] };
}

/** Draws what is in view. */
export function paint(pen: Pen, scene: Scene): void {
  const { layout } = scene;
  const near = connected(scene);
  for (const group of layout.groups.values()) if (seen(group, scene) && isOpen(group)) drawGroup(pen, group, scene);
  for (const picture of scene.pictures) drawLines(pen, picture, scene, near);
  for (const group of layout.groups.values()) if (seen(group, scene) && !isOpen(group)) drawGroup(pen, group, scene);
  if (layout.folded && seen(layout.folded, scene)) drawFolded(pen, layout.folded, scene);
  for (const placed of layout.cards.values()) if (seen(placed, scene)) drawCard(pen, placed, scene, near);
}

function isOpen({ tile }: PlacedGroup): boolean {
  return tile.open && tile.drawn > 0;
}

function seen(box: Box, { view }: Scene): boolean {
  return box.x < view.x + view.w && box.x + box.w > view.x && box.y < view.y + view.h && box.y + box.h > view.y;
}

/** What is connected with the card under the pointer; undefined = nothing is dimmed. */
function connected({ hover, pictures, layout, match }: Scene): ReadonlySet<string> | undefined {
  if (hover !== undefined && layout.cards.has(hover)) {
    const near = new Set([hover]);
    for (const picture of pictures)
      for (const { from, to } of picture.lines.values()) {
        if (from === hover) near.add(to);
        if (to === hover) near.add(from);
      }
    return near;
  }
  if (match === undefined) return undefined;
  return new Set([...layout.cards.values()].filter(({ card }) => match(card)).map(({ card }) => card.id));
}

function drawGroup(pen: Pen, group: PlacedGroup, scene: Scene): void {
  const { palette, words } = scene;
  const { tile, x, y, w, h } = group;
  const inside = isOpen(group);
  const look = tint(tile.s, palette);
  const wrong = troubled(tile.s);
  if (scene.current === group.cluster + tile.id) ring(pen, group, scene);
  pen.rect(x, y, w, h, 8, { fill: palette.surface, stroke: wrong && !inside ? look.edge : palette.line, line: 1 });
  const name = tile.key === '' ? words.none : tile.key;
  if (inside) {
    pen.text(cut(pen, name, w - 180, 13, 600), x + 16, y + 24, { size: 13, weight: 600, colour: palette.text });
    pen.text(words.objects(tile), x + 16 + Math.min(w - 170, pen.width(name, 13, 600)) + 12, y + 24, { size: 11, weight: 400, colour: palette['text-3'] });
    for (const { column, x: at } of group.headings) pen.text(words.column(column), x + at, y + 50, { size: 11, weight: 400, colour: palette['text-3'] });
    return;
  }
  const pods = words.pods(tile.pods);
  const room = w - 24 - pen.width(pods, 12, 400) - 10;
  pen.text(cut(pen, name, room, 12, 500), x + 12, y + 21, { size: 12, weight: 500, colour: palette.text });
  pen.text(pods, x + w - 12, y + 21, { size: 12, weight: 400, colour: palette['text-3'], end: true });
  bar(pen, tile, x + 12, y + 31, w - 24, palette);
  const under = wrong ? words.trouble(tile) : '';
  if (under !== '') pen.text(cut(pen, under, w - 24, 12, 400), x + 12, y + 54, { size: 12, weight: 400, colour: look.text });
}

/** One bar of parts: what is well is grey, what is wrong stands at its end. */
function bar(pen: Pen, tile: Tile, x: number, y: number, w: number, palette: Palette): void {
  pen.rect(x, y, w, 5, 0, { fill: palette['bar-track'] });
  const total = Object.values(tile.counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return;
  pen.rect(x, y, w, 5, 0, { fill: palette['line-2'] });
  let end = x + w;
  for (const state of HEALTHS) {
    const count = tile.counts[state] ?? 0;
    if (count === 0 || state === 'ok' || state === 'off') continue;
    const part = Math.max(3, (w * count) / total);
    end -= part;
    pen.rect(end, y, part - 1, 5, 0, { fill: colourOf(state, palette) });
  }
}

function drawFolded(pen: Pen, folded: Folded, { palette, words }: Scene): void {
  pen.rect(folded.x, folded.y, folded.w, folded.h, 8, { stroke: palette['line-2'], dash: [4, 4] });
  pen.text(words.folded(folded.groups), folded.x + 12, folded.y + 28, { size: 12, weight: 500, colour: palette.text });
  pen.text(words.pods(folded.pods), folded.x + 12, folded.y + 47, { size: 12, weight: 400, colour: palette['text-3'] });
}

function ring(pen: Pen, box: Box, { palette }: Scene): void {
  pen.rect(box.x - 4, box.y - 4, box.w + 8, box.h + 8, 10, { stroke: palette.accent, line: 2 });
}

function drawCard(pen: Pen, placed: PlacedCard, scene: Scene, near: ReadonlySet<string> | undefined): void {
  const { palette, scale } = scene;
  const { card, x, y, w, h } = placed;
  const look = tint(card.s, palette);
  const wrong = troubled(card.s);
  const dim = near !== undefined && !near.has(card.id);
  if (card.id === scene.selected || card.id === scene.current) ring(pen, placed, scene);
  pen.rect(x, y, w, h, 6, { fill: dim ? palette.sunken : look.fill, stroke: dim ? palette.line : look.edge });
  if (scale < 0.3) return;
  const place = placeOf(card.k);
  pen.icon(SHAPES[place.icon], x + 9, y + 9, 16, dim ? palette['line-2'] : wrong ? look.text : palette['text-2']);
  pen.text(cut(pen, card.n, w - 40, 12, 500), x + 32, y + 18, { size: 12, weight: 500, colour: dim ? palette['text-3'] : palette.text });
  if (scale < 0.45) return;
  const second = wrong && card.r !== '' ? card.r : scene.words.calm(card);
  const low = card.squares === '' ? 34 : 32;
  pen.text(cut(pen, second, w - 40, 11, 400), x + 32, y + low, { size: 11, weight: 400, colour: wrong && !dim ? look.text : palette['text-3'] });
  squares(pen, card, x + 32, y + 37, w - 40, dim, palette);
}

function squares(pen: Pen, card: Card, x: number, y: number, room: number, dim: boolean, palette: Palette): void {
  const fit = Math.floor(room / 7);
  const letters = card.squares.length > fit ? card.squares.slice(0, fit) : card.squares;
  for (let i = 0; i < letters.length; i++) {
    const state = MARK[letters[i]!] ?? 'unknown';
    const colour = dim ? palette['line-2'] : colourOf(state, palette);
    if (state === 'waiting' || state === 'off') pen.rect(x + i * 7 + 0.5, y + 0.5, 5, 5, 1, { stroke: colour });
    else pen.rect(x + i * 7, y, 6, 6, 1, { fill: colour });
  }
}

function drawLines(pen: Pen, picture: Picture, scene: Scene, near: ReadonlySet<string> | undefined): void {
  const { layout, palette } = scene;
  const drawn = new Set<string>();
  const bundles = new Map<string, { from: End; to: End; n: number }>();
  for (const line of picture.lines.values()) {
    const from = end(line.from, picture, layout);
    const to = end(line.to, picture, layout);
    if (from === undefined || to === undefined || line.from === line.to) continue;
    const pair = `${line.from}>${line.to}`;
    if (drawn.has(pair)) continue;
    drawn.add(pair);
    const lit = scene.hover !== undefined && (line.from === scene.hover || line.to === scene.hover || from.key === scene.hover || to.key === scene.hover);
    // Bundles between closed groups would be a knot: they show when something is pointed at.
    if (!lit && from.closed && to.closed) continue;
    if (!lit && from.closed !== to.closed) {
      bundle(bundles, line.n, whole(from, picture, layout), whole(to, picture, layout));
      continue;
    }
    if (!between(from, to, scene)) continue;
    const dim = near !== undefined && !lit;
    const wrong = !dim && broken(line, layout.cards.get(line.to)?.card);
    const far = line.role === '' || from.group !== to.group;
    const colour = wrong ? palette.error : lit ? palette.accent : dim ? palette.line : far ? palette['line-2'] : palette.control;
    edge(pen, line, from, to, colour, wrong ? 1.75 : 1.25, scene);
  }
  for (const { from, to, n } of bundles.values()) {
    if (!between(from, to, scene)) continue;
    const colour = near === undefined ? palette['line-2'] : palette.line;
    vertical(pen, n, from, to, { stroke: colour, line: 1.25 }, colour, scene);
  }
}

/** What leads from an open group to a closed one is one edge from border to border, however many it stands for. */
function bundle(bundles: Map<string, { from: End; to: End; n: number }>, n: number, from: End, to: End): void {
  const pair = `${from.group}>${to.group}`;
  const known = bundles.get(pair);
  if (known) known.n += n;
  else bundles.set(pair, { from, to, n });
}

function whole(of: End, picture: Picture, layout: Layout): End {
  const group = of.closed ? undefined : layout.groups.get(`${picture.cluster}/${of.group}`);
  return group ? { ...group, group: of.group, closed: false } : of;
}

/** Whether the way from one to the other crosses what is looked at. */
function between(from: Box, to: Box, scene: Scene): boolean {
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  return seen({ x, y, w: Math.max(from.x + from.w, to.x + to.w) - x, h: Math.max(from.y + from.h, to.y + to.h) - y }, scene);
}

interface End extends Box {
  readonly group: string;
  /** a closed group, and its key among what can be pointed at */
  readonly closed: boolean;
  readonly key?: string;
}

function end(id: string, picture: Picture, layout: Layout): End | undefined {
  const placed = layout.cards.get(id);
  if (placed) return { ...placed, group: placed.card.g, closed: false };
  const key = `${picture.cluster}/${id}`;
  const group = layout.groups.get(key);
  return group && { ...group, group: id, closed: !isOpen(group), key };
}

function edge(pen: Pen, line: Line, from: Box, to: Box, colour: string, width: number, scene: Scene): void {
  const forward = from.x + from.w <= to.x;
  const same = !forward && Math.abs(from.x - to.x) < from.w;
  const stroke = line.role === '' ? 'solid' : strokeOf(line.role);
  const look = { stroke: colour, line: width, ...(stroke === 'dotted' ? { dash: [1.5, 3] } : stroke === 'dashed' ? { dash: [6, 4] } : {}) };
  if (line.role === '' || same || scene.upright) {
    vertical(pen, line.role === '' ? line.n : 0, from, to, look, colour, scene);
    return;
  }
  const [x, tx] = forward ? [from.x + from.w, to.x] : [from.x, to.x + to.w];
  const [y, ty] = [from.y + from.h / 2, to.y + to.h / 2];
  const pull = Math.max(18, Math.abs(tx - x) / 2) * (forward ? 1 : -1);
  pen.curve([x, y, x + pull, y, tx - pull, ty, tx, ty], look);
  if (scene.scale > 0.3) arrow(pen, tx, ty, forward ? 1 : -1, 0, colour);
}

/** Bundles of `n`, and edges within one column (`n` = 0), leave below or above. */
function vertical(pen: Pen, n: number, from: Box, to: Box, look: { stroke: string; line: number }, colour: string, scene: Scene): void {
  const down = from.y + from.h / 2 < to.y + to.h / 2;
  const y = down ? from.y + from.h : from.y;
  const ty = down ? to.y : to.y + to.h;
  const x = scene.upright ? from.x + from.w / 2 : Math.max(from.x + 24, Math.min(from.x + from.w - 24, to.x + to.w / 2));
  const tx = scene.upright ? to.x + to.w / 2 : Math.max(to.x + Math.min(to.w / 2, 90), Math.min(to.x + to.w - 24, to.w > 2 * TILE.w ? x : 0));
  const pull = Math.max(12, Math.abs(ty - y) / 2) * (down ? 1 : -1);
  pen.curve([x, y, x, y + pull, tx, ty - pull, tx, ty], look);
  if (scene.scale > 0.3) arrow(pen, tx, ty, 0, down ? 1 : -1, colour);
  if (n > 0 && scene.scale > 0.5) {
    pen.text(scene.words.edges(n), (x + tx) / 2 + 6, (y + ty) / 2 + 4, { size: 11, weight: 400, colour: scene.palette['text-3'] });
  }
}

function arrow(pen: Pen, x: number, y: number, dx: number, dy: number, colour: string): void {
  const [px, py] = [-dy, dx];
  pen.shape(
    [
      [x, y],
      [x - dx * 7 + px * 3.2, y - dy * 7 + py * 3.2],
      [x - dx * 7 - px * 3.2, y - dy * 7 - py * 3.2],
    ],
    colour,
  );
}

/** Names are cut in the middle: their end tells pods apart. */
export function cut(pen: Pen, text: string, room: number, size: number, weight: number): string {
  if (pen.width(text, size, weight) <= room) return text;
  let [low, high] = [1, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pen.width(shortened(text, middle), size, weight) <= room) low = middle;
    else high = middle - 1;
  }
  return shortened(text, low);
}

function shortened(text: string, letters: number): string {
  const tail = Math.floor(letters * 0.4);
  return `${text.slice(0, letters - tail)}…${tail === 0 ? '' : text.slice(-tail)}`;
}
