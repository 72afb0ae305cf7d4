import { named } from '../model/kinds';
import type { Age, Column, Counts, Coverages, Group, Kind, Note, Problem, Row } from '../model/types';
import { ProblemError } from '../page/problem';
import { say } from '../words/words';
import { Again } from './again';
import { closedProblem } from './channels';
import type { DeltaFrame, RowsFrame, RowsParams, RowsReady, ServerFrame } from './frames';
import type { Channel, LiveClient } from './LiveClient';
import { moved } from './order';

/** A plugin's column is headed by the plugin's own words. */
function headed(column: Column): Column {
  const [, plugin, id] = /^plugin:([^/]+)\/(.+)$/.exec(column.id) ?? [];
  if (plugin === undefined || id === undefined) return column;
  const said = say(plugin, column.name);
  return { ...column, name: said === column.name ? id : said };
}

/** How long a change is marked and a deleted row stays, grey. */
export const MARK = 2_000;
const STEP = 20;

export interface RowsSnapshot {
  readonly kind?: Kind;
  readonly columns: readonly Column[];
  /** all columns that may be asked for by name */
  readonly offers: readonly Column[];
  /** index of the first row of `rows` among all that match */
  readonly offset: number;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly matched: number;
  readonly counts: Counts;
  readonly groups: readonly Group[];
  readonly coverage: Coverages;
  readonly notes: readonly Note[];
  /** by cluster */
  readonly ages: Readonly<Record<string, Age>>;
  /** a window has arrived since the question was asked */
  readonly loaded: boolean;
  /** the question was changed and its answer is under way */
  readonly pending: boolean;
  /** rows that changed in the last two seconds */
  readonly changed: ReadonlySet<string>;
  /** rows that are deleted and still shown, grey */
  readonly deleted: ReadonlySet<string>;
  /** how many rows would move if the order were not held */
  readonly moved: number;
  /** grows with each question: another order or other rows start at their top */
  readonly asked: number;
  readonly problem?: Problem;
  readonly lostSince?: number;
}

export const NO_ROWS: RowsSnapshot = {
  columns: [],
  offers: [],
  offset: 0,
  rows: [],
  total: 0,
  matched: 0,
  counts: {},
  groups: [],
  coverage: {},
  notes: [],
  ages: {},
  loaded: false,
  pending: false,
  changed: new Set(),
  deleted: new Set(),
  moved: 0,
  asked: 0,
};

export type RowsQuestion = Omit<RowsParams, 'window'>;

/** A windowed live list: what LiveTable shows and moves. Opened while somebody looks at it. */
export class RowsSource {
  /** what those who look at this list keep with it: scroll position, selection */
  readonly kept = new Map<string, unknown>();
  private snapshot: RowsSnapshot = NO_ROWS;
  private readonly listeners = new Set<() => void>();
  private channel: Channel | undefined;
  private window = { offset: 0, limit: 3 * STEP };
  private rows = new Map<string, Row>();
  private order: readonly string[] = [];
  private waiting: readonly string[] | undefined;
  private held = false;
  /** the last that was taken in; the server knows whether it can go on from there */
  private revision: string | undefined;
  private marks = new Map<string, number>();
  private graves = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ending: ReturnType<typeof setTimeout> | undefined;
  /** what was refused is asked for again, and what is shown stays until there is an answer */
  private readonly again = new Again(() => this.reopen());
  private quiet = false;
  /** the server has closed the channel */
  private over = false;

  constructor(
    private readonly client: LiveClient,
    private question: RowsQuestion,
  ) {}

