import { type LiveClient, live, setWords, startRouter } from '@fresnel/sdk/host';
import uiEn from '@fresnel/ui/messages/en.json';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '../../../messages/en.json';
import { PluginsPage } from './PluginsPage';

type ChannelEvents = Parameters<LiveClient['open']>[2];

const HELLO = {
  id: 'hello',
  title: 'Hello',
  summary: 'Says hello.',
  version: '1.1.0',
  digest: 'b',
  compatible: true,
  trust: { state: 'trusted', reasons: ['signed by Fresnel project'] },
  asks: ['kube.read'],
  installed: { version: '1.0.0', digest: 'a', state: 'SERVING', former: [] },
  update: { version: '1.1.0', digest: 'b', newAsks: ['kube.write'] },
};
const GENERATION = { id: 'hello', title: 'Hello', version: '1.0.0', digest: 'a', state: 'SERVING', reasons: [], file: 'hello.jar' };

/** Equal questions share a channel, which outlives a page for a moment: it is the same for the tests of this file. */
let channel: ChannelEvents | undefined;

describe('the page of plugins', () => {
  let asked: string[];
  let may: boolean;
  let served: boolean;

  beforeEach(() => {
    setWords('shell', { en });
    setWords('ui', { en: uiEn });
    asked = [];
    may = true;
    served = true;
    vi.spyOn(live, 'open').mockImplementation((type, _, events) => {
      if (type === 'operations') channel = events;
      return { update: () => undefined, sendBytes: () => undefined, resumeFrom: () => undefined, close: () => undefined };
    });
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      asked.push(`${init?.method ?? 'GET'} ${path}`);
      const body = () => {
        if (path.endsWith('/access')) return { may: { 'update plugins': may } };
        if (path.endsWith('/api/v1/plugins')) return { epoch: 1, plugins: [GENERATION] };
        if (path.endsWith('/plans')) return { id: 'p-1', ok: true, changes: [{ action: 'update', id: 'hello', title: 'Hello' }], asks: ['kube.write'] };
        if (path.includes('/history')) return { events: [] };
        return path.endsWith('/hello') ? { ...HELLO, versions: [] } : { entries: [HELLO], problems: [] };
      };
      return new Response(JSON.stringify(body()));
    });
    window.history.replaceState(undefined, '', '/plugins');
    startRouter();
  });

  const show = () => {
    render(<PluginsPage />);
    const problem = { status: 404, title: '', detail: '', code: 'CHANNEL_UNKNOWN' };
    act(() => channel?.onFrame(served ? { ch: 1, t: 'data', d: { operations: [] } } : { ch: 1, t: 'problem', d: problem }));
  };

  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('shows what runs on a server without a catalog, and asks it for none', async () => {
    served = false;
    show();
    expect(await screen.findByText(/This server has no catalog/)).toBeDefined();
    expect(await screen.findByText('hello.jar')).toBeDefined();
    expect(asked.filter((one) => one.includes('/catalog'))).toEqual([]);
  });

  it('says what is installed, whether to trust it, what it asks for, and shows the plan of a change', async () => {
    show();
    expect(await screen.findByText(/Trusted: signed by a publisher/)).toBeDefined();
    expect(screen.getByText('kube.read')).toBeDefined();
    expect(within(screen.getByRole('list', { name: 'Plugins' })).getByText(/Update to 1\.1\.0/)).toBeDefined();
    fireEvent.click((await screen.findAllByRole('button', { name: 'Update to 1.1.0' }))[0]!);
    expect(await screen.findByRole('dialog', { name: 'What would happen' })).toBeDefined();
    expect(asked).toContain('POST /api/v1/catalog/plans');
  });

  it('is for looking only where the right to change is missing, and says which right', async () => {
    may = false;
    show();
    expect(await screen.findByText(/You may look, but not change plugins here \(update plugins\.fresnel\.dev\)/)).toBeDefined();
    fireEvent.click(await screen.findByRole('button', { name: 'Remove' }));
    expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
    expect(asked.some((one) => one.includes('/history'))).toBe(false);
  });
});
