import type { Channel, ChannelEvents, Problem, ServerFrame } from '@fresnel/sdk';

/** What a terminal looks at. */
export interface ShellTarget {
  readonly mode: 'exec' | 'attach' | 'node';
  readonly cluster: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly windows?: boolean;
  readonly tty?: boolean;
  /** whether it takes input; what one attaches to may not */
  readonly input?: boolean;
  readonly node?: string;
}

export interface Exit {
  readonly code: number;
  readonly reason: string;
  readonly text: string;
}

export type ShellState =
  | { readonly is: 'opening' }
  | { readonly is: 'open'; readonly program: string }
  | { readonly is: 'lost' }
  | { readonly is: 'ended'; readonly exit: Exit }
  | { readonly is: 'gone' }
  | { readonly is: 'failed'; readonly problem: Problem };

export interface ShellEvents {
  /** draw it, then call back */
  output(bytes: Uint8Array, drawn: () => void): void;
  state(state: ShellState): void;
  /** by this one comes back to it, after a reload too */
  session(id: string | undefined): void;
  /** output was lost, which only happens to who stays away for long */
  gap(): void;
}

export type OpenChannel = (type: string, params: object, events: ChannelEvents, resume?: string) => Channel;

const FRAME = 64 << 10;
/** input that the server has not confirmed */
const AHEAD = 256 << 10;
/** output that is drawn before the server hears of it */
const STEP = 128 << 10;

interface Told {
  readonly opened?: { readonly session: string; readonly out: number; readonly in: number; readonly program: string };
  readonly taken?: number;
  readonly exit?: Exit;
  readonly gone?: boolean;
}

/** One page's end of a terminal: knows how much has come and gone, so that it can go on after a break without losing or doubling any. */
export class Shell {
  private readonly channel: Channel;
  private id: string | undefined;
  private received = 0;
  /** bytes to pass over: they have come before the break */
  private skip = 0;
  private drawn = 0;
  private told = 0;
  private open = false;
  private known = false;
  private over = false;
  /** what was typed from byte `confirmed` on */
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private confirmed = 0;
  private sent = 0;

  constructor(
    connect: OpenChannel,
    private readonly target: ShellTarget,
    private readonly events: ShellEvents,
    private size: { readonly columns: number; readonly rows: number },
    session: string | undefined,
  ) {
    this.id = session;
    events.state({ is: 'opening' });
    this.channel = connect(
      'terminal/shell',
      this.params(),
      { onFrame: (frame) => this.frame(frame), onBytes: (bytes) => this.bytes(bytes), onLost: () => this.lost() },
      session === undefined ? undefined : `${session}:0`,
    );
  }

  type(bytes: Uint8Array): void {
    if (this.over || bytes.length === 0) return;
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    this.push();
  }

  resize(columns: number, rows: number): void {
    if (this.over || (columns === this.size.columns && rows === this.size.rows)) return;
    this.size = { columns, rows };
    this.update();
  }

  /** Ends the program. */
  end(): void {
    if (!this.over) this.channel.update({ ...this.params(), end: true });
    this.leave();
  }

  /** Leaves it running: it is kept for 30 s. */
  leave(): void {
    this.over = true;
    this.channel.close();
  }

  private params(): object {
    return { ...this.target, ...this.size, seen: this.drawn };
  }

  private update(): void {
    this.told = this.drawn;
    this.channel.update(this.params());
    this.note(); // another question forgets the place to go on from
  }

  private note(): void {
    if (this.id !== undefined) this.channel.resumeFrom(`${this.id}:${this.received}`);
  }

  private frame(frame: ServerFrame): void {
    if (this.over) return;
    if (frame.t === 'data') this.data(frame.d as Told);
    else if (frame.t === 'problem') this.finish({ is: 'failed', problem: frame.d });
    else if (frame.t === 'closed') this.finish({ is: 'gone' });
  }

  private data(told: Told): void {
    if (told.opened !== undefined) this.opened(told.opened);
    if (told.taken !== undefined) this.taken(told.taken);
    if (told.exit !== undefined) this.finish({ is: 'ended', exit: told.exit }, true);
    if (told.gone) this.finish({ is: 'gone' }, true);
  }

  private opened(said: NonNullable<Told['opened']>): void {
    const first = !this.known;
    this.known = true;
    this.id = said.session;
    this.skip = Math.max(0, this.received - said.out);
    if (said.out > this.received) {
      if (!first) this.events.gap();
      this.received = said.out;
      this.drawn = said.out;
    }
    if (first) this.confirmed = said.in;
    this.drop(said.in);
    // Over an unbroken connection what is under way arrives: only another build of the server's side has taken over.
    if (!this.open) this.sent = said.in;
    this.open = true;
    this.note();
    this.events.session(said.session);
    this.events.state({ is: 'open', program: said.program });
    this.push();
  }

  private bytes(all: Uint8Array): void {
    if (this.over) return;
    const bytes = all.subarray(Math.min(this.skip, all.length));
    this.skip -= all.length - bytes.length;
    if (bytes.length === 0) return;
    this.received += bytes.length;
    this.note();
    this.events.output(bytes, () => {
      this.drawn += bytes.length;
      if (!this.over && this.open && this.drawn - this.told >= STEP) this.update();
    });
  }

  private taken(count: number): void {
    this.drop(count);
    this.push();
  }

  /** What the server has needs no keeping. */
  private drop(until: number): void {
    let more = until - this.confirmed;
    while (more > 0 && this.pending.length > 0) {
      const first = this.pending[0]!;
      if (first.length > more) {
        this.pending[0] = first.subarray(more);
        this.pendingBytes -= more;
        more = 0;
      } else {
        this.pending.shift();
        this.pendingBytes -= first.length;
        more -= first.length;
      }
    }
    this.confirmed = Math.max(this.confirmed, until);
  }

  private push(): void {
    while (this.open && this.sent < this.confirmed + this.pendingBytes && this.sent - this.confirmed < AHEAD) {
      const next = this.slice(this.sent - this.confirmed);
      this.channel.sendBytes(next);
      this.sent += next.length;
    }
  }

  private slice(from: number): Uint8Array {
    let skip = from;
    for (const chunk of this.pending) {
      if (skip < chunk.length) return chunk.subarray(skip, skip + FRAME);
      skip -= chunk.length;
    }
    return new Uint8Array();
  }

  private lost(): void {
    this.open = false;
    if (!this.over) this.events.state({ is: 'lost' });
  }

  private finish(state: ShellState, forgets = false): void {
    if (this.over) return;
    this.over = true;
    this.open = false;
    this.channel.close();
    // A server side that is gone says nothing of the program, which is kept for who comes back.
    if (forgets) this.events.session(undefined);
    this.events.state(state);
  }
}
