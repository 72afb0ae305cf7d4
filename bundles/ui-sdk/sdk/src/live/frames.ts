import type { Age, Column, Counts, Coverages, Group, Kind, Note, Problem, Row } from '../model/types';

/** What the server says on a channel (kernel/docs/interfaces.md §3). */
export type ServerFrame =
  | { readonly ch: number; readonly t: 'ready'; readonly d: unknown }
  | { readonly ch: number; readonly t: 'rows'; readonly d: RowsFrame }
  | { readonly ch: number; readonly t: 'delta'; readonly d: DeltaFrame }
  | { readonly ch: number; readonly t: 'age'; readonly d: Age }
  | { readonly ch: number; readonly t: 'data'; readonly d: unknown }
  | { readonly ch: number; readonly t: 'reset' }
  | { readonly ch: number; readonly t: 'problem'; readonly d: Problem }
  | { readonly ch: number; readonly t: 'closed'; readonly d: Closed };

export interface Closed {
  readonly reason: 'gone' | 'forbidden' | 'replaced' | 'limit' | 'client';
  readonly detail?: string;
}

export interface RowsReady {
  readonly kind: Kind;
  readonly columns: readonly Column[];
  /** all columns that may be asked for by name */
  readonly offers?: readonly Column[];
  readonly revision?: string;
  /** what the client holds is right but for the delta that follows */
  readonly resumed?: boolean;
}

export interface RowsFrame {
  readonly revision?: string;
  readonly total: number;
  readonly matched: number;
  readonly offset: number;
  readonly counts: Counts;
  readonly groups?: readonly Group[];
  readonly moreGroups?: number;
  readonly coverage?: Coverages;
  readonly notes?: readonly Note[];
  readonly rows: readonly Row[];
}

export interface DeltaFrame {
  readonly revision?: string;
  readonly total?: number;
  readonly matched?: number;
  readonly offset?: number;
  readonly counts?: Counts;
  readonly order?: readonly string[];
  readonly groups?: readonly Group[];
  readonly moreGroups?: number;
  readonly coverage?: Coverages;
  readonly notes?: readonly Note[];
  readonly rows?: readonly Row[];
}

export interface RowsParams {
  readonly clusters: readonly string[];
  readonly resource: string;
  readonly namespaces?: readonly string[];
  readonly sort?: string;
  readonly filter?: RowsFilter;
  readonly window?: { readonly offset: number; readonly limit: number };
  readonly wide?: boolean;
  /** ids of the Table's columns and of ours (`cpu`, `label:app`, `path:.spec.nodeName`), in order; absent = the Table's */
  readonly columns?: readonly string[];
  /** a column id, or `namespace`, `cluster`, `node`, `state` */
  readonly group?: string;
}

export interface RowsFilter {
  /** words, or `/…/`, a regular expression */
  readonly text?: string;
  /** letters of the name in order, ranked */
  readonly name?: string;
  readonly labels?: string;
  readonly fields?: string;
  readonly state?: readonly string[];
  /** epoch ms: Events seen last, other objects made, then or later */
  readonly since?: number;
}
