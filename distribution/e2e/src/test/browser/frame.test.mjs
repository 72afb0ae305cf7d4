// The frame: the activity panel over navigation, reload and a stopped plugin; settings; a kubeconfig that is dropped on the page.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, faultsOf, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { place, variant } from './bundles.mjs';
import { demoAnswers, root, startProduct, until } from './product.mjs';
import { unreachable } from './reach.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');

/** A panel that shows what it was given, and changes it. */
const PANEL = `
import { jsx, jsxs } from 'react/jsx-runtime';
export function TemplatePage({ params, visible, setTitle, setParams }) {
  const button = (name, onClick) => jsx('button', { type: 'button', onClick, children: name });
  return jsxs('div', { children: [
    jsx('p', { children: 'shows ' + (params?.objects ?? []).map((one) => one.name).join() + ' ' + (params?.n ?? 0) + (visible ? ' visible' : ' hidden') }),
    button('count', () => setParams({ ...params, n: (params?.n ?? 0) + 1 })),
    button('rename', () => setTitle('renamed')),
  ] });
}
`;
const ADDS = {
  contract: 1,
  pages: [{ route: 'template', module: './TemplatePage' }],
  panels: [{ id: 'view', title: 'title', icon: 'list', module: './TemplatePage' }],
  objectActions: [{ id: 'view', title: 'open', resource: ['pods'], panel: 'view', many: true }],
};

