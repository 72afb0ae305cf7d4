import type { Age, Column, Counts, Kind, Problem, Row } from '../model/types';

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
  readonly revision?: string;
}

export interface RowsFrame {
  readonly revision?: string;
  readonly total: number;
  readonly matched: number;
  readonly offset: number;
  readonly counts: Counts;
  readonly rows: readonly Row[];
}

export interface DeltaFrame {
  readonly revision?: string;
  readonly total?: number;
  readonly matched?: number;
  readonly offset?: number;
  readonly counts?: Counts;
  readonly order?: readonly string[];
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
}

export interface RowsFilter {
  readonly text?: string;
  readonly labels?: string;
  readonly fields?: string;
  readonly state?: readonly string[];
}
