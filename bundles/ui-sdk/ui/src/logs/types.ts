import type { Problem } from '@fresnel/sdk';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'none';

/** One line, as a source tells it. */
export interface LogLine {
  /** its number: names it as long as the view is open */
  readonly n: number;
  /** when the node took it: epoch milliseconds, and nanoseconds beyond them */
  readonly t: number;
  readonly ns: number;
  /** number of its source */
  readonly s: number;
  readonly l: LogLevel | 'note';
  readonly x: string;
  /** colours: from, to, words of style */
  readonly a?: readonly (readonly [number, number, string])[];
  /** where the search matches: from, to */
  readonly m?: readonly (readonly [number, number])[];
  /** how long it is in full, if more than is shown */
  readonly cut?: number;
}

export interface LogSourceInfo {
  readonly i: number;
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly state: 'waiting' | 'streaming' | 'broken' | 'ended' | 'refused';
  readonly detail: string;
}

/** Lines over time, in milliseconds; each bar counts none, debug, info, warn, error. */
export interface LogStrip {
  readonly from: number;
  readonly width: number;
  readonly bars: readonly (readonly number[])[];
  readonly firstError?: number;
}

/** What is known of a view now. Rows are counted from the first that ever came. */
export interface LogSnapshot {
  readonly state: 'loading' | 'live' | 'done';
  readonly total: number;
  readonly dropped: number;
  readonly first: number;
  readonly end: number;
  /** how much the filter has looked at, 0 to 1 */
  readonly progress: number;
  readonly levels: Readonly<Record<string, number>>;
  readonly sources: readonly LogSourceInfo[];
  readonly troubles: readonly string[];
  readonly beyond: number;
  /** how often lines were rotated away before they could be had */
  readonly gaps: number;
  /** when the first line was said that is there: epoch milliseconds */
  readonly oldest?: number;
  /** how often the view began: more than once when the connection was lost */
  readonly begun: number;
  /** place of the first of `rows` */
  readonly offset: number;
  readonly rows: readonly LogLine[];
  readonly search: { readonly matches: number; readonly progress: number; readonly error?: string };
  /** the answer to a seek; told once more when the ordinal is known, until then it is -1 */
  readonly sought?: { readonly id: number; readonly row: number; readonly ordinal: number };
  readonly strip?: LogStrip;
  readonly error?: string;
  readonly problem?: Problem;
  /** the connection is lost since then */
  readonly lostSince?: number;
}

export const NOTHING: LogSnapshot = {
  state: 'loading',
  total: 0,
  dropped: 0,
  first: 0,
  end: 0,
  progress: 1,
  levels: {},
  sources: [],
  troubles: [],
  beyond: 0,
  gaps: 0,
  begun: 0,
  offset: 0,
  rows: [],
  search: { matches: 0, progress: 1 },
};

export type LogWindow = { readonly from: number; readonly count: number } | { readonly end: true; readonly count: number };

export interface LogSearch {
  readonly text: string;
  readonly regex: boolean;
  /** capitals count */
  readonly exact: boolean;
}

export interface LogFilter extends LogSearch {
  /** none = all */
  readonly levels: readonly LogLevel[];
  /** numbers of sources, none = all */
  readonly sources: readonly number[];
  /** tests of fields: `status>=500` */
  readonly fields: readonly string[];
}

export type LogSeek =
  | { readonly id: number; readonly from: number; readonly back: boolean }
  | { readonly id: number; readonly t: number; readonly ns: number; readonly source: string; readonly near?: boolean };

/** Where a viewer gets its lines: it holds a window, and asks for others. */
export interface LogSource {
  readonly get: () => LogSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  show(window: LogWindow): void;
  filter(filter: LogFilter): void;
  search(search: LogSearch): void;
  seek(seek: LogSeek): void;
  /** the address of lines as text; without rows, of all of them */
  textUrl(query: Readonly<Record<string, string>>): string | undefined;
}

/** How somebody looks at lines: plain data, so that it can be kept and shared. */
export interface LogLook extends LogSearch {
  /** show only lines that match */
  readonly only: boolean;
  readonly levels: readonly LogLevel[];
  /** `pod/container`, none = all */
  readonly of: readonly string[];
  readonly fields: readonly string[];
  readonly columns: readonly string[];
  readonly wrap: boolean;
  /** JSON and logfmt as fields */
  readonly parsed: boolean;
  readonly times: 'time' | 'full' | 'none';
}

export const usualLook: LogLook = {
  text: '',
  regex: false,
  exact: false,
  only: false,
  levels: [],
  of: [],
  fields: [],
  columns: [],
  wrap: false,
  parsed: true,
  times: 'time',
};