  readonly get = (): RowsSnapshot => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    clearTimeout(this.ending);
    this.channel ??= this.open();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.ending = setTimeout(() => this.close(), 0);
    };
  };

  /** Asks something else of the same kind: another sort, filter or namespace. Old rows stay until the answer comes. */
  ask(question: RowsQuestion): void {
    if (JSON.stringify(question) === JSON.stringify(this.question)) return;
    this.question = question;
    this.revision = undefined;
    this.window = { ...this.window, offset: 0 };
    this.tell({ pending: true, asked: this.snapshot.asked + 1 });
    if (this.over && this.channel !== undefined) this.reopen();
    else this.channel?.update(this.params());
  }

  /** Tells which rows are on screen; asks for another window when they come near its edge. */
  show(first: number, count: number): void {
    const { offset, limit } = this.window;
    const enough = first >= offset && first + count <= offset + limit;
    const nearStart = offset > 0 && first - offset < STEP / 4;
    const nearEnd = offset + limit < this.snapshot.matched && offset + limit - first - count < STEP / 4;
    if (enough && !nearStart && !nearEnd) return;
    const from = Math.max(0, Math.floor((first - count / 2) / STEP) * STEP);
    const size = Math.min(500, Math.ceil((count * 2 + STEP) / STEP) * STEP);
    if (from === offset && size === limit) return;
    this.window = { offset: from, limit: size };
    this.revision = undefined;
    this.channel?.update(this.params());
  }

  /** Rows of the same question that need not be on screen, in their order; at most 500 at a time. */
  fetch(offset: number, limit: number): Promise<readonly Row[]> {
    const { rows, offset: from } = this.snapshot;
    if (offset >= from && offset + limit <= from + rows.length && this.graves.size === 0)
      return Promise.resolve(rows.slice(offset - from, offset - from + limit));
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        channel.close();
        settle();
      };
      const fail = (problem: Problem) => end(() => reject(new ProblemError(problem)));
      const channel = this.client.open(
        'rows',
        { ...this.question, window: { offset, limit } },
        {
          onFrame: (frame) => {
            if (frame.t === 'rows') end(() => resolve(frame.d.rows));
            else if (frame.t === 'problem') fail(frame.d);
            else if (frame.t === 'closed') fail(closedProblem(frame.d.reason, frame.d.detail));
          },
        },
      );
    });
  }

  /** While the pointer or the focus is in the list, rows keep their place. */
  hold(held: boolean): void {
    this.held = held;
    if (!held) this.apply();
  }

  /** Lets the rows take their places now. */
  readonly apply = (): void => {
    if (this.waiting === undefined) return;
    this.order = this.waiting;
    this.waiting = undefined;
    this.publish({});
  };

  /** Asks the same again. */
  readonly retry = (): void => {
    this.revision = undefined;
    this.close();
    if (this.listeners.size === 0) return;
    this.tell({ problem: undefined });
    this.channel = this.open();
  };

  private reopen(): void {
    if (this.listeners.size === 0) return;
    this.quiet = true;
    this.again.stop();
    this.channel?.close();
    this.channel = this.open();
  }

  /** Without a cluster there is nothing to ask. */
  private open(): Channel | undefined {
    this.over = false;
    if (this.question.clusters.length === 0) return undefined;
    if (this.snapshot.loaded && !this.quiet) this.tell({ pending: true });
    return this.client.open('rows', this.params(), { onFrame: (frame) => this.receive(frame), onLost: () => this.lost() }, this.revision);
  }

  private params(): RowsParams {
    return { ...this.question, window: this.window };
  }

  private close(): void {
    this.channel?.close();
    this.channel = undefined;
    this.again.stop();
    this.quiet = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    // Whoever comes back finds the rows as they were; that something had just changed is no news then.
    this.order = (this.waiting ?? this.order).filter((key) => !this.graves.has(key));
    this.waiting = undefined;
    this.graves.clear();
    this.marks.clear();
    this.publish({});
  }

  private receive(frame: ServerFrame): void {
    if (this.quiet && frame.t === 'age' && frame.d.state === 'loading') return;
    if (frame.t !== 'age') this.quiet = false;
    if (frame.t === 'ready') this.ready(frame.d as RowsReady);
    else if (frame.t === 'rows') this.whole(frame.d);
    else if (frame.t === 'delta') this.delta(frame.d);
    else if (frame.t === 'age') this.tell({ ages: { ...this.snapshot.ages, [frame.d.cluster]: frame.d } });
    else if (frame.t === 'problem') this.tell({ problem: frame.d, pending: false });
    else if (frame.t === 'closed') this.ended(frame.d.reason, frame.d.detail);
  }

  private ended(reason: string, detail: string | undefined): void {
    this.over = true;
    this.tell({ problem: closedProblem(reason, detail), pending: false });
    if (reason === 'forbidden') this.again.start();
  }

  private ready(ready: RowsReady): void {
    // Connected again: how old the rows are is told by the ages from here on, also when nothing changed meanwhile.
    this.tell({
      kind: named(ready.kind),
      columns: ready.columns.map(headed),
      offers: (ready.offers ?? ready.columns).map(headed),
      lostSince: undefined,
      ...(ready.resumed ? { pending: false } : {}),
    });
  }

  private lost(): void {
    if (this.snapshot.lostSince === undefined) this.tell({ lostSince: Date.now() });
  }

  /** A whole window answers a question of ours, so it is shown as it is, held or not. */
  private whole(frame: RowsFrame): void {
    this.revision = frame.revision;
    this.channel?.resumeFrom(frame.revision);
    this.rows = new Map(frame.rows.map((row) => [row.k, row]));
    this.order = frame.rows.map((row) => row.k);
    this.waiting = undefined;
    this.graves.clear();
    const { total, matched, counts, offset, groups = [], coverage = {}, notes = [] } = frame;
    this.publish({ total, matched, counts, offset, groups, coverage, notes, loaded: true, pending: false, problem: undefined, lostSince: undefined });
  }

  private delta(frame: DeltaFrame): void {
    this.revision = frame.revision;
    this.channel?.resumeFrom(frame.revision);
    const until = Date.now() + MARK;
    for (const row of frame.rows ?? []) {
      this.rows.set(row.k, row);
      this.marks.set(row.k, until);
      this.graves.delete(row.k);
    }
    const { total = this.snapshot.total, matched = this.snapshot.matched, counts = this.snapshot.counts, offset = this.snapshot.offset } = frame;
    if (frame.order !== undefined) this.reorder(frame.order, this.snapshot.total - total, until);
    const { groups = this.snapshot.groups, coverage = this.snapshot.coverage, notes = this.snapshot.notes } = frame;
    this.schedule();
    this.publish({ total, matched, counts, offset, groups, coverage, notes, loaded: true, problem: undefined, lostSince: undefined });
  }

  /** Rows that left are taken for deleted when the total fell by at least as many; they stay for a moment. */
  private reorder(order: readonly string[], fewer: number, until: number): void {
    const stays = new Set(order);
    const shown = this.held ? this.order : (this.waiting ?? this.order);
    const left = shown.filter((key) => !stays.has(key) && !this.graves.has(key));
    if (fewer > 0 && left.length <= fewer) for (const key of left) this.graves.set(key, until);
    if (this.held) {
      this.waiting = order;
      return;
    }
    this.order = this.withGraves(order, shown);
    this.waiting = undefined;
  }

  private withGraves(order: readonly string[], before: readonly string[]): readonly string[] {
    if (this.graves.size === 0) return order;
    const result = [...order];
    before.forEach((key, index) => {
      if (this.graves.has(key) && !result.includes(key)) result.splice(Math.min(index, result.length), 0, key);
    });
    return result;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.expire();
    }, MARK + 50);
  }

  private expire(): void {
    const now = Date.now();
    for (const [key, until] of this.marks) if (until <= now) this.marks.delete(key);
    for (const [key, until] of this.graves) if (until <= now) this.bury(key);
    if (this.marks.size > 0 || this.graves.size > 0) this.schedule();
    this.publish({});
  }

  private bury(key: string): void {
    this.graves.delete(key);
    this.rows.delete(key);
    this.order = this.order.filter((other) => other !== key);
  }

  private publish(change: Partial<RowsSnapshot>): void {
    const known = this.order.filter((key) => this.rows.has(key));
    this.tell({
      ...change,
      rows: known.map((key) => this.rows.get(key)!),
      changed: new Set(this.marks.keys()),
      deleted: new Set(this.graves.keys()),
      moved:
        this.waiting === undefined
          ? 0
          : moved(
              this.order.filter((key) => !this.graves.has(key)),
              this.waiting,
            ),
    });
    this.forget();
  }

  /** Rows that are neither shown nor waiting to be shown are not kept. */
  private forget(): void {
    if (this.rows.size <= this.order.length + (this.waiting?.length ?? 0)) return;
    const wanted = new Set([...this.order, ...(this.waiting ?? [])]);
    for (const key of this.rows.keys()) if (!wanted.has(key)) this.rows.delete(key);
  }

  private tell(change: Partial<RowsSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of [...this.listeners]) listener();
  }
}
