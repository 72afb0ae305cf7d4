import { Store } from '../model/store';
import type { Problem } from '../model/types';
import { ProblemError } from '../page/problem';
import type { ServerFrame } from './frames';
import type { Socket } from './StreamSocket';

export const PROTOCOL = 'fresnel.v1';
const CREDIT = 262_144;
const FIRST_DELAY = 400;
const LONGEST_DELAY = 15_000;
/** bytes before the payload of a binary frame: the channel's number */
const HEAD = 4;
/** so many handshakes without success, and something on the way lets no WebSocket pass */
const BLOCKED = 2;
const SESSION_OVER = 4401;

export type Connection =
  | { readonly state: 'connecting'; readonly since: number }
  | { readonly state: 'open'; readonly since: number }
  | {
      readonly state: 'waiting';
      readonly since: number;
      readonly until: number;
      readonly why: string /** what refused the connection, if something did */;
      readonly problem?: Problem;
    };

/** One side of a conversation: what is told to whoever opened the channel. */
export interface ChannelEvents {
  onFrame(frame: ServerFrame): void;
  /** what is no JSON: a terminal's output, lines of a log */
  onBytes?(payload: Uint8Array): void;
  /** the connection is lost; what was shown is from before */
  onLost?(): void;
}

export interface Channel {
  update(params: object): void;
  /** sends bytes as they are; lost when there is no connection */
  sendBytes(payload: Uint8Array): void;
  /** a token to go on from after the connection was lost */
  resumeFrom(token: string | undefined): void;
  close(): void;
}

interface OpenChannel {
  readonly type: string;
  readonly events: ChannelEvents;
  params: object;
  resume: string | undefined;
  consumed: number;
}

export interface Wires {
  ticket(): Promise<string>;
  connect(ticket: string): Socket;
  /** the way round for networks that let no WebSocket pass */
  stream?(): Socket;
  now(): number;
  random(): number;
}

/** The page's one WebSocket: tickets, reconnecting with growing pauses, channels with byte credits. */
export class LiveClient {
  readonly connection = new Store<Connection>({ state: 'connecting', since: 0 });
  private readonly channels = new Map<number, OpenChannel>();
  private socket: Socket | undefined;
  /** handshakes in a row that came to nothing although the server answers */
  private blocked = 0;
  private roundabout = false;
  private next = 1;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;

  constructor(private readonly wires: Wires) {}

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.connect();
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close(1000);
  }

  /** Tries at once, e.g. because the person asks or the network is back. */
  retry(): void {
    if (this.connection.get().state !== 'waiting') return;
    clearTimeout(this.timer);
    this.connect();
  }

  open(type: string, params: object, events: ChannelEvents, resume?: string): Channel {
    const ch = this.next++;
    const channel: OpenChannel = { type, params, events, resume, consumed: 0 };
    this.channels.set(ch, channel);
    this.sendOpen(ch, channel);
    return {
      update: (changed) => {
        if (!this.channels.has(ch)) return;
        channel.params = changed;
        channel.resume = undefined;
        this.send({ ch, t: 'update', params: changed });
      },
      sendBytes: (payload) => {
        if (this.connection.get().state !== 'open' || !this.channels.has(ch)) return;
        const frame = new Uint8Array(HEAD + payload.length);
        new DataView(frame.buffer).setUint32(0, ch);
        frame.set(payload, HEAD);
        this.socket?.send(frame.buffer);
      },
      resumeFrom: (token) => {
        channel.resume = token;
      },
      close: () => {
        if (this.channels.delete(ch)) this.send({ ch, t: 'close' });
      },
    };
  }

  private sendOpen(ch: number, channel: OpenChannel): void {
    channel.consumed = 0;
    const resume = channel.resume === undefined ? {} : { resume: channel.resume };
    this.send({ ch, t: 'open', type: channel.type, params: channel.params, credit: CREDIT, ...resume });
  }

  private send(frame: object): void {
    if (this.connection.get().state === 'open') this.socket?.send(JSON.stringify(frame));
  }

  private connect(): void {
    this.connection.set({ state: 'connecting', since: this.wires.now() });
    this.wires.ticket().then(
      (ticket) => this.wanted && this.attach(this.way(ticket)),
      (cause: unknown) => this.lost(cause instanceof Error ? cause.message : String(cause), cause instanceof ProblemError ? cause.problem : undefined),
    );
  }

  private way(ticket: string): Socket {
    this.roundabout = this.blocked >= BLOCKED && this.wires.stream !== undefined;
    return this.roundabout && this.wires.stream ? this.wires.stream() : this.wires.connect(ticket);
  }

  private attach(socket: Socket): void {
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      if (socket !== this.socket) return;
      opened = true;
      this.failures = 0;
      if (!this.roundabout) this.blocked = 0;
      this.connection.set({ state: 'open', since: this.wires.now() });
      for (const [ch, channel] of this.channels) this.sendOpen(ch, channel);
    };
    socket.onmessage = (message) => {
      if (socket !== this.socket) return;
      if (typeof message.data === 'string') this.receive(message.data);
      else if (message.data instanceof ArrayBuffer) this.receiveBytes(message.data);
    };
    socket.onclose = (event) => {
      if (socket !== this.socket) return;
      if (!opened) this.blocked = this.roundabout ? 0 : this.blocked + 1;
      this.lost(event.reason || `code ${event.code}`, event.code === SESSION_OVER ? sessionOver(event.reason) : undefined);
    };
  }

  private receive(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      console.error('The server sent a frame that is not JSON', text.slice(0, 200));
      return;
    }
    const channel = this.channels.get(frame.ch);
    if (channel === undefined) {
      if (frame.ch === 0 && frame.t === 'problem') console.error('The live connection has a problem', frame.d);
      return;
    }
    this.repay(frame.ch, channel, bytes(text));
    if (frame.t === 'closed') this.channels.delete(frame.ch);
    try {
      channel.events.onFrame(frame);
    } catch (cause) {
      console.error(`Channel ${channel.type} failed`, cause);
    }
  }

  private receiveBytes(frame: ArrayBuffer): void {
    const ch = new DataView(frame).getUint32(0);
    const channel = this.channels.get(ch);
    if (channel === undefined) return;
    this.repay(ch, channel, frame.byteLength);
    channel.events.onBytes?.(new Uint8Array(frame, HEAD));
  }

  /** Allows more once half is used, so that a quick reader is never waited for and a frame per frame is saved. */
  private repay(ch: number, channel: OpenChannel, size: number): void {
    channel.consumed += size;
    if (channel.consumed < CREDIT / 2) return;
    this.send({ ch, t: 'credit', bytes: channel.consumed });
    channel.consumed = 0;
  }

  private lost(why: string, problem?: Problem): void {
    this.socket = undefined;
    if (!this.wanted) return;
    const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.failures++);
    const delay = ceiling * (0.5 + this.wires.random() / 2);
    const now = this.wires.now();
    // Before anybody is told: who hears of it may stop the client.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), delay);
    this.connection.set({ state: 'waiting', since: now, until: now + delay, why, ...(problem ? { problem } : {}) });
    for (const channel of this.channels.values()) channel.events.onLost?.();
  }
}

/** The problem that a page shows when a session ends under it; `args.why`: logout, expired or refused. */
function sessionOver(reason: string): Problem {
  const why = reason.replace(/^session /, '');
  return { status: 401, code: 'SESSION_ENDED', title: 'Signed out', detail: reason, args: { why } };
}

const ASCII = /^[\0-\x7f]*$/;
const encoder = new TextEncoder();

function bytes(text: string): number {
  return ASCII.test(text) ? text.length : encoder.encode(text).length;
}
