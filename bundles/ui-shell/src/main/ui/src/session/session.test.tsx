import { setWords } from '@fresnel/sdk/host';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '../../messages/en.json';
import { SessionGate } from './SessionGate';
import { enter } from './session';

const problem = (status: number, code: string, detail: string) => new Response(JSON.stringify({ code, detail, status }), { status });

describe('who comes in', () => {
  let signedIn: boolean;
  let keys: string[];

  beforeEach(() => {
    setWords('shell', { en });
    signedIn = false;
    keys = [];
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      if (path === '/api/v1/me') return signedIn ? new Response('{"name":"local"}') : problem(401, 'SIGN_IN', 'Sign in first.');
      const { key } = JSON.parse(String(init?.body)) as { key: string };
      keys.push(key);
      if (key !== 'good') return problem(401, 'KEY_INVALID', 'This link has been used.');
      signedIn = true;
      return new Response(undefined, { status: 204 });
    });
    window.history.replaceState(undefined, '', '/c/demo/pods?q=web');
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  const page = () => render(<SessionGate>{<p>the page</p>}</SessionGate>);

  it('is whoever opens the printed address; its key leaves the address bar, the rest stays', async () => {
    window.history.replaceState(undefined, '', '/c/demo/pods?q=web#key=good');
    await enter();
    page();
    expect(screen.getByText('the page')).toBeDefined();
    expect(keys).toEqual(['good']);
    expect(window.location.href).toMatch(/\/c\/demo\/pods\?q=web$/);
  });

  it('is told how to sign in, and may paste the address or the key', async () => {
    await enter();
    page();
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeDefined();
    const field = screen.getByRole('textbox', { name: 'Address or key' });
    fireEvent.change(field, { target: { value: 'used' } });
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('This link has been used.');
    fireEvent.change(field, { target: { value: 'http://127.0.0.1:8080/#key=good' } });
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('the page')).toBeDefined();
    expect(keys).toEqual(['used', 'good']);
  });

  it('waits for a server that is starting', async () => {
    vi.useFakeTimers();
    const answers = [problem(503, 'STARTING', 'it waits for access.'), new Response('{"name":"local"}')];
    vi.stubGlobal('fetch', async () => answers.shift());
    await enter();
    const { rerender } = page();
    expect(screen.getByText(/it waits for access/)).toBeDefined();
    await vi.advanceTimersByTimeAsync(1_100);
    rerender(<SessionGate>{<p>the page</p>}</SessionGate>);
    expect(screen.getByText('the page')).toBeDefined();
    vi.useRealTimers();
  });
});
