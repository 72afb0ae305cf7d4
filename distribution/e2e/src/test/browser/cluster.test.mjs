// A real cluster under an open page: what kubectl does stands there within a second.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { axe, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { startIntruder } from './intruder.mjs';
import { clusterOf, freePort, root, startProduct, until } from './product.mjs';

const run = promisify(execFile);
const testbed = join(root, 'distribution/testbed/testbed');
const required = (process.env.FRESNEL_REQUIRE ?? '').split(',').includes('real-cluster');

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

describe('pods of a real API server on the page', { skip: whyNot() }, () => {
  let product;
  let browser;
  let kubeconfig;
  let kubectlPath;
  let cluster;
  const folder = join(root, 'distribution/e2e/target/testbed');
  const namespace = `page-${process.pid}`;
  const kubectl = async (...args) => (await run(kubectlPath, ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 64e6 })).stdout;
  before(
    async () => {
      await run(testbed, ['up', '--dir', folder], { maxBuffer: 64e6 });
      kubectlPath = (await run(testbed, ['kubectl'])).stdout.trim();
      kubeconfig = join(root, 'distribution/e2e/target/admin.kubeconfig');
      writeFileSync(kubeconfig, (await run(testbed, ['kubeconfig', 'admin', '--dir', folder])).stdout, { mode: 0o600 });
      await kubectl('create', 'namespace', namespace);
      product = await startProduct({ kubeconfig });
      cluster = await clusterOf(product);
      browser = await openBrowser();
    },
    { timeout: 1_200_000 },
  );
  after(async () => {
    await browser?.close();
    await product?.stop();
    await run(testbed, ['down', '--wipe', '--dir', folder]);
  });

  test('a pod that kubectl makes stands on the open page within a second, and leaves with it', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/c/${cluster}/pods?ns=${namespace}`);
    await page
      .getByRole('main')
      .getByText(/No .*pods/i)
      .first()
      .waitFor();
    const delays = [];
    for (let turn = 0; turn < 5; turn++) {
      const name = `seen-${turn}`;
      await page.evaluate((wanted) => {
        window.seenAt = new Promise((done) => {
          const look = () => document.body.textContent?.includes(wanted) && done(Date.now());
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
          look();
        });
      }, name);
      await kubectl('run', name, '--image=nginx', '-n', namespace);
      const created = Date.now();
      delays.push((await page.evaluate(() => window.seenAt)) - created);
    }
    console.log(`kubectl returned → on the page: ${delays.join(', ')} ms`);
    if (process.env.FRESNEL_BUDGETS) {
      assert.ok(
        delays.every((delay) => delay < 1_000),
        delays.join(),
      );
    }
    await page.getByRole('row').filter({ hasText: 'seen-0' }).filter({ hasText: 'Running' }).waitFor();
    await kubectl('delete', 'pod', 'seen-0', '-n', namespace, '--now');
    await until('the row has left', async () => (await page.getByRole('row').filter({ hasText: 'seen-0' }).count()) === 0);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('sorted by namespace and name, pods, order and words equal kubectl get pods -A', async () => {
    await kubectl('create', 'deployment', 'many', '--image=nginx', '--replicas=6', '-n', namespace);
    // kubectl wait fails on an object that has no conditions yet
    await until('they are there', () => kubectl('wait', '--for=condition=Available', 'deployment/many', '-n', namespace, '--timeout=240s'));
    await kubectl('run', 'crash', '--image=nginx', '-n', namespace, '--labels=testbed/state=crashloop');
    const { page, close } = await openPage(browser, { height: 1600 });
    await page.goto(`${product.url}/c/${cluster}/pods?sort=namespace,name`);
    // in one look: a pod that crashes says something else every few seconds
    const shown = async () => {
      const { heads, cells } = await page.evaluate(() => {
        const all = (role, inside = document) => [...inside.querySelectorAll(`[role=${role}]`)];
        return {
          heads: all('columnheader').map((node) => node.textContent.trim().toLowerCase()),
          cells: all('row', document.querySelector('[role=grid]')).map((row) => all('gridcell', row).map((node) => node.title || node.textContent || '')),
        };
      });
      const at = (name) => heads.findIndex((head) => head.startsWith(name));
      return cells
        .filter((row) => row[at('name')])
        .map((row) => [row[at('namespace')], row[at('name')], row[at('ready')], row[at('status')]].map((text) => text.trim()).join(' '));
    };
    await until(
      'the page equals kubectl',
      async () => {
        const expected = (await kubectl('get', 'pods', '-A', '--no-headers'))
          .trim()
          .split('\n')
          .map((line) => line.split(/\s+/).slice(0, 4).join(' '));
        const found = await shown();
        assert.deepEqual(found, expected);
        return true;
      },
      { timeout: 120_000, every: 500 },
    );
    await close();
  });

  test('a node is drained: the budget that is in the way is shown and waited for, what has not begun can be cancelled', async () => {
    const spec = { nodeName: 'node-2', containers: [{ name: 'web', image: 'nginx' }], tolerations: [{ operator: 'Exists' }] };
    const guarded = [
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'strict' },
        spec: { minAvailable: 2, selector: { matchLabels: { app: 'guarded' } } },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'guarded' },
        spec: { replicas: 2, selector: { matchLabels: { app: 'guarded' } }, template: { metadata: { labels: { app: 'guarded' } }, spec } },
      },
    ];
    const file = join(root, 'distribution/e2e/target/guarded.json');
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: guarded }));
    await kubectl('apply', '-n', namespace, '-f', file);
    await kubectl('rollout', 'status', 'deployment/guarded', '-n', namespace, '--timeout=240s');
    await until(
      'the budget has counted',
      async () => (await kubectl('get', 'pdb', 'strict', '-n', namespace, '-o', 'jsonpath={.status.currentHealthy}')) === '2',
    );
    const pods = () =>
      kubectl('get', 'pods', '-n', namespace, '-l', 'app=guarded', '-o', 'jsonpath={range .items[*]}{.metadata.uid} {.metadata.deletionTimestamp}{"\\n"}{end}');
    const before = await pods();

    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/c/${cluster}/nodes/_/node-2`);
    await page.getByRole('button', { name: 'Actions for node-2' }).click();
    await page.getByRole('menuitem', { name: 'Drain' }).click();
    const dialog = page.getByRole('dialog');
    for (const flag of ['Lose data in emptyDir volumes', 'Evict pods that nobody makes anew']) await dialog.getByLabel(flag).check();
    await dialog.getByText('2 would wait.').waitFor();
    await dialog.getByText('strict').first().waitFor();
    assert.deepEqual(await axe(page), []);
    await dialog.getByRole('button', { name: 'Drain', exact: true }).click();
    await dialog.getByText('Waiting').first().waitFor();
    assert.equal(await kubectl('get', 'node', 'node-2', '-o', 'jsonpath={.spec.unschedulable}'), 'true');
    await dialog.getByRole('button', { name: 'Cancel what has not begun' }).click();
    await dialog.getByText('Cancelled.').waitFor();
    assert.equal(await pods(), before);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await kubectl('uncordon', 'node-2');
    // before both flags are set the preview is refused when such pods happen to be on that node
    assert.deepEqual(
      seen.errors.filter((error) => !error.includes('status of 400')),
      [],
    );
    await close();
  });

  test('a hostile page of a pod, on an origin of its own, gets nothing of ours and cannot set it', async () => {
    const intruder = await startIntruder();
    const port = await freePort();
    const guarded = await startProduct({
      kubeconfig,
      localKey: true,
      args: ['--tls-port', port, '--pages-origin', `https://*.pages.example.org:${port}`],
    });
    const chromium = await openBrowser(['--host-resolver-rules=MAP *.pages.example.org 127.0.0.1', '--ignore-certificate-errors']);
    try {
      // nobody runs it, and its address is this machine's loopback for the testbed's API server
      const spec = { schedulerName: 'nobody', containers: [{ name: 'web', image: 'web' }] };
      const file = join(root, 'distribution/e2e/target/intruder.json');
      writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'intruder' }, spec }));
      await until('its namespace takes pods', () => kubectl('apply', '-n', namespace, '-f', file), { timeout: 60_000, every: 200 });
      const status = { phase: 'Running', podIP: '198.18.0.1', podIPs: [{ ip: '198.18.0.1' }] };
      await kubectl('patch', 'pod', 'intruder', '-n', namespace, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status }));
      const raw = `/api/v1/namespaces/${namespace}/pods/intruder:${intruder.port}/proxy/`;
      await until('the API server reaches it', async () => (await kubectl('get', '--raw', raw)).includes('in the cluster'), { timeout: 120_000, every: 200 });

      const ours = `https://127.0.0.1:${port}`;
      const { page, close } = await openPage(chromium);
      await page.goto(`${ours}/${new URL(guarded.log().match(/http\S+#key=\S+/)[0]).hash}`);
      const cookies = async () => (await page.context().cookies(ours)).map(({ name, value }) => `${name}=${value}`).sort();
      const session = await until('the key has become a session', async () => (await cookies()).length > 0 && (await cookies()));
      const { clusters } = await until('the cluster is known', async () => {
        const told = await page.evaluate(async () => (await fetch('/api/v1/clusters')).json());
        return told.clusters.length > 0 && told;
      });
      const begin = intruder.heard.length;
      await page.goto(`${ours}/api/v1/clusters/${clusters[0].id}/http/${namespace}/pods/intruder:${intruder.port}/?at=${encodeURIComponent(ours)}`);
      assert.match(new URL(page.url()).hostname, /^intruder-[0-9a-f]{24}\.pages\.example\.org$/);
      const tried = await page.evaluate(() => window.tried);
      const [seat] = (await page.context().cookies(page.url())).filter(({ name }) => name === '__Host-fresnel-page');
      const secrets = [...session.map((one) => one.slice(one.indexOf('=') + 1)), seat.value];
      const leaks = (text = '') => secrets.some((secret) => text.includes(secret));
      assert.ok(seat.httpOnly && seat.value !== 'stolen');
      assert.match(tried.cookie, /theirs=1/);
      assert.ok(!leaks(tried.cookie), tried.cookie);
      assert.match(tried.ours, /^refused/);
      assert.match(tried.live, /closed/);
      assert.equal(tried.here, 'the intruder answers');
      assert.equal(tried.own, 'said hello');
      assert.match(tried.worker, /403/);
      assert.doesNotMatch(tried.frame, /Fresnel/);
      assert.equal(tried.opener, 'null');
      assert.deepEqual(await cookies(), session);
      for (const { path, headers } of intruder.heard.slice(begin)) {
        assert.equal(headers.authorization, undefined, path);
        assert.ok(!leaks(headers.cookie) && !/fresnel-page/.test(headers.cookie ?? ''), `${path}: ${headers.cookie}`);
      }
      assert.ok(!intruder.heard.some(({ path }) => path.startsWith('/worker.js')), 'its service worker was not even asked for');

      // it ends with the session, which the page could not end
      const me = await (await page.context().newPage()).goto(`${ours}/api/v1/me`);
      assert.equal(me.status(), 200);
      const answer = await page.context().request.post(`${ours}/auth/logout`, { headers: { Origin: ours }, ignoreHTTPSErrors: true });
      assert.equal(answer.status(), 204);
      assert.equal((await page.reload()).status(), 401);
      await close();
    } finally {
      await chromium.close();
      await guarded.stop();
      intruder.stop();
    }
  });
});
