// Every screen: it shows what it is for, axe finds nothing, nothing scrolls sideways, nothing is refused by the content security policy. Each at three
// widths in two themes with SOAK=true (LOOK=dark-1024 takes that theme and width, LOOK=390 both themes, PAGE='^of-' those with such a name, PART=2/3 the
// second third, HEIGHT=2400 a taller window), else some of them at one width in one theme.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, faultsOf, openBrowser, openPage, sideways, withoutChromium } from './browser.mjs';
import { root, until } from './product.mjs';
import { unreachable } from './reach.mjs';
import { has, SCREENS, show } from './screens.mjs';
import { startWorld } from './world.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');
const HEIGHTS = { 1440: 900, 1024: 768, 390: 844 };
const THEMES = ['light', 'dark'];
const soak = process.env.SOAK === 'true';
const { LOOK = '', PAGE = '', PART = '1/1', HEIGHT } = process.env;
const [part, parts] = PART.split('/').map(Number);

/** In which themes a screen is looked at in this run. */
function themesOf(screen, width) {
  const wanted = new RegExp(PAGE).test(screen.name) && SCREENS.indexOf(screen) % parts === part - 1 && has(screen, width);
  return THEMES.filter((theme) => wanted && `${theme}-${width}`.includes(LOOK) && (soak || SAMPLES[width][theme].includes(screen.name)));
}

/** What is looked at in the short form: enough of every kind of screen, at every width, in both themes. */
const SAMPLES = {
  1440: { light: ['list-pods', 'of-deployment', 'map-open', 'create'], dark: ['of-pod', 'list-custom', 'map-table', 'settings-general', 'missing-kind'] },
  1024: { light: ['of-node', 'list-nodes', 'logs-workload', 'plugins', 'of-role'], dark: ['home', 'away-beside', 'map', 'list-secrets', 'missing-cluster'] },
  390: { light: ['of-failing-pod', 'list-chosen', 'logs', 'of-secret'], dark: ['list-pods', 'events', 'no-right-menu', 'action-delete'] },
};

describe('every screen', { skip: withoutChromium() }, () => {
  let product;
  let world;
  let browser;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    world = await startWorld();
    product = world.product;
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await world?.stop();
  });

  test('the short form names screens that there are', () => {
    const names = new Set(SCREENS.map(({ name }) => name));
    const sampled = Object.values(SAMPLES).flatMap(({ light, dark }) => [...light, ...dark]);
    assert.deepEqual(
      sampled.filter((name) => !names.has(name)),
      [],
    );
  });

  for (const width of Object.keys(HEIGHTS).map(Number))
    test(`at ${width} px`, async (t) => {
      const context = await browser.newContext({ viewport: { width, height: Number(HEIGHT ?? HEIGHTS[width]) }, locale: 'en-GB', reducedMotion: 'reduce' });
      context.setDefaultTimeout(60_000);
      for (const screen of SCREENS) {
        const themes = themesOf(screen, width);
        if (themes.length === 0) continue;
        await t.test(screen.name, async () => {
          const page = await context.newPage();
          const errors = [];
          page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
          page.on('pageerror', (error) => errors.push(String(error)));
          try {
            await page.emulateMedia({ colorScheme: themes[0] });
            await show(page, screen, world, width);
            const problems = [];
            for (const theme of themes) {
              await page.emulateMedia({ colorScheme: theme });
              await page.screenshot({ path: join(pictures, `${screen.name}-${width}-${theme}.png`) });
              for (const line of await axe(page, { coloursAlone: theme !== themes[0] })) problems.push(`${theme}: ${line}`);
            }
            const over = await sideways(page);
            if (over > 0) problems.push(`${over} px too wide`);
            // rows come and go, and what tells of that lies over them for a while: something for who looks, not for each build
            if (soak) problems.push(...(await faultsOf(() => unreachable(page))));
            // what is refused or away is an answer, and the browser says so
            problems.push(...errors.filter((text) => !(screen.refused && text.startsWith('Failed to load resource'))));
            assert.deepEqual(problems, []);
          } finally {
            await screen.after?.(world);
            await page.close();
          }
        });
      }
      await context.close();
    });

  test('every style sheet of the frame names the order of the layers: whichever comes first, what is reset stays the weakest', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${product.url}/c/demo/pods`);
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    await until('every sheet is there', async () => {
      const sheets = await page.evaluate(() =>
        [...document.styleSheets].filter((sheet) => sheet.href?.includes('/ui/s/')).map((sheet) => [...(sheet.cssRules[0]?.nameList ?? [])].join()),
      );
      assert.ok(sheets.length > 2, String(sheets.length));
      assert.deepEqual([...new Set(sheets)], ['reset,patternfly,fresnel,plugins']);
      return true;
    });
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
    // those of a Deployment that stays as it is: whichever is opened, it is still there while it is looked at
    await page.goto(`${product.url}/c/demo/pods?sort=-state&ns=platform&q=parcel-desk`);
    const grid = page.getByRole('grid');
    await grid.locator('[role=row] a').nth(1).waitFor();
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
    await page.getByRole('tab', { name: /Events/, selected: true }).waitFor();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(seen.errors, []);
    await close();
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
