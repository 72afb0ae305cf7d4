import { expect, it, vi } from 'vitest';
import { StreamSocket } from './StreamSocket';

/** A busy machine answers late. */
const busy = { timeout: 20_000 };

function server() {
  const posted: string[] = [];
  let events: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      events = controller;
    },
  });
  const post = vi.fn(async (url: string | URL | Request, init?: RequestInit) => {
    if (String(url).endsWith('/abc')) {
      posted.push(String(init?.body));
      return new Response(null, { status: 204 });
    }
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  });
  return { posted, post: post as unknown as typeof fetch, say: (text: string) => events?.enqueue(new TextEncoder().encode(text)) };
}

it('carries frames both ways, in order, text and bytes', async () => {
  const { posted, post, say } = server();
  const socket = new StreamSocket('/live/stream', post);
  const heard: unknown[] = [];
  socket.onmessage = ({ data }) => heard.push(data);
  const opened = new Promise<void>((done) => {
    socket.onopen = done;
  });
  say('event: hello\ndata: {"id":"abc"}\n\n');
  await opened;
  socket.send('{"ch":1,"t":"open"}');
  socket.send(new Uint8Array([0, 0, 0, 7, 104, 105]).buffer);
  say(': \n\ndata: {"ch":1,');
  say('"t":"reset"}\n\nevent: bytes\ndata: AAAAAWhp\n\n');
  await vi.waitFor(() => expect(heard).toHaveLength(2), busy);
  expect(heard[0]).toBe('{"ch":1,"t":"reset"}');
  expect([...new Uint8Array(heard[1] as ArrayBuffer)]).toEqual([0, 0, 0, 1, 104, 105]);
  await vi.waitFor(() => expect(posted.join('\n')).toBe('{"ch":1,"t":"open"}\n{"ch":7,"t":"bytes","b":"aGk="}'), busy);
});

it('tells why it ended, once', async () => {
  const { post, say } = server();
  const socket = new StreamSocket('/live/stream', post);
  const ends: unknown[] = [];
  socket.onclose = (event) => ends.push(event);
  say('event: hello\ndata: {"id":"abc"}\n\nevent: close\ndata: {"code":4401,"reason":"session expired"}\n\n');
  await vi.waitFor(() => expect(ends).toEqual([{ code: 4401, reason: 'session expired' }]), busy);
  socket.close();
  expect(ends).toHaveLength(1);
});
