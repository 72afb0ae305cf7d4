// A long list under change: what the first row, a change, scrolling and the wire cost in Chromium. Figures are printed always, held with FRESNEL_BUDGETS=1.
// PODS=10000 sets how many; TESTBED=FOLDER takes a bare testbed that runs and is loaded already.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { focused, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { clusterOf, root, startProduct, until } from './product.mjs';

const run = promisify(execFile);
const testbed = join(root, 'distribution/testbed/testbed');
const soak = process.env.SOAK === 'true';
const pods = Number(process.env.PODS ?? (soak ? 10_000 : 1_000));
const given = process.env.TESTBED;
const target = join(root, 'distribution/e2e/target');
const folder = given ?? join(target, 'scale-testbed');
const held = Boolean(process.env.FRESNEL_BUDGETS);
const required = (process.env.FRESNEL_REQUIRE ?? '').split(',').includes('real-cluster');
const RATE = 100;
const CHURN_MS = soak ? 30_000 : 8_000;

function whyNot() {
  const none = withoutChromium();
  if (none) return none;
  try {
    execFileSync('go', ['version']);
    return false;
  } catch {
    return required ? false : 'no real cluster: the testbed needs Go 1.26.6 or later';
  }
}

const quantile = (figures, part) => figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.ceil(figures.length * part) - 1)];
const round = (value) => Math.round(value);

