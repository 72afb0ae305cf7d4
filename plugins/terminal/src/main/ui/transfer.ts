import { openChannel, type ServerFrame } from '@fresnel/sdk';
import type { Chosen, JobEvents } from './queue';

const FRAME = 64 << 10;
/** bytes that the server has not confirmed */
const AHEAD = 512 << 10;

export interface UploadWanted {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly folder: string;
}

/** Sends one file into a container, as fast as it is taken there. Returns what gives it up. */
export function upload({ file, name }: Chosen, wanted: UploadWanted, events: JobEvents): () => void {
  let taken = -1;
  let sent = 0;
  let over = false;
  let sending = false;
  const channel = openChannel(
    'terminal/upload',
    { ...wanted, name, size: file.size },
    { onFrame: (frame) => receive(frame), onLost: () => end(() => events.failed(undefined)) },
  );

  function end(then: () => void): void {
    if (over) return;
    over = true;
    channel.close();
    then();
  }

  function receive(frame: ServerFrame): void {
    if (frame.t === 'data') {
      const told = frame.d as { taken: number; done?: boolean };
      taken = told.taken;
      events.progress(taken);
      if (told.done) end(() => events.done());
      else void push();
    } else if (frame.t === 'problem') {
      end(() => events.failed(frame.d));
    } else if (frame.t === 'closed') {
      end(() => events.failed(undefined));
    }
  }

  async function push(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      while (!over && taken >= 0 && sent < file.size && sent - taken < AHEAD) {
        const bytes = new Uint8Array(await file.slice(sent, sent + FRAME).arrayBuffer());
        if (over) return;
        channel.sendBytes(bytes);
        sent += bytes.length;
      }
    } catch {
      end(() => events.failed(undefined));
    } finally {
      sending = false;
    }
  }

  return () => end(() => undefined);
}