describe('the frame', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  let plugin;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    const target = join(root, 'plugins/template/target');
    const jar = join(
      target,
      readdirSync(target).find((name) => /^template-.*\.jar$/.test(name) && !name.includes('sources')),
    );
    plugin = variant(jar, {
      'META-INF/fresnel-ui/TemplatePage.js': () => PANEL,
      'contributions.json': () => JSON.stringify(ADDS),
      'plugin.json': (text) => JSON.stringify({ ...JSON.parse(text), contributions: ADDS }),
    });
    product = await startProduct({ args: ['--demo'] });
    place(plugin.path, join(product.pluginsDir, 'template.jar'));
    browser = await openBrowser();
    await until('the plugin serves', async () => {
      const { plugins } = await (await fetch(`${product.url}/api/v1/plugins`)).json();
      return plugins.some(({ id, state }) => id === 'template' && state === 'SERVING');
    });
    await demoAnswers(product);
  });
  after(async () => {
    plugin?.remove();
    await browser?.close();
    await product?.stop();
  });

  const dock = (page) => page.getByRole('region', { name: 'Activity panel' });

  /** Opens the panel for a pod by the palette's action for what the page shows. */
  async function openFor(page, at) {
    await page.goto(`${product.url}/c/demo/pods`);
    const link = page.getByRole('grid').getByRole('row').nth(at).getByRole('link').first();
    await link.click();
    await page.waitForURL(/\/pods\/[^/]+\/[^/]+/);
    const name = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1));
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox');
    await field.fill(`template ${name}`);
    await page.getByRole('option').filter({ hasText: 'action' }).first().click();
    return name;
  }

  test('a panel survives navigation and a reload, stands beside another, and comes back with its plugin', async () => {
    const { page, seen, close } = await openPage(browser);
    const first = await openFor(page, 1);
    await dock(page).getByText(`shows ${first} 0 visible`).waitFor();
    await dock(page).getByRole('button', { name: 'count' }).click();
    await dock(page).getByText(`shows ${first} 1 visible`).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Nodes' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nodes' }).waitFor();
    await dock(page).getByText(`shows ${first} 1 visible`).waitFor();

    // client-side navigation alone keeps it; a load brings it back
    const second = await openFor(page, 2);
    await dock(page).getByText(`shows ${second} 0 visible`).waitFor();
    await until('there are two', async () => (await dock(page).getByRole('tab').count()) === 2);
    await dock(page).getByRole('button', { name: 'Show beside the others' }).click();
    await dock(page).getByText(`shows ${first} 1 visible`).waitFor();
    await dock(page).getByText(`shows ${second} 0 visible`).waitFor();
    await dock(page).getByRole('button', { name: 'rename' }).last().click();
    await dock(page).getByRole('tab', { name: 'renamed' }).waitFor();

    const handle = dock(page).getByRole('separator');
    const before = (await dock(page).boundingBox()).height;
    await handle.focus();
    await page.keyboard.press('ArrowDown');
    await until('it is smaller', async () => (await dock(page).boundingBox()).height < before);
    const head = await page.getByRole('heading', { level: 1 }).boundingBox();
    await page.keyboard.press('End');
    assert.ok((await dock(page).boundingBox()).y > head.y + head.height, 'it never covers the head of the page');
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: join(pictures, 'dock-split.png') });

    rmSync(join(product.pluginsDir, 'template.jar'));
    await dock(page).getByText('This panel comes back with it').first().waitFor();
    place(plugin.path, join(product.pluginsDir, 'template.jar'));
    await dock(page).getByText(`shows ${first} 1 visible`).waitFor();

    await dock(page).getByRole('button', { name: 'Minimise' }).click();
    await dock(page).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Show renamed' }).click();
    await dock(page).getByText(`shows ${second} 0 visible`).waitFor();
    await dock(page).getByRole('button', { name: 'Full screen' }).click();
    await page.keyboard.press('Escape');
    await dock(page).getByRole('button', { name: 'End full screen' }).click();
    await page.getByRole('tab', { name: 'renamed' }).focus();
    await page.keyboard.press('Delete');
    await until('one is left', async () => (await dock(page).getByRole('tab').count()) === 1);
    assert.deepEqual(
      seen.errors.filter((text) => !text.includes('Failed to load resource')),
      [],
    );
    await close();
  });

  test('on a small screen it is a sheet over the page, until it is put away or another page is asked for', async () => {
    const { page, close } = await openPage(browser, { width: 390, height: 844 });
    const name = await openFor(page, 1);
    await until('it covers the page', async () => {
      const box = await dock(page).boundingBox();
      return Math.round(box.width) === 390 && box.height > 700;
    });
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: join(pictures, 'dock-390.png') });
    assert.deepEqual(await unreachable(page), [], 'nothing lies under it');
    await dock(page).getByRole('button', { name: 'Minimise' }).focus();
    await page.keyboard.press('Enter');
    await dock(page).waitFor({ state: 'hidden' });
    const entry = page.getByRole('contentinfo').getByRole('button', { name: /^Show / });
    await until('the focus is at its entry', () => entry.evaluate((button) => button === document.activeElement));
    assert.deepEqual(await unreachable(page), []);
    await page.keyboard.press('Enter');
    await dock(page).getByText(`shows ${name} 0 visible`).waitFor();
    await page.getByRole('banner').getByRole('button', { name: 'Open navigation' }).click();
    await page.getByRole('navigation').getByRole('link', { name: 'Nodes' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nodes' }).waitFor();
    await dock(page).waitFor({ state: 'hidden' });
    await entry.click();
    await dock(page).getByText(`shows ${name} 0 visible`).waitFor();
    await close();
  });

  test('settings are kept for the person, in every browser; marks show where clusters do', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${product.url}/settings`);
    await page.getByText('kept on the server for you').waitFor();
    await page.getByRole('group', { name: 'Contrast' }).getByRole('button', { name: 'High' }).click();
    await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
    await page.getByLabel('Numbers and dates').selectOption('de-DE');
    await page.getByText('1.234.567,89').waitFor();
    await page.getByRole('tab', { name: 'Clusters' }).click();
    await page.getByLabel('Your name for demo').fill('Try me');
    await page.getByLabel('Your name for demo').press('Enter');
    await page.getByLabel('Colour of Try me').selectOption('c4');
    // the drawn switch lies over the box that it stands for
    await page.getByLabel('Try me is production').check({ force: true });
    await page.getByRole('banner').getByText('Try me').waitFor();
    assert.deepEqual(await axe(page), []);
    const kept = async () => (await (await fetch(`${product.url}/api/v1/preferences`)).json()).mine;
    await until('the server keeps it', async () => (await kept()).clusters?.demo?.production === true);
    await close();

    const other = await openPage(browser, { theme: 'dark' });
    await other.page.goto(`${product.url}/settings?tab=shortcuts`);
    await other.page.getByRole('banner').getByText('Production').waitFor();
    await other.page.locator('html.fr-contrast').waitFor();
    assert.deepEqual(await axe(other.page), []);
    for (const tab of ['general', 'clusters', 'plugins', 'transfer']) {
      await other.page.goto(`${product.url}/settings?tab=${tab}`);
      await other.page.getByRole('tabpanel').waitFor();
      assert.deepEqual(await axe(other.page), [], tab);
    }
    await other.page.getByRole('button', { name: 'Back to what is usual' }).click();
    await until('nothing is chosen', async () => (await kept()).clusters === undefined);
    await other.close();
  });

  test('a kubeconfig that is dropped on the page becomes clusters; nothing else does', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${product.url}/plugins`);
    const give = async (text) => {
      await page.evaluate((content) => {
        const data = new DataTransfer();
        data.items.add(new File([content], 'config'));
        const target = document.querySelector('main h1');
        for (const type of ['dragover', 'drop']) target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
      }, text);
    };
    const config = (user) => `
clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]
users: [{name: u, user: ${user}}]
contexts: [{name: given, context: {cluster: c, user: u}}]`;
    // with one cluster the home page leads to it: a second one is there before
    await fetch(`${product.url}/api/v1/kubeconfigs`, { method: 'POST', body: config('{token: a}').replace('name: given', 'name: other') });
    await until('it is known', async () => (await (await fetch(`${product.url}/api/v1/clusters`)).text()).includes('"other"'));
    await page.goto(`${product.url}/`);
    const home = page.getByRole('main');
    await home.getByRole('link', { name: 'other' }).waitFor();
    await page.getByRole('button', { name: 'Add a kubeconfig' }).waitFor();
    await give('kind: Pod');
    await home.getByText('it is an object of the kind Pod').waitFor();
    await give(config('{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ["-c", "exit 1"]}}'));
    const asked = page.getByRole('dialog');
    await asked.getByText('sh -c exit 1').waitFor();
    await asked.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await home.getByRole('link', { name: 'given' }).count(), 0);
    await give(config('{token: b}'));
    await home.getByRole('link', { name: 'given' }).waitFor();
    const known = async (id) => (await (await fetch(`${product.url}/api/v1/clusters`)).json()).clusters.find((one) => one.id === id);
    assert.equal((await known('given')).state, 'connecting', 'nothing is contacted before somebody looks');
    await home.getByRole('row').filter({ hasText: 'given' }).getByRole('button', { name: 'Look' }).click();
    await until('it was asked', async () => (await known('given')).state === 'down');
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: join(pictures, 'home-clusters.png') });
    await home.getByRole('row').filter({ hasText: 'given' }).getByRole('button', { name: 'Menu of given' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await home.getByRole('link', { name: 'given' }).waitFor({ state: 'detached' });
    assert.ok(!readdirSync(join(product.home, 'data/kubeconfigs')).some((name) => name.startsWith('given')));
    await close();
  });

  test('turned from right to left, no page scrolls sideways', async () => {
    for (const width of [1440, 390]) {
      const { page, close } = await openPage(browser, { width, height: 844 });
      for (const path of ['/', '/c/demo', '/c/demo/pods', '/settings', '/settings?tab=clusters', '/plugins']) {
        await page.goto(product.url + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        // what comes later (settings, rows) may set it again and is measured too
        const faults = await faultsOf(() =>
          page.evaluate(() => {
            document.documentElement.setAttribute('dir', 'rtl');
            const by = (element) => element.scrollWidth - element.clientWidth;
            const main = document.querySelector('main');
            const found = [];
            if (by(document.scrollingElement) > 0 || by(main) > 1) found.push(`scrolls sideways by ${by(document.scrollingElement)}, ${by(main)} px`);
            const left = (element) => element.getBoundingClientRect().x;
            if (innerWidth === 1440 && left([...document.querySelectorAll('nav')].find((one) => one.checkVisibility())) <= left(main))
              found.push('the navigation stands at the left');
            return found;
          }),
        );
        assert.deepEqual(faults, [], `${path} at ${width} px`);
      }
      await close();
    }
  });
});
