// The map: on the demo cluster it is walked, opened, filtered, read as a table and found well by axe; on a cluster of SOAK's size its figures are printed,
// and held with FRESNEL_BUDGETS=1; the product starts with the class cache then, as each time but the first. PODS=20000 sets how many (of 2,000 Deployments,
// on 500 nodes); TESTBED=FOLDER takes a bare testbed that runs and is loaded already.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { openBrowser, openPage, withoutChromium } from './browser.mjs';
import { classCache, clusterOf, demoAnswers, root, startProduct, until } from './product.mjs';

const run = promisify(execFile);
const testbed = join(root, 'distribution/testbed/testbed');
const target = join(root, 'distribution/e2e/target');
const soak = process.env.SOAK === 'true';
const held = Boolean(process.env.FRESNEL_BUDGETS);
const given = process.env.TESTBED;
const pods = Number(process.env.PODS ?? 20_000);
const quantile = (figures, part) => figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.ceil(figures.length * part) - 1)];
const round = (value) => Math.round(value);
const said = (page) => page.locator('[role=application] [aria-live]').textContent();
const count = (page) =>
  page.evaluate(() => Number(/([\d,]+) pods/.exec(document.querySelector('header h1')?.parentElement?.textContent ?? '')?.[1]?.replaceAll(',', '') ?? 0));

/** What came of the change before (a ReplicaSet, a status) is not taken for the next one. */
async function still(page) {
  const text = () => page.evaluate(() => document.querySelector('header h1').parentElement.textContent);
  let before = await text();
  await until('nothing changes for a second', async () => {
    await new Promise((done) => setTimeout(done, 1_000));
    const now = await text();
    const same = now === before;
    before = now;
    return same;
  });
}

describe('the map', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  before(async () => {
    product = await startProduct({ args: ['--demo'] });
    await demoAnswers(product);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
  });

  test('is walked by keys, opens groups, has details and a table, and says so in its address', { timeout: 400_000 }, async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/p/map/map?c=demo`);
    await until('pods are counted', async () => (await count(page)) > 50);
    const map = page.getByRole('application', { name: 'Map' });
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await until('a group is told', async () => /pods/.test(await said(page)));
    await page.keyboard.press('Enter');
    await until('the group is open', () => new URL(page.url()).searchParams.get('open'));
    // down one column, up the next: cards may come, and move what they push aside, at any step
    let way = 'ArrowDown';
    /** A word comes a moment after the key, or none where the way ends. */
    const go = async (key) => {
      const before = await said(page);
      await page.keyboard.press(key);
      await until('another word', async () => (await said(page)) !== before, { timeout: 400, every: 10 }).catch(() => undefined);
    };
    await until(
      'one of its cards is reached',
      async () => {
        const before = await said(page);
        await go(way);
        if (/, (Deployment|Service|StatefulSet|Ingress|CronJob|Job)/.test(await said(page))) return true;
        if ((await said(page)) === before) {
          way = way === 'ArrowDown' ? 'ArrowUp' : 'ArrowDown';
          await go('ArrowRight');
          if ((await said(page)) === before) for (let step = 0; step < 8; step++) await go('ArrowLeft');
        }
        return false;
      },
      { timeout: 180_000 },
    );
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').getByRole('heading', { name: 'Connected' }).waitFor();
    await until('the address says which', () => new URL(page.url()).searchParams.get('sel'));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('table').getByRole('row').nth(3).waitFor();
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('its files come with the first of the page, once each, before it is known who looks', { timeout: 400_000 }, async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${product.url}/p/map/map?c=demo`);
    await until('pods are counted', async () => (await count(page)) > 50);
    const files = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name, startTime }) => ({ name: new URL(name).pathname, startTime })),
    );
    const who = files.find(({ name }) => name === '/api/v1/me');
    const own = files.filter(({ name }) => name.startsWith('/ui/m/map/'));
    assert.ok(own.some(({ name }) => name.endsWith('/MapPage.js')) && own.some(({ name }) => /chunk-.*\.js$/.test(name)), JSON.stringify(own));
    for (const { name, startTime } of own) assert.ok(startTime < who.startTime, `${name} at ${startTime}, who looks at ${who.startTime}`);
    assert.equal(new Set(own.filter(({ name }) => name.endsWith('.js')).map(({ name }) => name)).size, own.filter(({ name }) => name.endsWith('.js')).length);
    await close();
  });

  test('the page of an object has its neighbourhood', { timeout: 400_000 }, async () => {
    const { page, close } = await openPage(browser);
    // one that stays: those of jobs leave while the page is looked at
    const { items } = await (await fetch(`${product.url}/k8s/demo/api/v1/namespaces/shop/pods`)).json();
    const pod = items.find((one) => one.metadata.ownerReferences?.[0]?.kind === 'ReplicaSet');
    await page.goto(`${product.url}/c/demo/pods/shop/${pod.metadata.name}`);
    await page.getByRole('img', { name: /connected with it/ }).waitFor();
    await page.getByRole('link', { name: 'Open on the map' }).click();
    await until('the map is about it', () => new URL(page.url()).searchParams.get('focus')?.includes(pod.metadata.name));
    await close();
  });
});

