import type { ChannelEvents, ServerFrame } from '@fresnel/sdk';
import { beforeEach, expect, it } from 'vitest';
import { Shell, type ShellState } from './Shell';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (words: string) => new TextEncoder().encode(words);

let heard: ChannelEvents;
let opened: { type: string; params: object; resume?: string | undefined };
let resume: string | undefined;
let sent: Uint8Array[];
let updates: Record<string, unknown>[];
let drawn: string;
let states: ShellState[];
let sessions: (string | undefined)[];
let gaps: number;
let closed: number;

function shell(session?: string): Shell {
  return new Shell(
    (type, params, events, token) => {
      opened = { type, params, resume: token };
      heard = events;
      return {
        update: (params) => {
          updates.push(params as Record<string, unknown>);
          resume = undefined;
        },
        sendBytes: (payload) => sent.push(payload),
        resumeFrom: (token) => {
          resume = token;
        },
        close: () => closed++,
      };
    },
    { mode: 'exec', cluster: 'c', namespace: 'n', pod: 'p' },
    {
      output: (more, done) => {
        drawn += text(more);
        done();
      },
      state: (state) => states.push(state),
      session: (id) => sessions.push(id),
      gap: () => gaps++,
    },
    { columns: 80, rows: 24 },
    session,
  );
}

const say = (d: object) => heard.onFrame({ ch: 1, t: 'data', d } as ServerFrame);
const open = (out = 0, taken = 0) => say({ opened: { session: 's1', out, in: taken, program: 'bash' } });
const output = (words: string) => heard.onBytes!(bytes(words));

beforeEach(() => {
  sent = [];
  updates = [];
  drawn = '';
  states = [];
  sessions = [];
  gaps = 0;
  closed = 0;
  resume = undefined;
});

it('keeps what is typed until the shell is there', () => {
  const one = shell();
  one.type(bytes('ls\r'));
  expect(sent).toEqual([]);
  open();
  expect(sent.map(text)).toEqual(['ls\r']);
  expect(states.map(({ is }) => is)).toEqual(['opening', 'open']);
  expect(sessions).toEqual(['s1']);
});

it('goes on where it was after a break: nothing twice, nothing lost, in both directions', () => {
  const one = shell();
  open();
  output('abc');
  expect(resume).toBe('s1:3');
  one.type(bytes('12'));
  heard.onLost!();
  one.type(bytes('34'));
  expect(sent.map(text)).toEqual(['12']);
  expect(states.at(-1)).toEqual({ is: 'lost' });
  open(2, 1); // the server repeats a byte, and has only got the first of ours
  output('cde');
  expect(drawn).toBe('abcde');
  expect(sent.map(text).join('')).toBe('12234');
  expect(gaps).toBe(0);
});

it('sends nothing again when another build takes over an unbroken connection', () => {
  const one = shell();
  open();
  one.type(bytes('12'));
  open(0, 1);
  expect(sent.map(text).join('')).toBe('12');
});

it('says when output was lost', () => {
  shell();
  open();
  output('abc');
  heard.onLost!();
  open(10, 0);
  expect(gaps).toBe(1);
  output('x');
  expect(resume).toBe('s1:11');
});

it('finds its shell again after a reload of the page, from the first byte that is kept', () => {
  const one = shell('s9');
  expect(opened.resume).toBe('s9:0');
  say({ opened: { session: 's9', out: 500, in: 40, program: '' } });
  one.type(bytes('x'));
  expect(sent.map(text)).toEqual(['x']);
  expect(gaps).toBe(0);
});

it('sends a large paste no further ahead than the server confirms', () => {
  const one = shell();
  open();
  const paste = new Uint8Array(10 << 20).map((_, index) => index % 251);
  one.type(paste);
  const count = () => sent.reduce((sum, frame) => sum + frame.length, 0);
  expect(count()).toBe(256 << 10);
  for (let taken = 0; taken < paste.length; taken += 64 << 10) say({ taken: taken + (64 << 10) });
  expect(count()).toBe(paste.length);
  const whole = new Uint8Array(paste.length);
  let at = 0;
  for (const frame of sent) {
    whole.set(frame, at);
    at += frame.length;
  }
  expect(whole.every((value, index) => value === index % 251)).toBe(true);
  expect(Math.max(...sent.map((frame) => frame.length))).toBeLessThanOrEqual(64 << 10);
});

it('tells how much has been drawn, so that the server waits for a slow page', () => {
  shell();
  open();
  output('x'.repeat(100 << 10));
  expect(updates).toEqual([]);
  output('x'.repeat(100 << 10));
  expect(updates).toEqual([expect.objectContaining({ seen: 200 << 10, columns: 80 })]);
  expect(resume).toBe(`s1:${200 << 10}`);
});

it('says how a program ended, and takes no more', () => {
  const one = shell();
  open();
  say({ exit: { code: 3, reason: 'done', text: '' } });
  expect(states.at(-1)).toEqual({ is: 'ended', exit: { code: 3, reason: 'done', text: '' } });
  expect(sessions.at(-1)).toBeUndefined();
  one.type(bytes('x'));
  expect(sent).toEqual([]);
  heard.onFrame({ ch: 1, t: 'closed', d: { reason: 'gone' } } as ServerFrame);
  expect(states.at(-1)!.is).toBe('ended');
});

it('keeps the place of a shell whose server side has left, until it hears that the shell is gone', () => {
  shell();
  open();
  heard.onFrame({ ch: 1, t: 'closed', d: { reason: 'gone' } } as ServerFrame);
  expect(sessions).toEqual(['s1']);
  shell('s1');
  say({ gone: true });
  expect(sessions).toEqual(['s1', undefined]);
});

it('leaves a shell running, or ends it', () => {
  shell().leave();
  expect([closed, updates.length]).toEqual([1, 0]);
  shell().end();
  expect(updates.at(-1)).toMatchObject({ end: true });
  expect(closed).toBe(2);
});
