import { describe, expect, it } from 'vitest';
import { card, line } from './fixtures';
import { Arrangement } from './layout';
import { after, broken, type Card, type Frame, type Picture } from './model';
import { SvgPen } from './pen';
import { next } from './walk';

function tile(key: string, more: object = {}) {
  return { id: `g:${key}`, key, s: 'ok' as const, r: '', objects: 3, pods: 2, counts: { ok: 2 }, cards: 3, drawn: 0, open: false, troubled: 0, ...more };
}

const CARDS = [card('route', 'ingresses.networking.k8s.io'), card('svc', 'services'), card('web', 'deployments.apps'), card('config', 'configmaps')];
const LINES = [line('route', 'svc', 'map/edge.routes'), line('svc', 'web'), line('web', 'config', 'map/edge.reads')];

function picture(cards: readonly Card[] = CARDS, more: Partial<Frame> = {}): Picture {
  return after(undefined, { cluster: 'demo', whole: true, groups: [tile('shop', { open: true, drawn: cards.length })], nodes: cards, edges: LINES, ...more });
}

describe('pictures', () => {
  it('takes in what has changed and leaves the rest as it was', () => {
    const before = picture();
    const now = after(before, { cluster: 'demo', nodes: [card('web', 'deployments.apps', { s: 'error' })], gone: ['config', 'web>config'] });
    expect([...now.cards.keys()]).toEqual(['route', 'svc', 'web']);
    expect(now.cards.get('web')?.s).toBe('error');
    expect(now.lines.size).toBe(2);
    expect(before.cards.size).toBe(4);
    expect(now.groups.size).toBe(1);
  });

  it('says which edges lead to something that does not work', () => {
    expect(broken(line('a', 'b'), card('b', 'deployments.apps', { pods: 2, parts: { error: 2 } }))).toBe(true);
    expect(broken(line('a', 'b'), card('b', 'deployments.apps', { pods: 2, parts: { error: 1, ok: 1 } }))).toBe(false);
    expect(broken(line('a', 'b', 'map/edge.reads'), card('b', 'x', { s: 'error' }))).toBe(false);
  });
});

describe('layout', () => {
  it('goes from routes over services and workloads to configuration, without anything on top of anything', () => {
    const { cards } = new Arrangement().arrange([picture()], 1_200);
    const x = (id: string) => cards.get(id)!.x;
    expect([x('route'), x('svc'), x('web'), x('config')]).toEqual([...[x('route'), x('svc'), x('web'), x('config')]].sort((a, b) => a - b));
    const many = Array.from({ length: 400 }, (_, i) => card(`c${i}`, i % 3 === 0 ? 'services' : i % 3 === 1 ? 'deployments.apps' : 'configmaps'));
    const lines = many.flatMap((_, i) => (i % 3 === 0 && i < 300 ? [line(`c${i}`, `c${i + 1}`), line(`c${i + 1}`, `c${i + 2}`)] : []));
    const laid = new Arrangement().arrange([picture(many, { edges: lines })], 1_200);
    const places = [...laid.cards.values()];
    expect(places).toHaveLength(400);
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(400);
    const group = laid.groups.get('demo/g:shop')!;
    for (const one of places)
      expect(one.x >= group.x && one.y >= group.y && one.x + one.w <= group.x + group.w && one.y + one.h <= group.y + group.h).toBe(true);
  });

  it('keeps places while things come, go and fall ill', () => {
    const arrangement = new Arrangement();
    const before = arrangement.arrange([picture()], 1_200);
    const cards = [...CARDS.filter(({ id }) => id !== 'config').map((one) => ({ ...one, s: 'error' as const })), card('another', 'deployments.apps')];
    const now = arrangement.arrange([picture(cards)], 1_200);
    for (const id of ['route', 'svc', 'web']) expect([now.cards.get(id)!.x, now.cards.get(id)!.y]).toEqual([before.cards.get(id)!.x, before.cards.get(id)!.y]);
    const added = now.cards.get('another')!;
    expect(added.x).toBe(now.cards.get('web')!.x);
    expect(Math.abs(added.y - now.cards.get('web')!.y)).toBeGreaterThanOrEqual(48);
  });

  it('shows what is wrong first, and folds what is well and not connected beside an open group', () => {
    const groups = [
      tile('shop', { open: true, drawn: 4 }),
      tile('bad', { s: 'error', troubled: 1 }),
      ...Array.from({ length: 40 }, (_, i) => tile(`fine-${i}`)),
      tile(''),
    ];
    const laid = new Arrangement().arrange([picture(CARDS, { groups, edges: [...LINES, line('web', 'g:fine-7', '')] })], 1_200);
    expect([...laid.groups.keys()]).toEqual(['demo/g:bad', 'demo/g:shop', 'demo/g:fine-7']);
    expect(laid.folded).toMatchObject({ groups: 40, pods: 80 });
    expect(laid.groups.get('demo/g:bad')!.y).toBeLessThan(laid.groups.get('demo/g:shop')!.y);
    const closed = new Arrangement().arrange([picture([], { groups: groups.slice(1) })], 1_200);
    expect([...closed.groups.keys()].at(0)).toBe('demo/g:bad');
    expect([...closed.groups.keys()].at(-1)).toBe('demo/g:');
    expect(closed.folded).toBeUndefined();
  });
});

describe('keyboard', () => {
  it('follows edges to the sides', () => {
    const pictures = [picture()];
    const laid = new Arrangement().arrange(pictures, 1_200);
    let at = next(undefined, 'right', laid, pictures);
    expect(at).toEqual({ kind: 'card', id: 'route' });
    for (const id of ['svc', 'web', 'config']) {
      at = next(at, 'right', laid, pictures);
      expect(at).toEqual({ kind: 'card', id });
    }
    expect(next(at, 'right', laid, pictures)).toBeUndefined();
    expect(next(at, 'left', laid, pictures)).toEqual({ kind: 'card', id: 'web' });
  });

  it('goes into a group that has been opened', () => {
    const pictures = [picture(CARDS, { groups: [tile('shop', { open: true, drawn: 4 }), tile('other')] })];
    const laid = new Arrangement().arrange(pictures, 1_200);
    expect(next({ kind: 'group', group: laid.groups.get('demo/g:shop')! }, 'down', laid, pictures)).toEqual({ kind: 'card', id: 'route' });
  });
});

it('escapes names in SVG', () => {
  const pen = new SvgPen({ width: () => 10 } as unknown as SvgPen);
  pen.text('<script>"&\u0001', 0, 0, { size: 12, weight: 400, colour: 'red' });
  expect(pen.svg(10, 10, '#fff')).toContain('&lt;script&gt;&quot;&amp;\ufffd');
});
