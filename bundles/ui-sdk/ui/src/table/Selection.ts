import type { Row } from '@fresnel/sdk';
import { useSyncExternalStore } from 'react';

/** Which object a chosen row stands for; the rest of the row may have changed or be off screen. */
export interface Chosen {
  readonly k: string;
  readonly c: string;
  readonly ns?: string;
  readonly n: string;
}

export interface SelectionState {
  /** everything that matches is chosen but for `marked`; else only `marked` is */
  readonly all: boolean;
  readonly marked: ReadonlyMap<string, Chosen>;
}

const NOTHING: SelectionState = { all: false, marked: new Map() };

/** The chosen rows of a list: by key, so that scrolling, sorting and changes do not lose them. */
export class Selection {
  /** where a range begins: the place of the row that was chosen last */
  anchor: number | undefined;
  private state = NOTHING;
  private readonly listeners = new Set<() => void>();

  readonly get = (): SelectionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  has(key: string): boolean {
    return holds(this.state, key);
  }

  toggle(row: Row): void {
    this.set([row], !this.has(row.k));
  }

  /** Chooses these rows, or takes them out. */
  set(rows: readonly Row[], chosen: boolean): void {
    const marked = new Map(this.state.marked);
    for (const row of rows) {
      if (chosen === this.state.all) marked.delete(row.k);
      else marked.set(row.k, { k: row.k, c: row.c, n: row.n, ...(row.ns === undefined ? {} : { ns: row.ns }) });
    }
    this.tell({ ...this.state, marked });
  }

  /** Everything that matches now and while the question stays the same. */
  readonly chooseAll = (): void => this.tell({ all: true, marked: new Map() });

  readonly clear = (): void => {
    this.anchor = undefined;
    if (this.state.all || this.state.marked.size > 0) this.tell(NOTHING);
  };

  /** Rows that are no more. */
  drop(keys: Iterable<string>): void {
    const gone = [...keys].filter((key) => this.state.marked.has(key));
    if (gone.length === 0) return;
    const marked = new Map(this.state.marked);
    for (const key of gone) marked.delete(key);
    this.tell({ ...this.state, marked });
  }

  /** Another question: "everything that matches" would mean other rows, rows chosen one by one stay. */
  asked(): void {
    this.anchor = undefined;
    if (this.state.all) this.tell(NOTHING);
  }

  private tell(state: SelectionState): void {
    this.state = state;
    for (const listener of [...this.listeners]) listener();
  }
}

export function holds(state: SelectionState, key: string): boolean {
  return state.marked.has(key) !== state.all;
}

/** How many rows are chosen of so many that match. */
export function chosenOf(state: SelectionState, matched: number): number {
  return state.all ? Math.max(0, matched - state.marked.size) : state.marked.size;
}

export function useSelection(selection: Selection): SelectionState {
  return useSyncExternalStore(selection.subscribe, selection.get);
}
