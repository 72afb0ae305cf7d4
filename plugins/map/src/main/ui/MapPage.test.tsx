import { renderPlugin } from '@fresnel/sdk/testing';
import { expect, it } from 'vitest';
import en from '../resources/messages/en.json';
import { card, line } from './fixtures';
import { MapPage } from './MapPage';

const asked: Record<string, unknown>[] = [];

function world(path: string, more: object = {}) {
  asked.length = 0;
  const info = { state: 'live', detail: '', objects: 2, pods: 3, cards: 2, counts: { error: 1 }, kinds: { services: 1 }, hidden: ['secrets'] };
  const group = { id: 'g:shop', key: 'shop', s: 'error', r: 'CrashLoopBackOff', objects: 2, pods: 3, counts: {}, cards: 2, drawn: 2, open: true, troubled: 1 };
  const nodes = [
    card('svc', 'services', { kind: 'Service' }),
    card('web', 'deployments.apps', { kind: 'Deployment', s: 'error', r: 'CrashLoopBackOff', pods: 3 }),
  ];
  return {
    path,
    messages: { en },
    channels: {
      graph: (params: Readonly<Record<string, unknown>>) => {
        asked.push(params);
        return [{ t: 'data', d: { cluster: 'test', whole: true, info: { ...info, ...more }, groups: [group], nodes, edges: [line('svc', 'web')] } }];
      },
    },
  };
}

it('asks for what its address says, and tells what it shows', async () => {
  const page = await renderPlugin('map', <MapPage />, world('/p/map/map?c=test&ns=shop&level=pods&open=shop&only=problems&group=node&show=workloads'));
  expect(await page.findByText('3 pods, 2 objects')).toBeTruthy();
  expect(asked[0]).toMatchObject({ clusters: ['test'], namespaces: ['shop'], group: 'node', open: ['shop'], pods: true, filter: { problems: true } });
  expect(asked[0]!.without).toContain('services');
  expect(asked[0]!.without).not.toContain('pods');
  expect(page.getByRole('application', { name: 'Map' })).toBeTruthy();
  expect(page.getByText(/1 kind not allowed/)).toBeTruthy();
  page.unmount();
});

it('shows the same as a table, worst first', async () => {
  const page = await renderPlugin('map', <MapPage />, world('/p/map/map?c=test&view=table'));
  const rows = (await page.findAllByRole('row')).map((row) => row.textContent);
  expect(rows[1]).toContain('web');
  expect(rows[1]).toContain('CrashLoopBackOff');
  expect(rows[2]).toContain('selects web');
  page.unmount();
});

it('has details beside it: how it is, and what it is connected with', async () => {
  const page = await renderPlugin('map', <MapPage />, world('/p/map/map?c=test&level=workloads&sel=deployments.apps/shop/web'));
  const side = await page.findByRole('complementary', { name: 'Details of web' });
  expect(side.textContent).toContain('CrashLoopBackOff');
  expect(side.textContent).toContain('Service svc');
  page.unmount();
});

it('says in words when nothing may be seen', async () => {
  const page = await renderPlugin('map', <MapPage />, world('/p/map/map?c=test', { state: 'forbidden' }));
  expect(await page.findByText(/You may not list/)).toBeTruthy();
  page.unmount();
});
