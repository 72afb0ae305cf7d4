import type { Card, Line } from './model';

/** What tests draw. */
export function card(id: string, k: string, more: Partial<Card> = {}): Card {
  return { id, g: 'g:shop', k, kind: k, ns: 'shop', n: id, u: id, s: 'ok', r: '', y: '', t: 0, pods: 0, squares: '', parts: {}, ...more };
}

export function line(from: string, to: string, role = 'map/edge.selects'): Line {
  return { id: `${from}>${to}`, from, to, role, n: 1 };
}
