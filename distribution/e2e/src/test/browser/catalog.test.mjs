// Plugins are looked at, taken away and brought back from the page that shows them; nothing is reloaded.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, sideways, withoutChromium } from './browser.mjs';
import { variant } from './bundles.mjs';
import { layout, root, startProduct, until } from './product.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');

describe('the page of plugins', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  let other;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    product = await startProduct({ args: ['--demo'] });
    browser = await openBrowser();
    other = variant(join(layout, 'plugins/resources.jar'), {
      'messages/en.json': (text) => text.replace(/"nav\.pods": "[^"]*"/, '"nav.pods": "Capsules"'),
    });
  });
  after(async () => {
    other?.remove();
    await browser?.close();
    await product?.stop();
  });

  for (const theme of ['light', 'dark'])
    test(`is read in the ${theme} theme and at every width`, async () => {
      for (const width of [1440, 1024, 390]) {
        const { page, seen, close } = await openPage(browser, { theme, width });
        for (const [name, path, sign] of [
          ['about', '/plugins?p=resources', () => page.getByRole('heading', { name: 'Capabilities asked for' })],
          ['readme', '/plugins?p=resources&tab=readme', () => page.getByRole('heading', { name: /resources/i, level: 3 })],
          ['versions', '/plugins?p=resources&tab=versions', () => page.getByRole('table')],
          ['history', '/plugins?view=history', () => page.getByRole('table')],
          ['sources', '/plugins?view=sources', () => page.getByRole('heading', { name: 'Rules' })],
          ['explain', '/plugins?view=explain', () => page.getByRole('heading', { name: 'Who registered what' })],
        ]) {
          await page.goto(product.url + path);
          await sign().first().waitFor();
          await page.screenshot({ path: join(pictures, `plugins-${name}-${width}-${theme}.png`) });
          assert.deepEqual(await axe(page), [], `${name} at ${width}`);
          assert.equal(await sideways(page), 0, `${name} at ${width} is too wide`);
        }
        assert.deepEqual(seen.errors, []);
        await close();
      }
    });

  test('takes a plugin away by a plan and brings it back; the navigation follows', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/plugins?p=resources&c=demo`);
    const pods = page.getByRole('navigation').getByRole('link', { name: /^Pods/ });
    await pods.waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const plan = page.getByRole('dialog', { name: 'What would happen' });
    await plan.getByText(/Remove resources/i).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: join(pictures, 'plugins-plan-light.png') });
    await plan.getByRole('button', { name: 'Do it' }).click();
    await until('the plugin has left the page', async () => (await pods.count()) === 0);
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await agree(page);
    await pods.waitFor();
    await page.getByRole('tab', { name: /History/ }).click();
    await page
      .getByText(/remove resources/i)
      .first()
      .waitFor();
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.loads, 1);
    await close();
  });

  test('says why a file from this computer is refused', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/plugins?p=resources&c=demo`);
    const field = page.getByLabel('Upload', { exact: true }).and(page.locator('input'));
    const broken = join(product.home, 'broken.jar');
    writeFileSync(broken, readFileSync(other.path).subarray(0, 1_000));
    await field.setInputFiles(broken);
    await page.getByRole('alert').filter({ hasText: 'Tried to change plugins' }).waitFor();
    assert.equal(seen.loads, 1);
    await close();
  });

  test('installs a file from this computer after showing what it would do', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/plugins?c=demo`);
    const built = join(root, 'plugins/template/target');
    const jar = join(
      built,
      readdirSync(built).find((name) => /^template-[^-]*(-SNAPSHOT)?\.jar$/.test(name)),
    );
    await page.getByLabel('Upload', { exact: true }).and(page.locator('input')).setInputFiles(jar);
    await agree(page);
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Template/ })
      .click();
    await page.getByRole('row').nth(3).waitFor();
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.loads, 1);
    await close();
  });

  /** Agrees to what is asked for, if something is. */
  async function agree(page) {
    const plan = page.getByRole('dialog', { name: 'What would happen' });
    await plan.waitFor();
    for (const box of await plan.getByRole('checkbox').all()) await box.check();
    await plan.getByRole('button', { name: 'Do it' }).click();
  }
});
