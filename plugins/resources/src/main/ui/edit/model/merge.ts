import type { Hints } from '../schema/protocol';
import { overlap, pathText } from './path';
import { type Change, changes, same, valueAt } from './tree';

/** Where I and somebody else changed the same field to different values. */
export interface Clash {
  /** names it, for a decision */
  readonly id: string;
  readonly mine: Change;
  readonly theirs: Change;
}

export interface Merge {
  /** what I changed since I began, that is not there already */
  readonly mine: readonly Change[];
  /** what others changed since then */
  readonly theirs: readonly Change[];
  readonly clashes: readonly Clash[];
}

/** What I and others did since I began: fields that only one side touched go together, the others clash. */
export function threeWay(base: unknown, mine: unknown, live: unknown, hints: Hints): Merge {
  const theirs = changes(base, live, hints);
  const own = changes(base, mine, hints).filter((change) => !same(valueAt(live, change.path), change.after));
  const clashes = own.flatMap((change) => {
    const against = theirs.find((other) => overlap(change.path, other.path));
    return against === undefined ? [] : [{ id: pathText(change.path), mine: change, theirs: against }];
  });
  return { mine: own, theirs, clashes };
}
