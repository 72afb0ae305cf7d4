import { afterEach, expect, it, vi } from 'vitest';
import { changeSettings, chosenSettings, currentSettings, fitting, onChosen, replaceSettings, takeSettings } from './settings';

afterEach(() => takeSettings({}, {}));

it('lets what a person chose win over what an admin set, and that over what is usual', () => {
  takeSettings({ density: 'comfortable' }, { theme: 'dark', density: 'compact' });
  expect([currentSettings().theme, currentSettings().density, currentSettings().hours]).toEqual(['dark', 'comfortable', '24']);
  changeSettings({ theme: 'light' });
  expect(currentSettings().theme).toBe('light');
  replaceSettings({});
  expect([currentSettings().theme, currentSettings().density]).toEqual(['dark', 'compact']);
});

it('tells who keeps them of what was chosen here, not of what came from there', () => {
  const told = vi.fn();
  const leave = onChosen(told);
  takeSettings({ theme: 'dark' }, {});
  expect(told).not.toHaveBeenCalled();
  changeSettings({ hours: '12' });
  expect(told).toHaveBeenCalledOnce();
  expect(chosenSettings()).toEqual({ theme: 'dark', hours: '12' });
  leave();
});

it('takes of a file what fits, and names the rest', () => {
  const unfit: string[] = [];
  const given = {
    theme: 'dark',
    zone: 'Moon/Base',
    locale: 'xx-broken-locale-name',
    starred: [{ resource: 'pods' }, { resource: 'pods', cluster: 'a', name: 'web' }],
    views: [{ name: 'bad', to: 'https://elsewhere' }],
    clusters: { a: { color: 'c1', production: true } },
    unknown: 1,
  };
  expect(fitting(given, unfit)).toEqual({ theme: 'dark', starred: given.starred, clusters: given.clusters });
  expect(unfit.sort()).toEqual(['locale', 'unknown', 'views', 'zone']);
  expect(fitting('nonsense')).toEqual({});
  expect(fitting({ views: [{ name: 'x', to: '//elsewhere' }] })).toEqual({});
});
