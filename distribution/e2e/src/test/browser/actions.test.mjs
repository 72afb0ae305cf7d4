// What people do with objects: from a row by keyboard, with a selection, and what a cluster's overview leads to.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { demoAnswers, root, startProduct, until } from './product.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');

describe('actions', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    product = await startProduct({ args: ['--demo'] });
    await demoAnswers(product);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
  });

  const shoot = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`) });

  test('a row is scaled by keyboard alone: what would change is shown first', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${product.url}/c/demo/deployments.apps?sort=name`);
    const grid = page.getByRole('grid');
    await grid.locator('[role=row] a').nth(2).waitFor();
    await grid.focus();
    await page.keyboard.press('Shift+F10');
    const scale = page.getByRole('menuitem', { name: 'Scale' });
    await scale.press('Enter');
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel('Replicas');
    await field.waitFor();
    const before = Number(await field.inputValue());
    await field.fill(String(before + 1));
    await dialog.getByText('/spec/replicas').waitFor();
    await dialog.getByText(`--replicas=${before + 1}`).waitFor();
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'action-preview-light');
    await dialog.getByRole('button', { name: 'Scale', exact: true }).press('Enter');
    await dialog.getByText('Done.').waitFor();
    await close();
  });

  test('a selection is labelled, each object with its result', async () => {
    const { page, close } = await openPage(browser, { theme: 'dark' });
    await page.goto(`${product.url}/c/demo/configmaps?sort=name`);
    const grid = page.getByRole('grid');
    await grid.locator('[role=row] a').nth(2).waitFor();
    await grid.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('toolbar', { name: 'Selected rows' }).getByRole('button', { name: 'Label', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Set labels').fill('by=hand');
    await dialog.getByText('2 changes.').waitFor();
    assert.deepEqual(await axe(page), []);
    await dialog.getByRole('button', { name: 'Label', exact: true }).click();
    await dialog.getByText('All 2 done.').waitFor();
    await shoot(page, 'action-outcome-dark');
    await close();
  });

  test('where nothing may be changed, actions, editor and creation say so', async () => {
    const locked = await startProduct({ args: ['--demo', '--read-only'], plugins: ['demo-cluster', 'resources'] });
    const { page, seen, close } = await openPage(browser);
    try {
      assert.equal((await (await fetch(`${locked.url}/api/v1/me`)).json()).readOnly, true);
      await page.goto(`${locked.url}/c/demo/deployments.apps?sort=name`);
      const create = page.getByRole('button', { name: 'Create' });
      await create.and(page.locator('[aria-disabled=true]')).waitFor();
      await page.getByRole('grid').locator('[role=row] a').first().click();
      await page.getByRole('button', { name: /^Actions for/ }).click();
      const scale = page.getByRole('menuitem', { name: /^Scale/ });
      await scale.and(page.locator('[aria-disabled=true]')).waitFor();
      await page.getByText('This server is read-only').first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'YAML' }).click();
      await page.getByText('This server is read-only').first().waitFor();
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(seen.errors, []);
    } finally {
      await close();
      await locked.stop();
    }
  });

  for (const [theme, width] of [
    ['light', 1440],
    ['dark', 1024],
    ['light', 390],
  ])
    test(`the overview says what is wrong and how full it is (${theme}, ${width})`, async () => {
      const { page, close } = await openPage(browser, { theme, width });
      await page.goto(`${product.url}/c/demo`);
      await page.getByRole('region', { name: 'Failing workloads' }).getByRole('link').first().waitFor();
      const capacity = page.getByRole('region', { name: 'Capacity' });
      await capacity.getByText('Requests').first().waitFor();
      await until('how much is used is said', async () => /CPU[\s\S]*Usage[\s\S]*%[\s\S]*Memory[\s\S]*Pods/.test(await capacity.textContent()));
      await page.getByRole('region', { name: 'Certificates' }).getByText('Not checked').waitFor();
      assert.deepEqual(await axe(page), []);
      await shoot(page, `overview-${theme}-${width}`);
      await close();
    });
});
