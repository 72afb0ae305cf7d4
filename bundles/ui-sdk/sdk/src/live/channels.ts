import { useMemo, useSyncExternalStore } from 'react';
import type { Problem } from '../model/types';
import { Again } from './again';
import type { ServerFrame } from './frames';
import type { Channel, ChannelEvents, LiveClient } from './LiveClient';
import { live } from './live';

/** What is known from a channel that sends whole values. */
export interface Latest<T> {
  readonly value?: T;
  readonly problem?: Problem;
  /** the connection is lost since then; the value is from before */
  readonly lostSince?: number;
  readonly closed?: boolean;
}

const NOTHING: Latest<never> = {};
/** A page that is left for another with the same question keeps the answer. */
const LINGER = 3_000;

/** One channel for everybody who asks the same question. */
class SharedChannel<T> {
  private latest: Latest<T> = NOTHING;
  private channel: Channel | undefined;
  private readonly listeners = new Set<() => void>();
  private ending: ReturnType<typeof setTimeout> | undefined;
  private readonly again = new Again(() => {
    if (this.channel !== undefined) this.channel = this.open();
  });

  constructor(
    private readonly client: LiveClient,
    private readonly type: string,
    private readonly params: object,
    private readonly ended: () => void,
  ) {}

  readonly get = (): Latest<T> => this.latest;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    clearTimeout(this.ending);
    this.channel ??= this.open();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.ending = setTimeout(() => this.end(), LINGER);
    };
  };

  private open(): Channel {
    return this.client.open(this.type, this.params, { onFrame: (frame) => this.receive(frame), onLost: () => this.lost() });
  }

  private end(): void {
    this.again.stop();
    this.channel?.close();
    this.channel = undefined;
    this.ended();
  }

  private receive(frame: ServerFrame): void {
    if (frame.t === 'data') this.tell({ value: frame.d as T });
    else if (frame.t === 'problem') this.tell({ ...this.latest, problem: frame.d });
    else if (frame.t === 'closed') this.closed(frame.d.reason, frame.d.detail);
  }

  private closed(reason: string, detail: string | undefined): void {
    this.tell({ ...this.latest, closed: true, problem: this.latest.problem ?? closedProblem(reason, detail) });
    if (reason === 'forbidden') this.again.start();
  }

  private lost(): void {
    if (this.latest.lostSince === undefined) this.tell({ ...this.latest, lostSince: Date.now() });
  }

  private tell(latest: Latest<T>): void {
    this.latest = latest;
    for (const listener of [...this.listeners]) listener();
  }
}

export function closedProblem(reason: string, detail: string | undefined): Problem {
  const status = { forbidden: 403, gone: 404, limit: 429 }[reason] ?? 0;
  return { status, title: reason, detail: detail ?? reason, code: `CHANNEL_${reason.toUpperCase()}` };
}

const shared = new Map<string, SharedChannel<unknown>>();

function sharedChannel<T>(type: string, params: object): SharedChannel<T> {
  const key = `${type} ${JSON.stringify(params)}`;
  let channel = shared.get(key);
  if (channel === undefined) {
    channel = new SharedChannel<unknown>(live, type, params, () => shared.delete(key));
    shared.set(key, channel);
  }
  return channel as SharedChannel<T>;
}

/** Opens a channel for somebody who is about to ask; without one it is closed again soon. */
export function warmChannel(type: string, params: object): void {
  sharedChannel(type, params).subscribe(() => undefined)();
}

/** The latest values of several channels of one type, in the order of their parameters. Equal questions share a channel. */
export function useChannels<T>(type: string, params: readonly object[]): readonly Latest<T>[] {
  const key = JSON.stringify(params);
  const group = useMemo(() => new Group<T>((JSON.parse(key) as object[]).map((one) => [type, one])), [type, key]);
  return useSyncExternalStore(group.subscribe, group.get);
}

/** The latest value of one channel, e.g. of a plugin's own type; nothing is opened while params are undefined. */
export function useChannel<T>(type: string, params: object | undefined): Latest<T> {
  return useChannels<T>(type, params === undefined ? [] : [params])[0] ?? NOTHING;
}

class Group<T> {
  private snapshot: readonly Latest<T>[] = [];

  constructor(private readonly questions: readonly (readonly [string, object])[]) {}

  private readonly members = () => this.questions.map(([type, params]) => sharedChannel<T>(type, params));

  readonly get = (): readonly Latest<T>[] => {
    const now = this.members().map((member) => member.get());
    if (now.length !== this.snapshot.length || now.some((value, index) => value !== this.snapshot[index])) this.snapshot = now;
    return this.snapshot;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    const ends = this.members().map((member) => member.subscribe(listener));
    return () => {
      for (const end of ends) end();
    };
  };
}

/** Calls back with each value of a channel that is not shared; for the frame itself. */
export function listen<T>(type: string, params: object, onValue: (value: T) => void): () => void {
  const channel = live.open(type, params, { onFrame: (frame) => frame.t === 'data' && onValue(frame.d as T) });
  return () => channel.close();
}

/**
 * A channel that is nobody else's, for what has to be told in order: bytes of a terminal, lines of a log. It is opened again after the
 * connection was lost, with the token of `resumeFrom`. Whoever opens it closes it.
 */
export function openChannel(type: string, params: object, events: ChannelEvents, resume?: string): Channel {
  return live.open(type, params, events, resume);
}
