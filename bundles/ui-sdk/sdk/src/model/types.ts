/** The shapes that the server sends: the same words as in kernel/docs/interfaces.md. */

import type { ClusterMark } from '../page/settings';
import type { Contributions } from './contributions';

export type * from './contributions';

/** One of the seven states that every kind's status is mapped to. */
export type Health = 'ok' | 'error' | 'warning' | 'waiting' | 'progress' | 'unknown' | 'off';

export const HEALTHS: readonly Health[] = ['error', 'warning', 'waiting', 'progress', 'unknown', 'off', 'ok'];

export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly state: 'up' | 'connecting' | 'down' | 'broken';
  /** epoch milliseconds of the last change of state */
  readonly since: number;
  readonly version?: string;
  readonly detail?: string;
  readonly namespace?: string;
  readonly context?: string;
  /** how this person marks it; `name` is then the person's name for it */
  readonly mark?: ClusterMark;
}

export interface Kind {
  /** plural name with its group, as everywhere: `pods`, `deployments.apps` */
  readonly resource: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly custom: boolean;
  /** all versions that are served; `version` is the preferred one */
  readonly versions?: readonly string[];
}

export interface Column {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** 0 is always shown, more only when chosen */
  readonly priority: number;
  readonly description?: string;
  /** a column of ours beside the API server's */
  readonly own?: boolean;
}

export type Cell = string | number | boolean | null;

export interface Row {
  /** unique over all clusters */
  readonly k: string;
  readonly c: string;
  readonly ns?: string;
  readonly n: string;
  readonly u: string;
  /** created, epoch milliseconds */
  readonly t: number;
  readonly cells: readonly Cell[];
  readonly s: Health;
  /** what kubectl does not say */
  readonly r?: string;
  /** deletion asked for, epoch milliseconds */
  readonly d?: number;
  /** moments behind the words of a cell: column index → [word, epoch milliseconds] */
  readonly times?: Readonly<Record<string, readonly (readonly [string, number])[]>>;
  /** numbers behind the cells of `cpu` and `memory`, by column index */
  readonly usage?: Readonly<Record<string, Usage>>;
}

/** Cores or bytes; what is not known is absent, never 0. */
export interface Usage {
  readonly used?: number;
  readonly request?: number;
  readonly limit?: number;
  readonly allocatable?: number;
}

/** Rows that have the same value in the column that is grouped by. */
export interface Group {
  /** `''` = has none */
  readonly key: string;
  readonly total: number;
  readonly counts: Counts;
  /** of Events: when they were seen first and last, epoch ms, and how often what they tell has happened */
  readonly first?: number;
  readonly last?: number;
  readonly times?: number;
}

/** What part of a cluster is shown to somebody who may not list everything. */
export interface Coverage {
  readonly namespaces?: { readonly shown: number; readonly of?: number; readonly names?: readonly string[] };
  readonly how?: 'found' | 'configured';
  /** only so many single objects may be read */
  readonly objects?: number;
  /** the list does not fit into the server's memory: it is read page by page, and sorting and filters look at the rows that are held */
  readonly paged?: { readonly held: number; readonly total: number };
}

/** By cluster; a cluster without an entry is covered whole. */
export type Coverages = Readonly<Record<string, Coverage>>;

/** Why a column of ours is empty in a cluster. */
export interface Note {
  readonly column: string;
  readonly cluster: string;
  readonly state: 'loading' | 'absent' | 'forbidden' | 'unreachable' | 'stale';
  readonly since?: number;
  readonly detail?: string;
}

/** One object that a search found. */
export interface SearchResult {
  readonly k: string;
  readonly cluster: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
  readonly state: Health;
  readonly reason?: string;
  readonly score: number;
  readonly why: 'name' | 'namespace' | 'label' | 'kind';
  /** where in the name, [from, to) */
  readonly marks?: readonly (readonly [number, number])[];
}

/** The answer to a search, and what it did not cover. */
export interface Found {
  readonly q: string;
  readonly results: readonly SearchResult[];
  readonly matched: number;
  readonly searched: number;
  readonly complete: boolean;
  readonly covered: Readonly<Record<string, readonly string[]>>;
  readonly uncovered: readonly {
    readonly cluster: string;
    readonly resource: string;
    readonly why: 'not-watched' | 'loading' | 'forbidden' | 'partly' | 'unreachable';
    readonly detail?: string;
  }[];
}

/** How true the data of one cluster is now. */
export interface Age {
  readonly cluster: string;
  readonly state: 'live' | 'loading' | 'stale' | 'forbidden' | 'unreachable';
  readonly since?: number;
  readonly detail?: string;
  readonly verb?: string;
  readonly resource?: string;
  readonly namespace?: string;
}

export type Counts = Readonly<Partial<Record<Health, number>>>;

export type KindCount =
  | { readonly total: number; readonly error: number; readonly warning: number }
  | { readonly forbidden: true }
  | { readonly loading: true };

/** An error as RFC 9457 has it, with our code and arguments. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly kind?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Which object: the identity that slots, links and hooks pass around. */
export interface ObjectRef {
  readonly cluster: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly controller?: boolean }[];
  readonly [field: string]: unknown;
}

export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: Metadata;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** What a question to a cluster is answered with: there is no bare nothing. */
export type Answer<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'loading' }
  | { readonly state: 'gone'; readonly value?: T }
  | { readonly state: 'failed'; readonly problem: Problem };

export interface Module {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly digest: string;
  /** below the base path */
  readonly base: string;
  readonly css: readonly string[];
  readonly contributions: Contributions;
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
