import type { Explanation, Offers } from './assist';
import type { Schema, SchemaDocument } from './openapi';

/** A kind that the cluster serves, as far as completion needs it. */
export interface KindName {
  readonly resource: string;
  readonly group: string;
  readonly version: string;
  readonly versions: readonly string[];
  readonly kind: string;
  readonly namespaced: boolean;
}

export type Kinds = readonly KindName[];

/** The schema of a kind and the document that it stands in. */
export type Lookup = (apiVersion: string, kind: string) => Promise<{ readonly document: SchemaDocument; readonly schema: Schema } | undefined>;

/** What is wrong with a text, by place; `code` and `args` are words for the page. */
export interface Fault {
  readonly from: number;
  readonly to: number;
  readonly tone: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly args: Readonly<Record<string, string | number>>;
}

export interface ReadDocument {
  readonly from: number;
  readonly to: number;
  /** what it says as data; undefined when it cannot be read */
  readonly value: unknown;
  /** it has faults that no server would take */
  readonly broken: boolean;
}

export interface Checked {
  readonly documents: readonly ReadDocument[];
  readonly faults: readonly Fault[];
  /** kinds whose schema the cluster does not have */
  readonly unknownKinds: readonly string[];
}

/** How lists and maps merge, by the path's names with `[]` for items, joined with a zero character. */
export interface MergeHint {
  readonly type: 'map' | 'set' | 'atomic';
  readonly keys?: readonly string[];
  readonly defaults?: Readonly<Record<string, string | number | boolean>>;
}

export type Hints = Readonly<Record<string, MergeHint>>;

export type Step = string | number;

/** A change to bring into a text without touching the rest of it. */
export interface TextChange {
  readonly path: readonly Step[];
  /** undefined takes it away */
  readonly value: unknown;
}

export type Question =
  | { readonly do: 'complete'; readonly text: string; readonly offset: number; readonly kinds: Kinds }
  | { readonly do: 'explain'; readonly text: string; readonly offset: number }
  | { readonly do: 'check'; readonly text: string }
  | { readonly do: 'hints'; readonly apiVersion: string; readonly kind: string; readonly values: readonly unknown[] }
  | { readonly do: 'template'; readonly apiVersion: string; readonly kind: string; readonly namespace: string | undefined }
  | { readonly do: 'rewrite'; readonly text: string; readonly document: number; readonly changes: readonly TextChange[] }
  | { readonly do: 'locate'; readonly text: string; readonly document: number; readonly paths: readonly (readonly Step[])[] };

export interface Answers {
  readonly complete: Offers | undefined;
  readonly explain: Explanation | undefined;
  readonly check: Checked;
  readonly hints: Hints;
  readonly template: unknown;
  readonly rewrite: string;
  readonly locate: readonly (readonly [number, number])[];
}

export interface Asked {
  readonly id: number;
  /** where the cluster's API is, e.g. `/k8s/demo` */
  readonly root: string;
  readonly question: Question;
}

export type Told = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly failure: string };
