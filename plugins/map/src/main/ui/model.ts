import type { Health } from '@fresnel/sdk';

/** A group of cards, as the channel `graph` says it. */
export interface Tile {
  readonly id: string;
  readonly key: string;
  readonly s: Health;
  readonly r: string;
  readonly objects: number;
  readonly pods: number;
  readonly counts: Readonly<Partial<Record<Health, number>>>;
  readonly cards: number;
  readonly drawn: number;
  readonly open: boolean;
  readonly troubled: number;
}

/** An object and the pods that belong to it. */
export interface Card {
  readonly id: string;
  readonly g: string;
  readonly k: string;
  readonly kind: string;
  readonly ns: string;
  readonly n: string;
  readonly u: string;
  readonly s: Health;
  readonly r: string;
  readonly y: string;
  readonly t: number;
  readonly pods: number;
  readonly squares: string;
  readonly parts: Readonly<Partial<Record<Health, number>>>;
}

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `plugin/messageKey`; empty for a bundle */
  readonly role: string;
  readonly n: number;
}

export interface Info {
  readonly state: 'live' | 'loading' | 'stale' | 'unreachable' | 'forbidden';
  readonly detail: string;
  readonly objects: number;
  readonly pods: number;
  readonly cards: number;
  readonly counts: Readonly<Partial<Record<Health, number>>>;
  readonly kinds: Readonly<Record<string, number>>;
  readonly hidden: readonly string[];
}

/** One cluster's picture. Replaced, never changed, so that whoever drew it knows whether it is the same. */
export interface Picture {
  readonly cluster: string;
  readonly info: Info;
  readonly groups: ReadonlyMap<string, Tile>;
  readonly cards: ReadonlyMap<string, Card>;
  readonly lines: ReadonlyMap<string, Line>;
}

export interface Frame {
  readonly cluster: string;
  readonly whole?: boolean;
  readonly info?: Info;
  readonly groups?: readonly Tile[];
  readonly nodes?: readonly Card[];
  readonly edges?: readonly Line[];
  readonly gone?: readonly string[];
}

const NOTHING: Info = { state: 'loading', detail: '', objects: 0, pods: 0, cards: 0, counts: {}, kinds: {}, hidden: [] };

/** The picture after a frame. */
export function after(before: Picture | undefined, frame: Frame): Picture {
  const base = frame.whole ? undefined : before;
  const gone = new Set(frame.gone);
  return {
    cluster: frame.cluster,
    info: frame.info ?? base?.info ?? NOTHING,
    groups: merged(base?.groups, frame.groups, gone),
    cards: merged(base?.cards, frame.nodes, gone),
    lines: merged(base?.lines, frame.edges, gone),
  };
}

function merged<T extends { readonly id: string }>(before: ReadonlyMap<string, T> | undefined, news: readonly T[] | undefined, gone: ReadonlySet<string>) {
  if (before !== undefined && news === undefined && gone.size === 0) return before;
  const next = new Map(before);
  for (const id of gone) next.delete(id);
  for (const one of news ?? []) next.set(one.id, one);
  return next;
}

const TROUBLE: ReadonlySet<Health> = new Set(['error', 'warning', 'waiting', 'unknown']);

export function troubled(state: Health): boolean {
  return TROUBLE.has(state);
}

/** Whether what an edge leads to cannot do what the edge is for. */
export function broken(line: Line, to: Card | undefined): boolean {
  if (to === undefined || !/\/edge\.(selects|routes|calls)$/.test(line.role)) return false;
  return to.pods > 0 ? (to.parts.ok ?? 0) === 0 : to.s === 'error';
}
