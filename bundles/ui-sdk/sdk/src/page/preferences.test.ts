import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { panels } from '../panels/panels';
import { followPreferences, keeping } from './preferences';
import { changeSettings, chosenSettings, currentSettings, takeSettings } from './settings';

let kept: { mine: object; defaults: object; mayDefault: boolean } | number;
let put: object[];

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  takeSettings({}, {});
  put = [];
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    if (init?.method === 'PUT') put.push(JSON.parse(String(init.body)) as object);
    if (typeof kept === 'number') return Response.json({ code: 'GONE', detail: 'not here' }, { status: kept });
    return init?.method === 'PUT' ? new Response(undefined, { status: 204 }) : Response.json(kept);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  takeSettings({}, {});
});

it('takes what the server keeps, over what an admin set', async () => {
  kept = { mine: { theme: 'light', kept: 1 }, defaults: { theme: 'dark', density: 'comfortable' }, mayDefault: false };
  await followPreferences('ann');
  expect([currentSettings().theme, currentSettings().density]).toEqual(['light', 'comfortable']);
  expect(keeping.get().where).toBe('server');
});

it('tells the server what this browser chose before it knew the person, and each change', async () => {
  changeSettings({ theme: 'dark' });
  kept = { mine: {}, defaults: {}, mayDefault: false };
  await followPreferences('ann');
  await vi.runAllTimersAsync();
  expect(put.at(-1)).toEqual({ theme: 'dark', kept: 1 });
  changeSettings({ hours: '12' });
  await vi.runAllTimersAsync();
  expect(put.at(-1)).toEqual({ theme: 'dark', hours: '12', kept: 1 });
});

it('keeps what is chosen while the server is being asked', async () => {
  kept = { mine: { theme: 'light', hours: '12', kept: 1 }, defaults: {}, mayDefault: false };
  const following = followPreferences('ann');
  changeSettings({ theme: 'dark' });
  await following;
  expect([currentSettings().theme, currentSettings().hours]).toEqual(['dark', '12']);
  await vi.runAllTimersAsync();
  expect(put.at(-1)).toEqual({ theme: 'dark', hours: '12', kept: 1 });
});

it('does not bring back what was given up in another browser', async () => {
  changeSettings({ theme: 'dark' });
  kept = { mine: { kept: 1 }, defaults: {}, mayDefault: false };
  await followPreferences('ann');
  await vi.runAllTimersAsync();
  expect(chosenSettings()).toEqual({});
});

it('leaves nothing of one person to the next one in the same browser', async () => {
  kept = { mine: {}, defaults: {}, mayDefault: false };
  await followPreferences('ann');
  changeSettings({ starred: [{ resource: 'pods', cluster: 'a', name: 'secret-project' }] });
  panels.open({ panel: 'logs/view', title: 'secret-project', params: {} });
  await followPreferences('bob');
  await vi.runAllTimersAsync();
  expect([chosenSettings().starred, panels.store.get().open.length]).toEqual([undefined, 0]);
  expect(JSON.stringify(put.slice(1))).not.toContain('secret-project');
});

it('goes on in the browser alone when the server keeps nothing', async () => {
  kept = 404;
  await followPreferences('ann');
  changeSettings({ theme: 'dark' });
  await vi.runAllTimersAsync();
  expect([keeping.get().where, currentSettings().theme]).toEqual(['browser', 'dark']);
});
