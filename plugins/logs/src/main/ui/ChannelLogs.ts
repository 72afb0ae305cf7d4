import { type Channel, href, openChannel, type ServerFrame } from '@fresnel/sdk';
import { type LogFilter, LogHold, type LogSearch, type LogSeek, type LogSnapshot, type LogSource, type LogWindow } from '@fresnel/ui';

/** One log view of the server: a channel whose parameters say what is wanted of it. */
export class ChannelLogs implements LogSource {
  private readonly hold = new LogHold();
  private channel: Channel | undefined;
  private token: string | undefined;
  private params: Record<string, unknown>;
  private waiting = false;

  constructor(sources: object) {
    this.params = { ...sources, window: { end: true, count: 200 } };
  }

  /** Opens it; whoever began it ends it. */
  start(): () => void {
    this.channel = openChannel('logs/view', this.params, { onFrame: (frame) => this.receive(frame), onLost: () => this.lost() });
    return () => {
      this.channel?.close();
      this.channel = undefined;
    };
  }

  readonly get = (): LogSnapshot => this.hold.get();

  readonly subscribe = (listener: () => void): (() => void) => this.hold.subscribe(listener);

  show(window: LogWindow): void {
    this.say({ window });
  }

  filter(filter: LogFilter): void {
    this.say({ filter });
  }

  search(search: LogSearch): void {
    this.say({ search });
  }

  seek(seek: LogSeek): void {
    this.say({ seek });
  }

  textUrl(query: Readonly<Record<string, string>>): string | undefined {
    return this.token === undefined ? undefined : href(`/api/v1/plugins/logs/text?${new URLSearchParams({ view: this.token, ...query })}`);
  }

  private say(change: Record<string, unknown>): void {
    const next = { ...this.params, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.params)) return;
    this.params = next;
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      this.channel?.update(this.params);
    });
  }

  /** A view that begins again begins where this one did, so that nothing that was there is missing. @returns whether that is another part */
  private goOn(): boolean {
    const { oldest } = this.hold.get();
    const { tail: _, ...rest } = this.params;
    const { since, previous } = rest as { since?: string; previous?: boolean };
    if (oldest === undefined || previous === true || (since !== undefined && !/^\d+[smhd]$/.test(since))) return false;
    this.params = { ...rest, since: new Date(Math.floor(oldest)).toISOString() };
    return true;
  }

  private receive(frame: ServerFrame): void {
    if (frame.t === 'ready') {
      if (this.token !== undefined && this.goOn()) this.channel?.update(this.params);
      this.token = (frame.d as { view?: string }).view;
      this.hold.restart();
    } else if (frame.t === 'data') this.hold.receive(frame.d as Parameters<LogHold['receive']>[0]);
    else if (frame.t === 'problem') this.hold.change({ problem: frame.d });
    else if (frame.t === 'closed') {
      const { reason, detail } = frame.d;
      this.hold.change({ problem: this.hold.get().problem ?? { status: 0, title: reason, detail: detail ?? reason, code: `CHANNEL_${reason.toUpperCase()}` } });
    }
  }

  private lost(): void {
    if (this.goOn()) this.channel?.update(this.params);
    if (this.hold.get().lostSince === undefined) this.hold.change({ lostSince: Date.now() });
  }
}
