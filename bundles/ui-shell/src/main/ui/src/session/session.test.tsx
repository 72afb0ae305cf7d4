import { setWords } from '@fresnel/sdk/host';
import uiEn from '@fresnel/ui/messages/en.json';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '../../messages/en.json';
import { SessionGate } from './SessionGate';
import { enter } from './session';

const problem = (status: number, code: string, detail: string, args?: object) => new Response(JSON.stringify({ code, detail, status, args }), { status });

describe('who comes in', () => {
  let signedIn: boolean;
  let keys: string[];
  let tickets: number;
  let tokens: string[];
  let refusal: Response | undefined;
  let doors: object[];
  let ended: Response | undefined;

  beforeEach(() => {
    setWords('shell', { en });
    setWords('ui', { en: uiEn });
    signedIn = false;
    keys = [];
    tickets = 0;
    tokens = [];
    refusal = undefined;
    ended = undefined;
    doors = [{ id: 'link', kind: 'link' }];
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      const body = JSON.parse(String(init?.body ?? '{}')) as { key: string; token: string };
      switch (path) {
        case '/api/v1/me':
          return signedIn ? new Response('{"name":"jane"}') : (ended?.clone() ?? problem(401, 'SIGN_IN', 'Sign in first.'));
        case '/api/v1/live/ticket':
          tickets++;
          return problem(401, 'SIGN_IN', 'Sign in first.');
        case '/auth/methods':
          return new Response(JSON.stringify({ doors, signedIn: false }));
        case '/auth/token':
          tokens.push(body.token);
          if (refusal) return refusal.clone();
          signedIn = true;
          return new Response('{"name":"jane"}');
        default:
          keys.push(body.key);
          if (body.key !== 'good') return problem(401, 'KEY_INVALID', 'This link has been used.');
          signedIn = true;
          return new Response(undefined, { status: 204 });
      }
    });
    window.history.replaceState(undefined, '', '/c/demo/pods?q=web');
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  const page = () => render(<SessionGate>{<p>the page</p>}</SessionGate>);
  const type = (name: string, value: string) => {
    fireEvent.change(screen.getByLabelText(name, { selector: 'input' }), { target: { value } });
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  };

  it('is whoever opens the printed address; its key leaves the address bar, the rest stays', async () => {
    window.history.replaceState(undefined, '', '/c/demo/pods?q=web#key=good');
    await enter();
    page();
    expect(screen.getByText('the page')).toBeDefined();
    expect(keys).toEqual(['good']);
    expect(window.location.href).toMatch(/\/c\/demo\/pods\?q=web$/);
  });

  it('is connected while it is asked who that is, unless there is a key to be traded first; nobody is not told of a session that ended', async () => {
    const asked = enter();
    expect(tickets).toBe(1);
    await asked;
    page();
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeDefined();
    expect(screen.queryByText(/has ended/)).toBeNull();
    window.history.replaceState(undefined, '', '/#key=used');
    await enter();
    expect(tickets).toBe(1);
  });

  it('is told how to sign in, and may paste the address or the key; of a used one it hears what to do', async () => {
    await enter();
    page();
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeDefined();
    await screen.findByLabelText('Address or key', { selector: 'input' });
    type('Address or key', 'used');
    expect(await screen.findByRole('heading', { name: 'This link has been used' })).toBeDefined();
    expect(screen.getByText('bin/fresnel open')).toBeDefined();
    type('Address or key', 'http://127.0.0.1:8080/#key=good');
    expect(await screen.findByText('the page')).toBeDefined();
    expect(keys).toEqual(['used', 'good']);
  });

  it('may show a token, which is not shown back, and hears in words why it was refused', async () => {
    doors = [{ id: 'token', kind: 'token' }];
    await enter();
    page();
    const field = await screen.findByLabelText('Token', { selector: 'input' });
    expect(field.getAttribute('type')).toBe('password');
    expect(field.getAttribute('autocomplete')).toBe('off');
    expect(screen.getByText(/kubectl create token/)).toBeDefined();
    expect(screen.queryByLabelText('Address or key')).toBeNull();
    refusal = problem(401, 'TOKEN_EXPIRED', 'exp is in the past');
    type('Token', ' a.b.c ');
    expect((await screen.findByRole('alert')).textContent).toContain('This token has expired.');
    expect(tokens).toEqual(['a.b.c']);
    refusal = undefined;
    type('Token', 'd.e.f');
    expect(await screen.findByText('the page')).toBeDefined();
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('d.e.f');
  });

  it('waits as long as it is told after too many attempts', async () => {
    doors = [{ id: 'token', kind: 'token' }];
    refusal = problem(429, 'TOO_MANY_ATTEMPTS', 'slow down', { retryAfter: 7 });
    await enter();
    page();
    await screen.findByLabelText('Token', { selector: 'input' });
    type('Token', 'a.b.c');
    expect((await screen.findByRole('status')).textContent).toBe('Too many attempts. Try again in 7 seconds.');
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(tokens).toEqual(['a.b.c']);
  });

  it('hears why a session has ended, and keeps its address', async () => {
    ended = problem(401, 'SESSION_ENDED', 'over', { reason: 'expired' });
    await enter();
    page();
    expect((await screen.findByRole('status')).textContent).toContain('because its token expired');
    expect(window.location.href).toMatch(/\/c\/demo\/pods\?q=web$/);
  });

  it('waits for a server that is starting', async () => {
    vi.useFakeTimers();
    const answers = [problem(503, 'STARTING', 'it waits for access.'), new Response('{"name":"jane"}')];
    vi.stubGlobal('fetch', async (path: string) => (path === '/api/v1/me' ? answers.shift() : problem(503, 'STARTING', 'it waits for access.')));
    await enter();
    const { rerender } = page();
    expect(screen.getByText(/it waits for access/)).toBeDefined();
    await vi.advanceTimersByTimeAsync(1_100);
    rerender(<SessionGate>{<p>the page</p>}</SessionGate>);
    expect(screen.getByText('the page')).toBeDefined();
    vi.useRealTimers();
  });
});
