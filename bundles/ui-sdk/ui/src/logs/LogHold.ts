import type { LogLine, LogSnapshot, LogStrip } from './types';
import { NOTHING } from './types';

interface Window {
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly rows: readonly LogLine[];
}

/** What a server tells of a view: what has not changed is left out. */
export type LogTold = Partial<Omit<LogSnapshot, 'rows' | 'offset' | 'strip'>> & { readonly window?: Window; readonly strip?: LogStrip };

/** Puts together what is known of a view from what is told: only the window that is asked for is held. */
export class LogHold {
  private snapshot: LogSnapshot = NOTHING;
  private epoch = '';
  private readonly listeners = new Set<() => void>();

  readonly get = (): LogSnapshot => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What was told is void: it begins anew. What is on screen stays until there is something else. */
  restart(): void {
    this.epoch = '';
    const { rows, offset, sources, begun } = this.snapshot;
    this.set({ ...NOTHING, begun: begun + 1, rows, offset, sources, first: offset, end: offset + rows.length });
  }

  change(part: Partial<LogSnapshot>): void {
    this.set({ ...this.snapshot, ...part });
  }

  receive(told: LogTold): void {
    const { window, error, ...rest } = told;
    const { error: _, lostSince: __, problem: ___, ...before } = this.snapshot;
    let next: LogSnapshot = { ...before, ...rest, ...(error === undefined ? {} : { error }) };
    if (window !== undefined) next = { ...next, ...this.rows(window) };
    this.set(next);
  }

  private rows(window: Window): { offset: number; rows: readonly LogLine[] } {
    const { rows, offset } = this.snapshot;
    const same = window.epoch === this.epoch;
    this.epoch = window.epoch;
    if (!same || window.at <= window.from) return { offset: window.at, rows: window.rows };
    const kept = rows.slice(Math.max(0, window.from - offset), window.at - offset);
    return { offset: window.at - kept.length, rows: [...kept, ...window.rows].slice(0, window.to - (window.at - kept.length)) };
  }

  private set(snapshot: LogSnapshot): void {
    this.snapshot = snapshot;
    for (const listener of [...this.listeners]) listener();
  }
}
