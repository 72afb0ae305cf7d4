// Each page in both themes: it shows data, axe finds nothing, nothing is refused by the content security policy.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { root, startProduct, until } from './product.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');

/** Every page, and what stands on it when it has loaded. */
const PAGES = [
  ['home', '/', (page) => page.getByRole('main').getByText('demo').first()],
  ['pods', '/c/demo/pods', (page) => page.getByRole('grid').getByRole('row').nth(5)],
  ['deployments', '/c/demo/deployments.apps', (page) => page.getByRole('grid').getByRole('row').nth(2)],
  ['nodes', '/c/demo/nodes', (page) => page.getByRole('grid').getByRole('row').nth(2)],
  ['custom', '/c/demo/scaledobjects.keda.sh', (page) => page.getByRole('grid').getByRole('row').nth(1)],
  ['secrets', '/c/demo/secrets', (page) => page.getByRole('grid').getByRole('row').nth(1)],
  ['events', '/c/demo/events', (page) => page.getByRole('table').getByRole('row').nth(1)],
  [
    'missing-kind',
    '/c/demo/nothings.example.org',
    (page) =>
      page
        .getByRole('main')
        .getByText(/nothings/)
        .first(),
  ],
  [
    'missing-cluster',
    '/c/nowhere/pods',
    (page) =>
      page
        .getByRole('main')
        .getByText(/nowhere/)
        .first(),
  ],
  ['map', '/p/map/map?c=demo&level=workloads&open=shop', (page) => page.getByRole('application', { name: 'Map' })],
  ['map-table', '/p/map/map?c=demo&view=table', (page) => page.getByRole('table').getByRole('row').nth(3)],
  ['plugins', '/plugins', (page) => page.getByRole('main').getByText('demo-cluster').first()],
  ['settings', '/settings', (page) => page.getByRole('main').getByRole('heading').first()],
];

describe('every page', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    product = await startProduct({ args: ['--demo'] });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
  });

  for (const theme of ['light', 'dark'])
    test(`in the ${theme} theme`, async (t) => {
      const { page, seen, close } = await openPage(browser, { theme });
      for (const [name, path, sign] of PAGES)
        await t.test(name, async () => {
          seen.errors.length = 0;
          await page.goto(product.url + path);
          await sign(page).waitFor({ timeout: 20_000 });
          await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
          assert.deepEqual(await axe(page), []);
          assert.deepEqual(seen.errors, []);
        });
      await close();
    });

  test('every style sheet of the frame names the order of the layers: whichever comes first, what is reset stays the weakest', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${product.url}/c/demo/pods`);
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    const sheets = await page.evaluate(() =>
      [...document.styleSheets].filter((sheet) => sheet.href?.includes('/ui/s/')).map((sheet) => [...(sheet.cssRules[0]?.nameList ?? [])].join()),
    );
    assert.ok(sheets.length > 2, String(sheets.length));
    assert.deepEqual([...new Set(sheets)], ['reset,patternfly,fresnel,plugins']);
    const inset = await page
      .getByRole('banner')
      .getByRole('button')
      .first()
      .evaluate((button) => getComputedStyle(button).paddingInlineStart);
    assert.notEqual(inset, '0px');
    await close();
  });

  test('a pod opens from the list by keyboard, with its YAML, owner and events', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/c/demo/pods?sort=-state`);
    const grid = page.getByRole('grid');
    await grid.getByRole('row').nth(3).waitFor();
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until('the details page', () => /\/c\/demo\/pods\/[^/]+\/[^/?]+/.test(page.url()));
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      await page.screenshot({ path: join(pictures, `pod-${theme}.png`) });
      assert.deepEqual(await axe(page), []);
    }
    await page.getByRole('main').getByText('ReplicaSet').first().waitFor();
    await page.getByRole('tab', { name: /YAML/ }).click();
    await page.getByText('apiVersion').first().waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('tab', { name: /Events/ }).click();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('narrow and middle widths need no sideways scrolling', async () => {
    for (const width of [390, 1024]) {
      const { page, close } = await openPage(browser, { width });
      for (const [name, path, sign] of PAGES.slice(0, 4)) {
        await page.goto(product.url + path);
        await sign(page).waitFor({ timeout: 20_000 });
        await page.screenshot({ path: join(pictures, `${name}-${width}.png`) });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(over <= 0, `${name} at ${width} is ${over} px too wide`);
      }
      await close();
    }
  });

  test('the first load stays below 300 KB compressed', async () => {
    const { page, close } = await openPage(browser);
    let bytes = 0;
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    // the palette comes five seconds later, on a busy machine before the list is there; code of object pages after the list
    const later = new Set();
    let listed = false;
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      listed ||= request.url.endsWith('/DetailsPage.js');
      if (listed || request.url.includes('/assets/Palette-')) later.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => (bytes += later.has(requestId) ? 0 : encodedDataLength));
    await page.goto(`${product.url}/c/demo/pods`);
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    console.log(`first load: ${Math.round(bytes / 1024)} KB`);
    assert.ok(bytes > 20_000 && bytes <= 300 * 1024, `${bytes} bytes`);
    await close();
  });
});
