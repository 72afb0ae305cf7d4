// Lists as people use them: by keyboard, with chosen rows and columns, on a small screen, and over a switch of the plugin that shows them.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, focused, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { place, variant } from './bundles.mjs';
import { demoAnswers, layout, root, startProduct, until } from './product.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');

describe('a list', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  let other;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    product = await startProduct({ args: ['--demo'] });
    await demoAnswers(product);
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

  const list = async (page, path) => {
    await page.goto(product.url + path);
    await page.getByRole('grid').locator('[role=row] a').nth(2).waitFor();
    return page.getByRole('grid');
  };
  const chosen = (page) => page.getByRole('toolbar', { name: 'Selected rows' });
  const query = (page) => new URL(page.url()).searchParams;

  test('is used by keyboard: rows are chosen, everything is, nothing is', async () => {
    const { page, seen, close } = await openPage(browser);
    const grid = await list(page, '/c/demo/pods?sort=name');
    await grid.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await chosen(page).getByText('3 selected').waitFor();
    await page.screenshot({ path: join(pictures, 'list-chosen-light.png') });
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('End');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await chosen(page).getByText('3 selected').waitFor();
    await page.keyboard.press('Control+a');
    await chosen(page)
      .getByText(/All \d+ that match are selected/)
      .waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), chosen(page).getByRole('button', { name: 'Export CSV' }).click()]);
    assert.equal(download.suggestedFilename(), 'pods.csv');
    await grid.focus();
    await page.keyboard.press('Escape');
    await until('nothing is chosen', async () => (await chosen(page).count()) === 0);
    await page.keyboard.press('/');
    await until('the keys go to the filter', () => page.evaluate(() => document.activeElement?.matches('main input')));
    await page.keyboard.type('web');
    await until('the filter is in the address', () => query(page).get('q') === 'web');
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('has columns of one’s own, in one’s order and width, kept for the kind and in the address', async () => {
    const { page, seen, close } = await openPage(browser);
    await list(page, '/c/demo/pods');
    const heads = () => page.getByRole('columnheader').allTextContents();
    await page.getByRole('button', { name: /^Columns/ }).click();
    const chooser = page.getByRole('dialog', { name: 'Columns' });
    await chooser.waitFor();
    assert.deepEqual(await axe(page), []);
    await chooser.getByRole('textbox', { name: 'Column of your own' }).fill('label:app');
    await chooser.getByRole('button', { name: 'Add', exact: true }).click();
    await until('the label is a column', async () => (await heads()).some((text) => /app/i.test(text)));
    await chooser.getByRole('button', { name: 'Move Status forward' }).click();
    await page.screenshot({ path: join(pictures, 'columns-light.png') });
    await page.keyboard.press('Escape');
    await until('the address says which, and in which order', () => {
      const cols = query(page).get('cols');
      assert.match(cols, /label:app/);
      assert.ok(cols.indexOf('status') < cols.indexOf('namespace'), cols);
      return true;
    });
    const status = page.getByRole('columnheader', { name: 'Status' });
    const before = (await status.boundingBox()).width;
    await status.getByRole('button').focus();
    await page.keyboard.press('Alt+ArrowRight');
    await until('the column is wider', async () => (await status.boundingBox()).width > before + 8);
    await until('the address says how wide', () => /status@\d+/.test(query(page).get('cols')));
    await until('it is kept', async () => /status@\d+/.test(JSON.stringify(await (await fetch(`${product.url}/api/v1/preferences`)).json())));
    // another visit without the address: kept for the kind
    await list(page, '/c/demo/pods');
    await until('the label is a column again', async () => (await heads()).some((text) => /app/i.test(text)));
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('counts by groups, and shows one of them', async () => {
    const { page, seen, close } = await openPage(browser, { theme: 'dark' });
    await list(page, '/c/demo/pods?group=namespace');
    const group = page.getByRole('list', { name: 'Group' }).getByRole('button', { name: /^shop/ });
    await group.waitFor();
    assert.deepEqual(await axe(page), []);
    await group.click();
    await until('only these', () => query(page).get('ns') === 'shop');
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('stands as it stood when its plugin is switched under it', async () => {
    const { page, seen, close } = await openPage(browser, { height: 500 });
    const grid = await list(page, '/c/demo/pods?sort=name&status=ok,off');
    await grid.locator('[role=row] input').nth(1).click();
    await chosen(page).getByText('1 selected').waitFor();
    await grid.evaluate((element) => {
      element.scrollTop = 800;
    });
    await until('the rows further down', async () => (await grid.locator('[role=row] a').first().textContent()) !== '');
    await page.evaluate(() => {
      window.lowest = Number.POSITIVE_INFINITY;
      window.empty = 0;
      const look = () => {
        const element = document.querySelector('[role=grid]');
        window.lowest = Math.min(window.lowest, element?.scrollTop ?? 0);
        if (!element?.querySelector('[role=row] a')) window.empty++;
        requestAnimationFrame(look);
      };
      look();
    });
    const target = join(product.pluginsDir, 'resources.jar');
    for (const [file, word] of [
      [other.path, 'Capsules'],
      [join(layout, 'plugins/resources.jar'), 'Pods'],
    ]) {
      place(file, target);
      await page.getByRole('main').getByRole('heading', { level: 1, name: word }).waitFor();
      await until('it stands where it stood', async () => (await grid.evaluate((element) => element.scrollTop)) === 800);
      await chosen(page).getByText('1 selected').waitFor();
      assert.equal(query(page).get('status'), 'ok,off');
    }
    assert.deepEqual(await page.evaluate(() => [window.lowest, window.empty]), [800, 0], 'the list flickered');
    assert.equal(seen.loads, 1);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('is found as it was left by whoever goes back to it', async () => {
    const { page, close } = await openPage(browser, { height: 500 });
    const grid = await list(page, '/c/demo/pods?sort=name');
    await grid.evaluate((element) => {
      element.scrollTop = 960;
    });
    // one that is wholly in view: whoever clicks another one scrolls first
    const name = await until('rows further down', () =>
      grid.evaluate((element) => {
        const view = element.getBoundingClientRect();
        const middle = (view.top + view.bottom) / 2;
        const near = [...element.querySelectorAll('[role=row] a')].find((one) => Math.abs(one.getBoundingClientRect().top - middle) < 60);
        return near?.getAttribute('href');
      }),
    );
    await grid.locator(`[role=row] a[href="${name}"]`).first().click();
    await page.getByRole('tab', { name: /YAML/ }).waitFor();
    await page.goBack();
    await grid.locator('[role=row] a').nth(2).waitFor();
    await until('the list is where it was', async () => (await grid.evaluate((element) => element.scrollTop)) === 960);
    await close();
  });

  test('lets namespaces be chosen on a small screen', async () => {
    const { page, seen, close } = await openPage(browser, { width: 390, height: 800 });
    await list(page, '/c/demo/pods');
    await page.getByRole('button', { name: 'Open navigation' }).click();
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /All namespaces/ })
      .click();
    await page.getByRole('dialog', { name: 'Namespaces' }).getByLabel('shop', { exact: true }).click();
    await until('it is in the address', () => query(page).get('ns') === 'shop');
    await page.screenshot({ path: join(pictures, 'namespaces-390.png') });
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('of any kind is found from the palette, and so is one object', async () => {
    const { page, seen, close } = await openPage(browser);
    await list(page, '/c/demo/pods');
    await page.keyboard.press('Control+k');
    await focused(page.getByRole('combobox'));
    await page.keyboard.type('deploy/recommendations -n shop');
    await page
      .getByRole('option', { name: /recommendations/, selected: true })
      .first()
      .waitFor();
    assert.deepEqual(await axe(page), []);
    await page.screenshot({ path: join(pictures, 'palette-light.png') });
    await page.keyboard.press('Enter');
    await until('its page', () => page.url().includes('/c/demo/deployments.apps/shop/recommendations'));
    assert.deepEqual(seen.errors, []);
    await close();
  });
});
