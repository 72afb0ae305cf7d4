import type { Box, Layout, PlacedGroup } from './layout';
import type { Picture } from './model';

/** What the keyboard is at. */
export type Target = { readonly kind: 'card'; readonly id: string } | { readonly kind: 'group'; readonly group: PlacedGroup } | { readonly kind: 'folded' };

export type Step = 'left' | 'right' | 'up' | 'down';

/** Left and right follow the edges of a card; where there is none, and up and down, it goes to whatever stands next in that direction. */
export function next(at: Target | undefined, step: Step, layout: Layout, pictures: readonly Picture[]): Target | undefined {
  const all = targets(layout);
  const from = at === undefined ? undefined : boxOf(at, layout);
  if (at === undefined || from === undefined) return all[0]?.target;
  // A group that has been opened is entered.
  if (at.kind === 'group') {
    const first = all.find(({ target }) => target.kind === 'card' && layout.cards.get(target.id)?.card.g === at.group.tile.id);
    if (first) return first.target;
  }
  if (at.kind === 'card' && (step === 'left' || step === 'right')) {
    const along = edges(at.id, step, layout, pictures);
    const nearest = closest(
      from,
      along.flatMap((id) => {
        const box = layout.cards.get(id);
        return box ? [{ target: { kind: 'card' as const, id }, box }] : [];
      }),
    );
    if (nearest) return nearest;
  }
  return closest(
    from,
    all.filter(({ box }) => ahead(from, box, step)),
    step,
  );
}

function edges(id: string, step: 'left' | 'right', layout: Layout, pictures: readonly Picture[]): readonly string[] {
  const from = layout.cards.get(id)!;
  const near = pictures.flatMap((picture) => [...picture.lines.values()].flatMap((line) => (line.from === id ? [line.to] : line.to === id ? [line.from] : [])));
  return near.filter((other) => {
    const box = layout.cards.get(other);
    return box !== undefined && (step === 'right' ? box.x > from.x : box.x < from.x);
  });
}

interface Candidate {
  readonly target: Target;
  readonly box: Box;
}

function targets(layout: Layout): readonly Candidate[] {
  const groups = [...layout.groups.values()]
    .filter((group) => !(group.tile.open && group.tile.drawn > 0))
    .map((group): Candidate => ({ target: { kind: 'group', group }, box: group }));
  const cards = [...layout.cards.values()].map((placed): Candidate => ({ target: { kind: 'card', id: placed.card.id }, box: placed }));
  const folded: Candidate[] = layout.folded ? [{ target: { kind: 'folded' }, box: layout.folded }] : [];
  return [...cards, ...groups, ...folded].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
}

export function boxOf(target: Target, layout: Layout): Box | undefined {
  if (target.kind === 'card') return layout.cards.get(target.id);
  return target.kind === 'group' ? layout.groups.get(`${target.group.cluster}/${target.group.tile.id}`) : layout.folded;
}

function ahead(from: Box, to: Box, step: Step): boolean {
  switch (step) {
    case 'left':
      return to.x + to.w <= from.x;
    case 'right':
      return to.x >= from.x + from.w;
    case 'up':
      return to.y + to.h <= from.y;
    default:
      return to.y >= from.y + from.h;
  }
}

/** The nearest; what is beside the way counts as farther. */
function closest(from: Box, candidates: readonly Candidate[], step?: Step): Target | undefined {
  let best: Target | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { target, box } of candidates) {
    const dx = Math.abs(box.x + box.w / 2 - from.x - from.w / 2);
    const dy = Math.abs(box.y + box.h / 2 - from.y - from.h / 2);
    const length = step === 'up' || step === 'down' ? dy + dx * 2 : step === undefined ? dy : dx + dy * 2;
    if (length < least) {
      least = length;
      best = target;
    }
  }
  return best;
}
