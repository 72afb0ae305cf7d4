import { describe, expect, it } from 'vitest';
import { card, line } from './fixtures';
import { after, type Card } from './model';
import { upright } from './upright';

const WEB = card('web', 'deployments.apps');

function drawn(others: readonly Card[], edges = others.map((other) => line('web', other.id, 'map/edge.reads'))) {
  const picture = after(undefined, { cluster: 'demo', whole: true, nodes: [WEB, ...others], edges });
  const made = upright(picture, WEB, 270);
  return { ...made, at: (id: string) => made.layout.cards.get(id) };
}

describe('the small picture of an object', () => {
  it('has what leads there above, and where it leads below', () => {
    const { at, left } = drawn([card('svc', 'services'), card('config', 'configmaps')], [line('svc', 'web'), line('web', 'config')]);
    expect(at('svc')!.y).toBeLessThan(at('web')!.y);
    expect(at('config')!.y).toBeGreaterThan(at('web')!.y);
    expect(left).toBe(0);
  });

  it('stays inside its width, with no card on top of another', () => {
    const { layout } = drawn(Array.from({ length: 9 }, (_, index) => card(`c${index}`, 'configmaps')));
    const all = [...layout.cards.values()];
    for (const one of all) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x + one.w).toBeLessThanOrEqual(layout.width);
      expect(one.y + one.h).toBeLessThanOrEqual(layout.height);
      for (const other of all)
        expect(one === other || one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y).toBe(true);
    }
  });

  it('says how many it has no place for, and leaves out what is well first', () => {
    const many = Array.from({ length: 9 }, (_, index) => card(`c${index}`, 'configmaps'));
    const { at, left, layout } = drawn([...many, card('zz', 'secrets', { s: 'error' })]);
    expect(at('zz')).toBeDefined();
    expect(layout.cards.size).toBe(5);
    expect(left).toBe(6);
  });
});