describe('the map when its plugin goes', { skip: withoutChromium() }, () => {
  test('says so, and comes back with it, at the same place', { timeout: 400_000 }, async () => {
    const product = await startProduct({ args: ['--demo'] });
    const browser = await openBrowser();
    try {
      const { page, seen, close } = await openPage(browser);
      await page.goto(`${product.url}/p/map/map?c=demo&level=workloads&open=shop`);
      await until('pods are counted', async () => (await count(page)) > 50);
      renameSync(join(product.pluginsDir, 'map.jar'), join(product.home, 'map.jar'));
      await page.getByRole('application', { name: 'Map' }).waitFor({ state: 'detached' });
      await until('something is said', async () => (await page.getByRole('main').textContent()).trim() !== '');
      renameSync(join(product.home, 'map.jar'), join(product.pluginsDir, 'map.jar'));
      await page.getByRole('application', { name: 'Map' }).waitFor();
      await until('pods are counted again', async () => (await count(page)) > 50);
      assert.match(page.url(), /open=shop/);
      assert.equal(seen.loads, 1);
      await close();
    } finally {
      await browser.close();
      await product.stop();
    }
  });
});

describe(`a map of ${pods} pods`, { skip: withoutChromium() || (soak || given ? false : 'only in long proofs: SOAK=true') }, () => {
  const folder = given ?? join(target, 'map-testbed');
  let product;
  let browser;
  let cluster;
  before(
    async () => {
      if (!given) {
        await run(testbed, ['up', '--bare', '--dir', folder], { maxBuffer: 64e6 });
        await run(testbed, ['load', '--pods', String(pods), '--workloads', String(Math.round(pods / 10)), '--nodes', '500', '--dir', folder], {
          maxBuffer: 64e6,
        });
      }
      const kubeconfig = join(target, 'map.kubeconfig');
      writeFileSync(kubeconfig, (await run(testbed, ['kubeconfig', 'admin', '--dir', folder])).stdout, { mode: 0o600 });
      const cache = join(target, 'map-cache');
      rmSync(cache, { recursive: true, force: true });
      await classCache(cache);
      product = await startProduct({ kubeconfig, cache });
      cluster = await clusterOf(product);
      browser = await openBrowser();
    },
    { timeout: 1_800_000 },
  );
  after(async () => {
    await browser?.close();
    await product?.stop();
    if (!given) await run(testbed, ['down', '--wipe', '--dir', folder]);
  });

  /** Milliseconds until the first picture is on the canvas. */
  async function open(query) {
    const opened = await openPage(browser);
    await opened.page.addInitScript(() => {
      window.painted = new Promise((done) => {
        const text = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (...args) {
          done(performance.now());
          window.texts = (window.texts ?? 0) + 1;
          window.last = args[0];
          window.seenTexts?.add(args[0]);
          return text.apply(this, args);
        };
      });
    });
    await opened.page.goto(`${product.url}/p/map/map?c=${cluster}${query}`);
    return { ...opened, first: await opened.page.evaluate(() => window.painted) };
  }

  test('is a readable picture that moves smoothly and follows changes', { timeout: 900_000 }, async () => {
    const cold = await open('');
    await until('all pods are known', async () => (await count(cold.page)) >= pods, { timeout: 300_000 });
    console.log(`first picture, nothing known before: ${round(cold.first)} ms; load average ${round(loadavg()[0])}`);
    await cold.close();
    const warm = await open('');
    await until('all pods are known', async () => (await count(warm.page)) >= pods, { timeout: 60_000 });
    console.log(`first picture, cluster known: ${round(warm.first)} ms`);
    await warm.close();

    const { page, seen, close } = await open('&level=workloads');
    await until('all pods are known', async () => (await count(page)) >= pods, { timeout: 60_000 });
    const box = await page.getByRole('application', { name: 'Map' }).boundingBox();
    const frames = await page.evaluate(async ({ x, y, width, height }) => {
      const target = document.querySelector('[role=application]');
      const at = (step) => ({ bubbles: true, cancelable: true, clientX: x + width / 2 + step, clientY: y + height / 2 + step / 2, pointerId: 1, button: 0 });
      target.setPointerCapture = () => undefined;
      target.dispatchEvent(new PointerEvent('pointerdown', at(0)));
      const times = [];
      let before = await new Promise(requestAnimationFrame);
      for (let step = 0; step < 120; step++) {
        target.dispatchEvent(new PointerEvent('pointermove', at(Math.round(Math.sin(step / 10) * 200))));
        const now = await new Promise(requestAnimationFrame);
        times.push(now - before);
        before = now;
      }
      target.dispatchEvent(new PointerEvent('pointerup', at(300)));
      for (let step = 0; step < 60; step++) {
        target.dispatchEvent(new WheelEvent('wheel', { ...at(0), deltaY: step < 30 ? 20 : -20 }));
        const now = await new Promise(requestAnimationFrame);
        times.push(now - before);
        before = now;
      }
      return times;
    }, box);
    console.log(`moved and zoomed in 180 frames: p50 ${round(quantile(frames, 0.5))} ms, p95 ${round(quantile(frames, 0.95))} ms`);

    const delays = [];
    const made = [];
    const place = (await (await fetch(`${product.url}/k8s/${cluster}/api/v1/pods?limit=1`)).json()).items[0].metadata.namespace;
    const maps = `${product.url}/k8s/${cluster}/apis/apps/v1/namespaces/${place}/deployments`;
    const template = { metadata: { labels: { a: 'map' } }, spec: { containers: [{ name: 'a', image: 'a' }] } };
    for (let turn = 0; turn < 8; turn++) {
      const name = `map-change-${Date.now()}`; // a run that was stopped may have left some
      await still(page);
      await page.evaluate(() => {
        const text = () => document.querySelector('header h1').parentElement.textContent;
        const before = text();
        window.changedAt = new Promise((done) => {
          new MutationObserver(() => text() !== before && done(Date.now())).observe(document.body, { subtree: true, childList: true, characterData: true });
        });
      });
      const answer = await fetch(maps, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ metadata: { name }, spec: { replicas: 0, selector: { matchLabels: { a: 'map' } }, template } }),
      });
      assert.equal(answer.status, 201);
      made.push(name);
      const answered = Date.now();
      delays.push(Math.max(0, (await page.evaluate(() => window.changedAt)) - answered));
    }
    for (const name of made) await fetch(`${maps}/${name}`, { method: 'DELETE' });
    console.log(`API server answered → in the picture: p50 ${quantile(delays, 0.5)} ms, p95 ${quantile(delays, 0.95)} ms`);
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    console.log(`heap of the tab: ${round(usedSize / 1e6)} MB`);
    assert.deepEqual(seen.errors, []);
    assert.ok(usedSize < 200e6, 'the heap of the tab');
    if (held) {
      assert.ok(cold.first <= 2_000, `first picture of a cluster that nobody looked at after ${round(cold.first)} ms`);
      assert.ok(warm.first <= 2_000, `first picture after ${round(warm.first)} ms`);
      assert.ok(quantile(frames, 0.95) <= 20, `frames of ${round(quantile(frames, 0.95))} ms`);
      assert.ok(quantile(delays, 0.95) <= 500, `a change after ${quantile(delays, 0.95)} ms`);
    }
    await close();
  });
});
