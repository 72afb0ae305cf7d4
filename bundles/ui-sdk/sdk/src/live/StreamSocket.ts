/** What the live client needs of a connection; a WebSocket has it. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  send(data: string | ArrayBuffer): void;
  close(code?: number): void;
}

const ALIVE = 25_000;
const ABNORMAL = 1006;

/** The live protocol as server-sent events and POSTs, for networks that let no WebSocket pass (kernel/docs/interfaces.md §3). */
export class StreamSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  private readonly ending = new AbortController();
  private readonly waiting: string[] = [];
  private id = '';
  private posting = false;
  private over = false;
  private alive: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly path: string,
    private readonly post: typeof fetch = (...request) => fetch(...request),
  ) {
    this.listen().then(
      () => this.end(ABNORMAL, ''),
      (cause: unknown) => this.end(ABNORMAL, cause instanceof Error ? cause.message : String(cause)),
    );
  }

  send(data: string | ArrayBuffer): void {
    this.waiting.push(typeof data === 'string' ? data : binaryLine(new Uint8Array(data)));
    void this.flush();
  }

  close(): void {
    this.end(1000, '');
  }

  private async listen(): Promise<void> {
    const answer = await this.post(this.path, { method: 'POST', signal: this.ending.signal });
    if (!answer.ok || answer.body === null) throw new Error(`the server answered ${answer.status}`);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.take(event);
    }
  }

  private take(event: string): void {
    const lines = event.split('\n');
    const name = lines.find((line) => line.startsWith('event: '))?.slice(7);
    const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
    if (data === undefined || this.over) return;
    switch (name) {
      case undefined:
        this.onmessage?.({ data });
        break;
      case 'bytes':
        this.onmessage?.({ data: Uint8Array.from(atob(data), (char) => char.charCodeAt(0)).buffer });
        break;
      case 'hello':
        this.id = (JSON.parse(data) as { id: string }).id;
        this.alive = setInterval(() => this.send('{"t":"ping"}'), ALIVE);
        this.onopen?.();
        break;
      case 'close': {
        const { code, reason } = JSON.parse(data) as { code: number; reason: string };
        this.end(code, reason);
        break;
      }
      default: // of a later version
    }
  }

  /** One request at a time, so that frames keep their order; what gathers meanwhile goes together. */
  private async flush(): Promise<void> {
    if (this.posting || this.over || this.id === '') return;
    this.posting = true;
    try {
      while (this.waiting.length > 0 && !this.over) {
        const body = this.waiting.splice(0).join('\n');
        const answer = await this.post(`${this.path}/${this.id}`, { method: 'POST', body, signal: this.ending.signal });
        if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      }
    } catch (cause) {
      this.end(ABNORMAL, cause instanceof Error ? cause.message : String(cause));
    } finally {
      this.posting = false;
    }
  }

  private end(code: number, reason: string): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.alive);
    this.ending.abort();
    this.onclose?.({ code, reason });
  }
}

/** A binary frame begins with its channel's number; as text that number is a member. */
function binaryLine(frame: Uint8Array): string {
  const ch = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  let chars = '';
  for (const byte of frame.subarray(4)) chars += String.fromCharCode(byte);
  return JSON.stringify({ ch, t: 'bytes', b: btoa(chars) });
}
