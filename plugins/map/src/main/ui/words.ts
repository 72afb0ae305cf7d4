import { number, t, useContributed } from '@fresnel/sdk';
import { healthWord } from '@fresnel/ui';
import { SOURCES, type Source } from './kinds';
import type { Layout } from './layout';
import { type Card, type Picture, type Tile, troubled } from './model';
import type { Words } from './paint';
import type { Target } from './walk';

/** What the drawing says besides names. */
export const words: Words = {
  pods: (count) => t('pods', { count }),
  objects: (tile) => {
    const folded = tile.cards - tile.drawn;
    return folded === 0 ? t('group.drawn', { pods: tile.pods, cards: tile.drawn }) : t('group.folded', { pods: tile.pods, cards: tile.drawn, folded });
  },
  get none() {
    return t('group.none');
  },
  column: (column) => columnWord(column),
  folded: (groups) => t('folded', { groups }),
  edges: (count) => t('edges', { count }),
  trouble: (tile) => [number(troubles(tile)), tile.r === '' ? healthWord(tile.s) : tile.r].join(' · '),
  calm: (card) => calm(card),
};

/** What a group without a key holds. */
export function noneWord(group: string): string {
  if (group === 'namespace') return t('group.none.namespace');
  return group === 'node' ? t('group.none.node') : t('group.none');
}

/** How many pods are not as they should be; cards, where no pod is. */
function troubles(tile: Tile): number {
  const pods = (tile.counts.error ?? 0) + (tile.counts.warning ?? 0) + (tile.counts.waiting ?? 0) + (tile.counts.unknown ?? 0);
  return pods === 0 ? tile.troubled : pods;
}

function calm(card: Card): string {
  const expected = card.pods - (card.parts.off ?? 0); // what has ended is not missing
  const many = expected > 0 ? t('card.pods', { ready: card.parts.ok ?? 0, pods: expected }) : '';
  const ready = /^\d+\/\d+$/.test(card.y) ? t('card.pods', { ready: Number(card.y.split('/')[0]), pods: Number(card.y.split('/')[1]) }) : many;
  return ready === '' ? card.kind : t('card.kind', { kind: card.kind, ready });
}

function columnWord(column: string): string {
  switch (column) {
    case 'routes':
      return t('column.routes');
    case 'services':
      return t('column.services');
    case 'workloads':
      return t('column.workloads');
    case 'pods':
      return t('column.pods');
    case 'configuration':
      return t('column.configuration');
    default:
      return t('column.cluster');
  }
}

const SOURCE_WORDS: Readonly<Record<Source, () => string>> = {
  workloads: () => t('source.workloads'),
  network: () => t('source.network'),
  configuration: () => t('source.configuration'),
  storage: () => t('source.storage'),
  security: () => t('source.security'),
  autoscaling: () => t('source.autoscaling'),
  nodes: () => t('source.nodes'),
  webhooks: () => t('source.webhooks'),
  custom: () => t('source.custom'),
};

export function sourceWord(source: Source): string {
  return SOURCE_WORDS[source]();
}

/** All sources of a list of words; what nobody knows is left away. */
export function sourcesIn(text: string): readonly Source[] {
  return SOURCES.filter((source) => text.split(',').includes(source));
}

/** What an edge says, in the words of the plugin that said it. */
export function useRoles(): (role: string) => string {
  const { modules } = useContributed();
  const language = document.documentElement.lang || 'en';
  return (role) => {
    const [plugin, key] = [role.slice(0, role.indexOf('/')), role.slice(role.indexOf('/') + 1)];
    const messages = modules.find((module) => module.id === plugin)?.messages;
    return messages?.[language]?.[key] ?? messages?.en?.[key] ?? key.replace(/^edge\./, '');
  };
}

/** What a screen reader hears of what the keyboard is at. */
export function spoken(target: Target, layout: Layout, pictures: readonly Picture[]): string {
  if (target.kind === 'folded') return words.folded(layout.folded?.groups ?? 0);
  if (target.kind === 'group') {
    const { tile } = target.group;
    return [tile.key === '' ? words.none : tile.key, words.pods(tile.pods), troubled(tile.s) ? words.trouble(tile) : ''].filter(Boolean).join(', ');
  }
  const card = layout.cards.get(target.id)?.card;
  if (card === undefined) return '';
  const lines = pictures.flatMap((picture) => [...picture.lines.values()].filter((line) => line.from === card.id || line.to === card.id)).length;
  const calm = words.calm(card);
  return [card.n, calm.startsWith(card.kind) ? calm : card.kind, healthWord(card.s), card.r, words.edges(lines)].filter(Boolean).join(', ');
}
