import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../page/problem';
import type { ServerFrame } from './frames';
import { LiveClient } from './LiveClient';
import type { Socket } from './StreamSocket';

class FakeSocket {
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number; reason: string }) => void;
  constructor(readonly ticket: string) {}
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.onclose?.({ code: 1000, reason: '' });
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

describe('the live client', () => {
  let sockets: FakeSocket[];
  let tickets: number;
  let client: LiveClient;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    tickets = 0;
    client = new LiveClient({
      ticket: () => Promise.resolve(`ticket ${++tickets}`),
      connect: (ticket) => {
        const socket = new FakeSocket(ticket);
        sockets.push(socket);
        return socket as unknown as Socket;
      },
      now: Date.now,
      random: () => 1,
    });
  });

  afterEach(() => {
    client.stop();
    vi.useRealTimers();
  });

  async function open(): Promise<FakeSocket> {
    client.start();
    return reopened();
  }

  async function reopened(): Promise<FakeSocket> {
    await vi.advanceTimersByTimeAsync(0);
    const socket = sockets.at(-1)!;
    socket.onopen?.();
    return socket;
  }

  it('opens what was asked for before it was connected', async () => {
    client.open('rows', { resource: 'pods' }, { onFrame: () => undefined });
    const socket = await open();
    expect(socket.ticket).toBe('ticket 1');
    expect(socket.sent).toEqual([{ ch: 1, t: 'open', type: 'rows', params: { resource: 'pods' }, credit: 262144 }]);
  });

  it('gives frames to their channel only, and none after it is closed', async () => {
    const heard: ServerFrame[] = [];
    const other: ServerFrame[] = [];
    const channel = client.open('clusters', {}, { onFrame: (frame) => heard.push(frame) });
    client.open('clusters', {}, { onFrame: (frame) => other.push(frame) });
    const socket = await open();
    socket.say({ ch: 1, t: 'data', d: { clusters: [] } });
    channel.close();
    socket.say({ ch: 1, t: 'data', d: { clusters: [] } });
    expect(heard).toHaveLength(1);
    expect(other).toHaveLength(0);
    expect(socket.sent.at(-1)).toEqual({ ch: 1, t: 'close' });
  });

  it('allows more bytes once half of them are used, counted in UTF-8', async () => {
    client.open('rows', {}, { onFrame: () => undefined });
    const socket = await open();
    const text = 'あ'.repeat(44_000);
    const size = new TextEncoder().encode(JSON.stringify({ ch: 1, t: 'data', d: text })).length;
    socket.say({ ch: 1, t: 'data', d: text });
    expect(socket.sent.at(-1)).toEqual({ ch: 1, t: 'credit', bytes: size });
    socket.say({ ch: 1, t: 'data', d: 'a' });
    expect(socket.sent.filter((frame) => frame.t === 'credit')).toHaveLength(1);
  });

  it('tells that it is lost, takes a new ticket after a pause and opens all channels again, from where they were', async () => {
    let lost = 0;
    const channel = client.open('rows', { resource: 'pods' }, { onFrame: () => undefined, onLost: () => lost++ });
    const first = await open();
    channel.resumeFrom('revision 7');
    first.onclose?.({ code: 1006, reason: '' });
    expect(lost).toBe(1);
    expect(client.connection.get().state).toBe('waiting');
    await vi.advanceTimersByTimeAsync(400);
    const second = await reopened();
    expect(second.ticket).toBe('ticket 2');
    expect(second.sent).toEqual([{ ch: 1, t: 'open', type: 'rows', params: { resource: 'pods' }, credit: 262144, resume: 'revision 7' }]);
  });

  it('says what refused it', async () => {
    const refused = new LiveClient({
      ticket: () => Promise.reject(new ProblemError({ status: 401, title: 'Not signed in', detail: 'Sign in first.', code: 'SIGN_IN' })),
      connect: () => expect.unreachable(),
      now: Date.now,
      random: () => 1,
    });
    refused.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(refused.connection.get()).toMatchObject({ state: 'waiting', problem: { status: 401, code: 'SIGN_IN' } });
    refused.stop();
  });

  it('waits longer after each failure, up to a limit', async () => {
    await open();
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      sockets.at(-1)!.onclose?.({ code: 1006, reason: '' });
      const connection = client.connection.get();
      if (connection.state === 'waiting') pauses.push(connection.until - connection.since);
      await vi.advanceTimersByTimeAsync(20_000);
    }
    expect(pauses).toEqual([400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000]);
  });

  it('forgets the place to go on from when the question changes', async () => {
    const channel = client.open('rows', { sort: 'name' }, { onFrame: () => undefined });
    const first = await open();
    channel.resumeFrom('revision 7');
    channel.update({ sort: '-name' });
    expect(first.sent.at(-1)).toEqual({ ch: 1, t: 'update', params: { sort: '-name' } });
    first.onclose?.({ code: 1006, reason: '' });
    await vi.advanceTimersByTimeAsync(400);
    expect((await reopened()).sent[0]).toEqual({ ch: 1, t: 'open', type: 'rows', params: { sort: '-name' }, credit: 262144 });
  });

  it('survives frames that nobody understands', async () => {
    const silence = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const heard: ServerFrame[] = [];
    client.open('clusters', {}, { onFrame: (frame) => heard.push(frame) });
    const socket = await open();
    socket.onmessage?.({ data: 'not json' });
    socket.say({ ch: 99, t: 'data', d: {} });
    socket.say({ ch: 1, t: 'data', d: {}, later: true });
    expect(heard).toHaveLength(1);
    silence.mockRestore();
  });

  it('gives bytes to their channel and sends them with its number', async () => {
    const heard: Uint8Array[] = [];
    const channel = client.open('shell/exec', {}, { onFrame: () => undefined, onBytes: (payload) => heard.push(payload) });
    const socket = await open();
    socket.onmessage?.({ data: new Uint8Array([0, 0, 0, 1, 42]).buffer as unknown as string });
    expect(heard.map((payload) => [...payload])).toEqual([[42]]);
    const sent: ArrayBuffer[] = [];
    socket.send = (frame: unknown) => sent.push(frame as ArrayBuffer);
    channel.sendBytes(new Uint8Array([7]));
    expect(sent.map((frame) => [...new Uint8Array(frame)])).toEqual([[0, 0, 0, 1, 7]]);
  });

  it('says that the session is over when the server closes for that', async () => {
    const socket = await open();
    socket.onclose?.({ code: 4401, reason: 'session expired' });
    const connection = client.connection.get();
    expect(connection.state === 'waiting' && connection.problem).toMatchObject({ status: 401, code: 'SESSION_ENDED', args: { why: 'expired' } });
  });

  it('takes the way round when WebSockets come to nothing twice, and goes back when that fails too', async () => {
    const round: FakeSocket[] = [];
    client = new LiveClient({
      ticket: () => Promise.resolve('t'),
      connect: (ticket) => {
        const socket = new FakeSocket(ticket);
        sockets.push(socket);
        return socket as unknown as Socket;
      },
      stream: () => {
        const socket = new FakeSocket('');
        round.push(socket);
        return socket as unknown as Socket;
      },
      now: Date.now,
      random: () => 1,
    });
    client.start();
    for (let i = 0; i < 2; i++) {
      await vi.advanceTimersByTimeAsync(20_000);
      sockets.at(-1)?.onclose?.({ code: 1006, reason: '' });
    }
    await vi.advanceTimersByTimeAsync(20_000);
    expect([sockets.length, round.length]).toEqual([2, 1]);
    round[0]?.onclose?.({ code: 1006, reason: '' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect([sockets.length, round.length]).toEqual([3, 1]);
  });
});
