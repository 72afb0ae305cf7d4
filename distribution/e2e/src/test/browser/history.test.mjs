// What changed and what is new: an object's change history, the bell with its way back, events in groups, projects.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, sideways, withoutChromium } from './browser.mjs';
import { demoAnswers, root, startProduct, until } from './product.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');
const CANARY = 'history-canary-value';
const PART = 'app.kubernetes.io/part-of';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

describe('what changed, and what is new', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  const kube = async (method, path, body, type = method === 'PATCH' ? MERGE : 'application/json') => {
    const answer = await fetch(`${product.url}/k8s/demo${path}`, { method, headers: { 'Content-Type': type }, body: body && JSON.stringify(body) });
    const told = await answer.json();
    assert.ok(answer.ok, JSON.stringify(told));
    return told;
  };
  const deployments = (namespace, name = '') => `/apis/apps/v1/namespaces/${namespace}/deployments${name && `/${name}`}`;
  const deployment = (name) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { [PART]: 'diary' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } },
    },
  });
  const shoot = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`) });
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    product = await startProduct({ args: ['--demo'], plugins: ['demo-cluster', 'resources'] });
    browser = await openBrowser();
    await demoAnswers(product);
    await kube('POST', deployments('shop'), deployment('diary'));
    await kube('POST', deployments('platform'), deployment('diary-office'));
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
  });

  const history = (page) => page.getByRole('list', { name: 'Changes, newest first' });
  const change = (page, text) => history(page).getByRole('article').filter({ hasText: text });
  async function openHistory(page, path) {
    await page.goto(product.url + path);
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText(/^Recorded since/).waitFor();
  }

  test('a change made elsewhere and one made here stand in the history; the bell takes the latter back', async () => {
    const { page, seen, close } = await openPage(browser);
    await openHistory(page, '/c/demo/deployments.apps/shop/diary');
    await kube('PATCH', deployments('shop', 'diary'), { metadata: { labels: { release: 'from-elsewhere' } } });
    await change(page, 'metadata.labels.release').getByText('from-elsewhere').waitFor();
    const env = [{ name: 'DB_PASSWORD', value: CANARY }];
    await kube('PATCH', deployments('shop', 'diary'), { spec: { template: { spec: { containers: [{ name: 'web', env }] } } } }, STRATEGIC);
    await change(page, 'DB_PASSWORD').getByText('•••').first().waitFor();
    assert.ok(!(await history(page).textContent()).includes(CANARY), 'what is called a password is masked');

    await page.getByRole('button', { name: 'Actions for diary' }).click();
    await page.getByRole('menuitem', { name: 'Scale' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Replicas').fill('5');
    await dialog.getByText('--replicas=5').waitFor();
    await dialog.getByRole('button', { name: 'Scale', exact: true }).click();
    await dialog.getByText('Done.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const scaled = change(page, 'spec.replicas').filter({ hasText: '5' });
    await scaled.first().waitFor();
    await until('it says both', async () => /spec\.replicas.*2.*5/.test(await scaled.first().textContent()));

    const bell = page.getByRole('button', { name: /^Notifications/ });
    await bell.click();
    const panel = page.getByRole('dialog', { name: 'Notifications' });
    const note = panel.getByRole('listitem').filter({ hasText: 'Scale' });
    await note.getByText('1 object, done').waitFor();
    await note.getByRole('button', { name: 'Undo…' }).waitFor();
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'bell-light');
    await note.getByRole('button', { name: 'Undo…' }).click();
    await dialog.getByText('Undo: Scale diary').first().waitFor();
    await dialog.getByText('--replicas=2').waitFor();
    assert.equal((await kube('GET', deployments('shop', 'diary'))).spec.replicas, 5, 'nothing has changed before the click');
    await dialog.getByRole('button', { name: 'Scale', exact: true }).click();
    await dialog.getByText('Done.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    assert.equal((await kube('GET', deployments('shop', 'diary'))).spec.replicas, 2);
    await until('the history says both ways', async () => (await change(page, 'spec.replicas').count()) >= 2);
    await bell.click();
    await panel.getByText('undone').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('textbox', { name: 'Field, value or manager' }).fill('labels.release');
    await until('one is left', async () => (await history(page).getByRole('article').count()) === 1);
    assert.deepEqual(await axe(page), []);
    await page.reload();
    await change(page, 'metadata.labels.release').getByText('from-elsewhere').waitFor();
    for (const [theme, width] of [
      ['dark', 1024],
      ['light', 390],
    ]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await axe(page), [], `${theme} ${width}`);
      assert.equal(await sideways(page), 0, `${width} px scrolls sideways`);
      await shoot(page, `history-${theme}-${width}`);
    }
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('that a Secret changed is in its history, none of its values is', async () => {
    await kube('POST', '/api/v1/namespaces/shop/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'diary', labels: { turned: 'no' } },
      stringData: { word: 'before' },
    });
    const { page, seen, close } = await openPage(browser, { theme: 'dark' });
    const frames = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
    await openHistory(page, '/c/demo/secrets/shop/diary');
    await page.getByText('Values of Secrets are never recorded.').waitFor();
    await kube('PATCH', '/api/v1/namespaces/shop/secrets/diary', { stringData: { word: CANARY }, metadata: { labels: { turned: 'yes' } } });
    await change(page, 'metadata.labels.turned').waitFor();
    const files = readdirSync(join(product.home, 'data'), { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const kept = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    for (const text of [await page.content(), frames.join('\n'), ...kept])
      for (const word of [CANARY, Buffer.from(CANARY).toString('base64')]) assert.ok(!text.includes(word), 'a value of the Secret was kept');
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('events stand in groups, warnings first; they are filtered, opened, and lead to what they are about', async () => {
    const [pod] = await until('its pods are there', async () => {
      const { items } = await kube('GET', '/api/v1/namespaces/platform/pods?labelSelector=app%3Ddiary-office');
      return items.length > 0 && items;
    });
    const { name, uid } = pod.metadata;
    const say = (number, type, reason, message, minutesAgo) => {
      const time = new Date(Date.now() - minutesAgo * 60_000).toISOString().replace(/\.\d+/, '');
      return kube('POST', '/api/v1/namespaces/platform/events', {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `zebra.${number}` },
        involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'platform', name, uid },
        ...{ type, reason, message, count: 1, firstTimestamp: time, lastTimestamp: time, source: { component: 'zoo' } },
      });
    };
    await say(0, 'Warning', 'ZebraLost', '0/3 nodes are available: the zebra is lost.', 50);
    for (let number = 1; number <= 9; number++) await say(number, 'Normal', 'ZebraSeen', `page ${number} is written`, number / 10);

    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/c/demo/events`);
    const groups = page.getByRole('region', { name: 'Events in groups' });
    const group = (reason) => groups.getByRole('rowheader').getByRole('button', { name: reason });
    await groups.getByRole('rowheader').first().waitFor();
    await until('a warning comes first', async () => (await groups.getByRole('rowheader').first().getByText('Warning', { exact: true }).count()) === 1);
    await page.getByRole('textbox', { name: 'Filter by text, or /regex/' }).fill('Zebra');
    await until('what is not meant is gone', async () => (await groups.getByRole('rowheader').count()) === 2);
    await until('it is counted', async () => /ZebraSeen9/.test(await groups.getByRole('row').filter({ hasText: 'ZebraSeen' }).first().textContent()));
    await group('ZebraLost').click();
    const inside = groups.getByRole('listitem').filter({ hasText: 'the zebra is lost' });
    await inside.waitFor();
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'events-groups-light');
    await page.getByRole('button', { name: /^Warnings/ }).click();
    await until('warnings alone', async () => (await groups.getByRole('rowheader').count()) === 1);
    await page.getByRole('button', { name: 'Kind', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Node', exact: true }).click();
    await page
      .getByText(/No event matches|Clear/)
      .first()
      .waitFor();
    await until('the address says it', () => /kind=Node/.test(page.url()) && /q=Zebra/.test(page.url()));
    await page.getByRole('button', { name: 'Kind', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Any kind' }).click();
    await group('ZebraLost').waitFor();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await group('ZebraSeen').waitFor();
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('menuitem', { name: 'No groups' }).click();
    await until('one by one', async () => (await page.getByRole('grid').getByRole('row').filter({ hasText: 'Zebra' }).count()) >= 10);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('grid').getByRole('row').filter({ hasText: 'the zebra is lost' }).getByRole('link').first().click();

    // an old warning is among the few newest on the page of its object, and all are in its tab
    await page.getByRole('heading', { level: 1, name }).waitFor();
    const few = page.getByRole('region', { name: 'Events', exact: true });
    await few.getByText('0/3 nodes are available: the zebra is lost.').waitFor();
    await page.getByRole('tab', { name: /^Events/ }).click();
    await page.getByRole('grid').getByRole('row').filter({ hasText: '0/3 nodes are available: the zebra is lost.' }).waitFor();
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('projects put workloads together by a label, over kinds and namespaces, on the overview and over all clusters', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/c/demo`);
    const projects = page.getByRole('region', { name: 'Projects' });
    const diary = projects.getByRole('row').filter({ has: page.getByRole('link', { name: 'diary', exact: true }) });
    await until('both are counted', async () => /2/.test(await diary.textContent()));
    await projects.scrollIntoViewIfNeeded();
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'projects-light');
    await diary.getByRole('link', { name: 'diary', exact: true }).click();
    const rows = page.getByRole('grid').getByRole('row');
    await rows.filter({ hasText: 'platform' }).filter({ hasText: 'diary-office' }).waitFor();
    await rows.filter({ hasText: 'shop' }).filter({ hasText: 'diary' }).first().waitFor();
    await until('nothing else', async () => (await page.getByRole('grid').getAttribute('aria-rowcount')) === '3');
    await page.goBack();
    await projects.getByRole('button', { name: 'Put together by label' }).click();
    await page.getByRole('menuitem', { name: 'app.kubernetes.io/name' }).click();
    await diary.waitFor({ state: 'detached' });
    await projects.getByRole('link').first().waitFor();
    await until('the address says it', () => /project=app\.kubernetes\.io/.test(page.url()));

    // with a second cluster the home page stays, and its projects are those of clusters that are open
    const config = `
clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]
users: [{name: u, user: {token: a}}]
contexts: [{name: other, context: {cluster: c, user: u}}]`;
    assert.ok((await fetch(`${product.url}/api/v1/kubeconfigs`, { method: 'POST', body: config })).ok);
    await until('it is known', async () => (await (await fetch(`${product.url}/api/v1/clusters`)).text()).includes('"other"'));
    await page.goto(`${product.url}/`);
    await page.getByRole('main').getByRole('link', { name: 'other', exact: true }).waitFor();
    await diary.waitFor();
    for (const [theme, width] of [
      ['dark', 1440],
      ['light', 390],
    ]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await axe(page), [], `${theme} ${width}`);
      await shoot(page, `home-projects-${theme}-${width}`);
    }
    assert.deepEqual(seen.errors, []);
    await close();
  });
});