describe(`a list of ${pods} pods`, { skip: whyNot() }, () => {
  let product;
  let browser;
  let cluster;
  const lines = [];
  const say = (line) => {
    lines.push(line);
    console.log(line);
  };
  before(
    async () => {
      mkdirSync(target, { recursive: true });
      if (!given) {
        await run(testbed, ['up', '--bare', '--dir', folder], { maxBuffer: 64e6 });
        await run(testbed, ['load', '--pods', String(pods), '--dir', folder], { maxBuffer: 64e6 });
      }
      const kubeconfig = join(target, 'scale.kubeconfig');
      writeFileSync(kubeconfig, (await run(testbed, ['kubeconfig', 'admin', '--dir', folder])).stdout, { mode: 0o600 });
      product = await startProduct({ kubeconfig });
      cluster = await clusterOf(product);
      browser = await openBrowser();
    },
    { timeout: 1_200_000 },
  );
  after(async () => {
    if (lines.length > 0) writeFileSync(join(target, 'scale.txt'), `${lines.join('\n')}\n`);
    await browser?.close();
    await product?.stop();
    if (!given) await run(testbed, ['down', '--wipe', '--dir', folder]);
  });

  /** A page that counts what comes over its socket, its long tasks, and its rows. */
  async function open(query = '') {
    const opened = await openPage(browser);
    const { page } = opened;
    const wire = { bytes: 0, frames: 0 };
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    session.on('Network.webSocketFrameReceived', ({ response }) => {
      wire.bytes += response.payloadData.length;
      wire.frames++;
    });
    await page.addInitScript(() => {
      window.tasks = [];
      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask', buffered: true });
      window.firstRow = new Promise((done) => {
        const look = () => document.querySelector('[role=grid] [role=row]:nth-child(1) a')?.textContent && done(performance.now());
        new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
      });
    });
    await page.goto(`${product.url}/c/${cluster}/pods${query}`);
    const firstRow = await page.evaluate(() => window.firstRow);
    await until('the whole list is there', () => page.evaluate(() => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) > 1), {
      timeout: 60_000,
    });
    return { ...opened, wire, firstRow };
  }

  const total = (page) => page.evaluate(() => Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) - 1);
  const rows = (page) => page.evaluate(() => document.querySelectorAll('[role=grid] [role=row]').length);
  const patch = (namespace, name, body) =>
    fetch(`${product.url}/k8s/${cluster}/api/v1/namespaces/${namespace}/pods/${name}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify(body),
    }).then(async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    });
  const label = (value) => ({ metadata: { labels: { touched: String(value) } } });

  test('the page of one of them opens at once', { timeout: 300_000 }, async () => {
    const { page, seen, close } = await open();
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    // the first page of a kind brings its code along: that is told apart
    const figures = [];
    const links = page.locator('[role=grid] [role=row] a[href*="/pods/"]');
    for (let turn = 0; turn < (soak ? 40 : 12); turn++) {
      await links.nth(7).waitFor();
      figures.push(
        await page.evaluate(
          (row) =>
            new Promise((done) => {
              const link = document.querySelectorAll('[role=grid] [role=row] a[href*="/pods/"]')[row];
              const name = link.getAttribute('title') ?? link.textContent;
              const started = performance.now();
              const look = () => {
                // conditions and containers, not only the head
                const there = document.querySelector('h1')?.textContent === name && document.querySelectorAll('main [role=tabpanel] section').length > 3;
                if (!there) return;
                seen.disconnect();
                requestAnimationFrame(() => done(performance.now() - started));
              };
              const seen = new MutationObserver(look);
              seen.observe(document, { subtree: true, childList: true, characterData: true });
              link.click();
            }),
          turn % 8,
        ),
      );
      await page.goBack();
    }
    const [first, ...later] = figures;
    say(
      `first contentful paint ${round(paint)} ms; a pod's page: p50 ${round(quantile(later, 0.5))} ms, p95 ${round(quantile(later, 0.95))} ms, the very first ${round(first)} ms`,
    );
    if (held) {
      assert.ok(paint <= 500, `first contentful paint after ${round(paint)} ms`);
      assert.ok(quantile(figures, 0.95) <= 300, figures.map(round).join());
    }
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('shows its first rows, scrolls and changes smoothly, and sends what is on screen', { timeout: 600_000 }, async () => {
    const cold = await open();
    await until('all pods are told', async () => (await total(cold.page)) >= pods, { timeout: 120_000 });
    say(`first row, nothing known before: ${round(cold.firstRow)} ms`);
    await cold.close();

    const { page, seen, wire, firstRow, close } = await open('?cols=status,label:touched,age&sort=namespace,name');
    await until('all pods are told', async () => (await total(page)) >= pods, { timeout: 60_000 });
    const opened = wire.bytes;
    say(`first row, cluster known: ${round(firstRow)} ms; ${pods} pods, ${round(opened / 1024)} KB until there`);

    // from the first row to the last, a screen at a time
    await page.evaluate(() => (window.tasks.length = 0));
    const scrolled = await page.evaluate(async () => {
      const grid = document.querySelector('[role=grid]');
      const frames = [];
      let most = 0;
      let before = performance.now();
      for (let step = 0; step < 200; step++) {
        grid.scrollTop = ((grid.scrollHeight - grid.clientHeight) * step) / 199;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - before);
        before = now;
        most = Math.max(most, document.querySelectorAll('[role=grid] [role=row]').length);
      }
      return { frames, most };
    });
    await until('the last row', () => page.evaluate(() => [...document.querySelectorAll('[role=grid] [role=row]')].at(-1)?.querySelector('a') !== null));
    const scrollTasks = await page.evaluate(() => window.tasks);
    say(
      `scrolled over all in 200 steps: frame p50 ${round(quantile(scrolled.frames, 0.5))} ms, p95 ${round(quantile(scrolled.frames, 0.95))} ms; ` +
        `long tasks ${scrollTasks.length} (longest ${round(Math.max(0, ...scrollTasks))} ms); at most ${scrolled.most} rows in the page; ` +
        `${round((wire.bytes - opened) / 1024)} KB`,
    );
    assert.ok(scrolled.most <= 200, `${scrolled.most} rows in the page`);
    await page.evaluate(() => (document.querySelector('[role=grid]').scrollTop = 0));
    await until('the first row again', () => page.evaluate(() => document.querySelector('[role=grid] [aria-rowindex="2"] a') !== null));

    // a change of what is on screen
    const visible = await page.evaluate(() =>
      [...document.querySelectorAll('[role=grid] [role=row] a')]
        .slice(0, 10)
        .map((link) => new URL(link.href).pathname.split('/').slice(-2).map(decodeURIComponent)),
    );
    const delays = [];
    for (let turn = 0; turn < 20; turn++) {
      const [namespace, name] = visible[turn % visible.length];
      const word = `t${turn}x${process.pid}`;
      await page.evaluate((wanted) => {
        window.seenAt = new Promise((done) => {
          const look = () => document.querySelector('[role=grid]').textContent.includes(wanted) && done(Date.now());
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        });
      }, word);
      assert.equal(await patch(namespace, name, label(word)), 200);
      const answered = Date.now();
      delays.push(Math.max(0, (await page.evaluate(() => window.seenAt)) - answered));
    }
    say(`API server answered → on screen: p50 ${quantile(delays, 0.5)} ms, p95 ${quantile(delays, 0.95)} ms`);

    // many changes elsewhere, none of them on screen: what comes depends on the screen
    const others = (await (await fetch(`${product.url}/k8s/${cluster}/api/v1/pods?limit=500`)).json()).items
      .slice(-400)
      .map((pod) => [pod.metadata.namespace, pod.metadata.name]);
    await page.evaluate(() => (document.querySelector('[role=grid]').scrollTop = document.querySelector('[role=grid]').scrollHeight));
    await until('the end of the list', () => page.evaluate(() => [...document.querySelectorAll('[role=grid] [role=row]')].at(-1)?.querySelector('a') !== null));
    const away = await churn(page, wire, others);
    say(
      `${away.rate} changes/s off screen for ${CHURN_MS / 1000} s: ${round(away.bytes / away.seconds)} B/s, long tasks ${away.tasks.length} (longest ${round(Math.max(0, ...away.tasks))} ms)`,
    );
    await page.evaluate(() => (document.querySelector('[role=grid]').scrollTop = 0));
    await until('the first row again', () => page.evaluate(() => document.querySelector('[role=grid] [aria-rowindex="2"] a') !== null));
    const here = await churn(page, wire, visible);
    say(
      `${here.rate} changes/s on screen: ${round(here.bytes / here.seconds / 1024)} KB/s, long tasks ${here.tasks.length} (longest ${round(Math.max(0, ...here.tasks))} ms), ` +
        `${await rows(page)} rows in the page`,
    );
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.loads, 1);
    assert.ok(away.bytes / away.seconds < Math.max(4_096, here.bytes / here.seconds), 'what is off screen is sent all the same');
    if (held) {
      assert.ok(firstRow <= 1_500, `first row after ${round(firstRow)} ms`);
      assert.ok(quantile(delays, 0.95) <= 500, `change on screen after ${quantile(delays, 0.95)} ms`);
      assert.deepEqual(
        [...scrollTasks, ...away.tasks, ...here.tasks].filter((duration) => duration > 100),
        [],
      );
    }
    await close();
  });

  test('answers a click in the navigation, a filter, an order and a search at once', { timeout: 300_000 }, async () => {
    const { page, seen, close } = await open('?sort=namespace,name');
    await until('all pods are told', async () => (await total(page)) >= pods, { timeout: 60_000 });
    const names = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(pods * part));
    const known = (await (await fetch(`${product.url}/k8s/${cluster}/api/v1/pods?limit=${Math.min(pods, 10_000)}`)).json()).items.map(
      (pod) => pod.metadata.name,
    );
    const wanted = names.map((place) => known[place % known.length]);
    const rounds = soak ? 20 : 6;
    /** Milliseconds from the event of this type until the words stand in what the selector finds. */
    const timed = async (type, selector, words, act) => {
      await page.evaluate(
        ([event, where, what]) => {
          window.took = new Promise((done) => {
            let began;
            const look = () => {
              if (began === undefined || !document.querySelector(where)?.textContent.includes(what)) return;
              changes.disconnect();
              requestAnimationFrame(() => done(performance.now() - began));
            };
            const changes = new MutationObserver(look);
            changes.observe(document, { subtree: true, childList: true, characterData: true });
            addEventListener(
              event,
              () => {
                began = performance.now();
              },
              { capture: true, once: true },
            );
          });
        },
        [type, selector, words],
      );
      await act();
      return page.evaluate(() => window.took);
    };
    const told = { navigation: [], filter: [], order: [], search: [] };
    const pages = page.getByRole('navigation');
    for (let turn = 0; turn < rounds; turn++) {
      await pages
        .getByRole('link', { name: /^Nodes/ })
        .first()
        .click();
      await page.locator('[role=grid] a[href*="/nodes/"]').first().waitFor();
      told.navigation.push(
        await timed('click', '[role=grid] [role=row] a[href*="/pods/"]', '', () => pages.getByRole('link', { name: /^Pods/ }).first().click()),
      );
      await page.locator('[role=grid] a[href*="/pods/"]').first().waitFor();
      const name = wanted[turn % wanted.length];
      await page.locator('[role=grid]').focus();
      await page.keyboard.press('/');
      await until('the keys go to the filter', () => page.evaluate(() => document.activeElement?.matches('main input')));
      told.filter.push(await timed('input', '[role=grid] [role=row] a[href*="/pods/"]', name, () => page.keyboard.insertText(name)));
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await until('all pods again', async () => (await total(page)) >= pods);
      const head = page.getByRole('columnheader', { name: 'Name' }).getByRole('button').first();
      const first = () => page.evaluate(() => document.querySelector('[role=grid] [role=row] a[href*="/pods/"]')?.textContent);
      await head.click();
      await until('ordered by name', async () => (await first()) === known.toSorted()[0] || pods > known.length);
      const before = await first();
      await page.evaluate((old) => {
        window.took = new Promise((done) => {
          let began;
          const changes = new MutationObserver(() => {
            const now = document.querySelector('[role=grid] [role=row] a[href*="/pods/"]')?.textContent;
            if (began === undefined || !now || now === old) return;
            changes.disconnect();
            requestAnimationFrame(() => done(performance.now() - began));
          });
          changes.observe(document, { subtree: true, childList: true, characterData: true });
          addEventListener(
            'click',
            () => {
              began = performance.now();
            },
            { capture: true, once: true },
          );
        });
      }, before);
      await head.click();
      told.order.push(await page.evaluate(() => window.took));
      await page.keyboard.press('Control+k');
      await focused(page.getByRole('combobox'));
      told.search.push(await timed('input', '[role=listbox]', name, () => page.keyboard.insertText(name)));
      await page.keyboard.press('Escape');
    }
    for (const [what, figures] of Object.entries(told))
      say(`${what}: p50 ${round(quantile(figures, 0.5))} ms, p95 ${round(quantile(figures, 0.95))} ms, the very first ${round(figures[0])} ms`);
    if (held) {
      assert.ok(quantile(told.navigation, 0.95) <= (pods > 10_000 ? 700 : 500), told.navigation.map(round).join());
      assert.ok(quantile(told.filter, 0.95) <= 100, told.filter.map(round).join());
      assert.ok(quantile(told.order, 0.95) <= 100, told.order.map(round).join());
      assert.ok(quantile(told.search, 0.95) <= 300, told.search.map(round).join());
    }
    assert.deepEqual(seen.errors, []);
    await close();
  });

  /** Changes labels of these pods at a rate, and tells what that cost the page. */
  async function churn(page, wire, names) {
    await page.evaluate(() => (window.tasks.length = 0));
    const { bytes } = wire;
    const began = Date.now();
    let sent = 0;
    const open = new Set();
    while (Date.now() - began < CHURN_MS) {
      const due = Math.floor(((Date.now() - began) / 1000) * RATE);
      while (sent < due && open.size < 32) {
        const [namespace, name] = names[sent % names.length];
        const call = patch(namespace, name, label(`c${sent++}`)).finally(() => open.delete(call));
        open.add(call);
      }
      await new Promise((next) => setTimeout(next, 5));
    }
    await Promise.all(open);
    const seconds = (Date.now() - began) / 1000;
    return { bytes: wire.bytes - bytes, seconds, rate: round(sent / seconds), tasks: await page.evaluate(() => window.tasks) };
  }
});
