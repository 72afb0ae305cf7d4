// Objects of a real API server that hold 300 hostile texts wherever it takes them: nothing of them runs, nothing breaks the pages that show them.
// With SOAK=true every text stands in every place, and every page is looked at in both themes and three widths (LOOK=dark takes those whose name
// holds it, PAGE=pod those pages). TESTBED=FOLDER takes a testbed that runs already.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { faultsOf, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { faults, watchPolicy } from './hostile/inspect.mjs';
import * as hostile from './hostile/objects.mjs';
import { END, PAYLOADS } from './hostile/payloads.mjs';
import { clusterOf, root, startProduct, until } from './product.mjs';

const run = promisify(execFile);
const testbed = join(root, 'distribution/testbed/testbed');
const required = (process.env.FRESNEL_REQUIRE ?? '').split(',').includes('real-cluster');
const soak = process.env.SOAK === 'true';
const pictured = soak || process.env.PICTURES !== undefined;
const given = process.env.TESTBED;
const target = join(root, 'distribution/e2e/target');
const folder = given ?? join(target, 'testbed-hostile');
const pictures = join(target, 'pictures');

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

describe(`${PAYLOADS.length} hostile texts in objects`, { skip: whyNot() }, () => {
  let product;
  let browser;
  let cluster;
  let kubectlPath;
  const kubeconfig = join(target, 'hostile.kubeconfig');
  const namespace = `hostile-${process.pid}`;
  const refused = [];

  /** Sends one object as the person's page does; what the API server does not take is counted. */
  async function send(method, path, body, type = 'application/json') {
    const answer = await fetch(`${product.url}/k8s/${cluster}${path}`, { method, headers: { 'Content-Type': type }, body: JSON.stringify(body) });
    const said = await answer.text();
    if (!answer.ok) refused.push(`${method} ${decodeURIComponent(path).slice(0, 120)}: ${said.slice(0, 300)}`);
    return answer.ok;
  }
  async function together(items, work) {
    const left = [...items];
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        while (left.length > 0) await work(left.shift());
      }),
    );
  }
  const inNamespace = (group, resource, name = '') => `${group}/namespaces/${namespace}/${resource}${name && `/${encodeURIComponent(name)}`}`;
  const patched = 'application/merge-patch+json';
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const horrors = `/apis/${hostile.GROUP}/v1`;

  async function plant() {
    await send('POST', '/api/v1/namespaces', { metadata: { name: namespace, annotations: { 'hostile.example.com/a': PAYLOADS[3].text } } });
    await send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', hostile.definition());
    const one = [
      ['/api/v1', 'configmaps', hostile.configMap(namespace)],
      ['/api/v1', 'configmaps', hostile.largeMap(namespace)],
      ['/api/v1', 'pods', hostile.pod(namespace)],
    ];
    for (const [group, resource, object] of one) assert.ok(await send('POST', inNamespace(group, resource), object), refused.at(-1));
    assert.ok(
      await send('PATCH', `${inNamespace('/api/v1', 'pods', 'all')}/status`, hostile.podStatus(), 'application/strategic-merge-patch+json'),
      refused.at(-1),
    );
    // each fifth always, all with SOAK
    const some = soak ? PAYLOADS : PAYLOADS.filter(({ number }) => number % 5 === 0);
    await together(some, (payload) => send('POST', inNamespace('/api/v1', 'events'), hostile.event(namespace, payload)));
    await together(soak ? hostile.roleNames : hostile.roleNames.filter((_, at) => at % 5 === 0), async (name) => {
      if (await send('POST', `${rbac}/clusterroles`, hostile.role(name)))
        await send('POST', inNamespace(rbac, 'rolebindings'), hostile.binding(namespace, name));
    });
    await until('the kind is served', async () => (await fetch(`${product.url}/k8s/${cluster}${horrors}`)).ok);
    await together(some, async (payload) => {
      if (!(await send('POST', inNamespace(horrors, 'horrors'), hostile.horror(namespace, payload)))) return;
      await send('PATCH', `${inNamespace(horrors, 'horrors', `horror-${payload.number}`)}/status`, hostile.horrorStatus(payload), patched);
    });
    assert.ok(await send('POST', inNamespace(horrors, 'horrors'), hostile.allHorrors(namespace)), refused.at(-1));
    assert.ok(await send('PATCH', `${inNamespace(horrors, 'horrors', 'all')}/status`, hostile.allStatus(), patched), refused.at(-1));
    console.log(`${refused.length} objects refused by the API server`);
    if (process.env.TELL) console.log(refused.join('\n'));
  }

  before(
    async () => {
      mkdirSync(pictures, { recursive: true });
      if (!given) await run(testbed, ['up', '--dir', folder], { maxBuffer: 64e6 });
      kubectlPath = (await run(testbed, ['kubectl'])).stdout.trim();
      writeFileSync(kubeconfig, (await run(testbed, ['kubeconfig', 'admin', '--dir', folder])).stdout, { mode: 0o600 });
      product = await startProduct({ kubeconfig });
      cluster = await clusterOf(product);
      browser = await openBrowser();
      await plant();
    },
    { timeout: 1_200_000 },
  );
  after(async () => {
    await browser?.close();
    await product?.stop();
    if (!given) await run(testbed, ['down', '--wipe', '--dir', folder]);
    else if (kubectlPath) {
      await run(kubectlPath, ['--kubeconfig', kubeconfig, 'delete', 'namespace', namespace, '--wait=false']);
      await run(kubectlPath, ['--kubeconfig', kubeconfig, 'delete', 'crd', `horrors.${hostile.GROUP}`, '--wait=false']);
    }
  });

  /** A page that remembers what an object must not be able to make it do. */
  async function watched(options) {
    const opened = await openPage(browser, options);
    const { page } = opened;
    const done = [];
    await page.addInitScript(watchPolicy);
    page.on('dialog', (dialog) => {
      done.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', (popup) => done.push(`window: ${popup.url()}`));
    page.on('download', (file) => done.push(`download: ${file.suggestedFilename()}`));
    page.on('request', (request) => {
      if (!/^(https?|wss?):\/\/127\.0\.0\.1:|^blob:http:\/\/127\.0\.0\.1:/.test(request.url())) done.push(`request: ${request.url().slice(0, 200)}`);
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame() || !frame.url().startsWith(product.url)) done.push(`navigation: ${frame.url()}`);
    });
    return { ...opened, done };
  }

  const role = hostile.roleNames[0];
  const at = (path) => `/c/${cluster}/${path}`;
  const within = `?ns=${namespace}`;
  const shown = (page) => page.waitForFunction((end) => document.querySelector('main')?.textContent.includes(end), END, { timeout: 60_000 });
  /** On a small screen a list shows names and states, not every column. */
  const listed = (page) => (page.viewportSize().width > 720 ? shown(page) : page.locator('main [role=grid] [role=row] a').first().waitFor());
  /** Name, address, and what is done there. */
  const pages = () => [
    ['list of custom resources', at(`horrors.${hostile.GROUP}${within}`), listed],
    ...(soak ? [['list of events', at(`events${within}`), shown]] : []),
    ['list of roles', at(`clusterroles.rbac.authorization.k8s.io?q=onerror`), shown],
    [
      'list with hostile columns',
      at(`configmaps${within}&cols=name,annotation:hostile.example.com/a3,annotation:hostile.example.com/a105,path:.data.k100`),
      listed,
    ],
    ['list in groups', at(`horrors.${hostile.GROUP}${within}&group=path:.spec.text`), shown],
    ['custom resource', at(`horrors.${hostile.GROUP}/${namespace}/all`), shown],
    ['custom resource of one text', at(`horrors.${hostile.GROUP}/${namespace}/horror-105`), shown],
    ['pod', at(`pods/${namespace}/all`), shown],
    ['containers', at(`pods/${namespace}/all?tab=containers`), shown],
    ['events of a pod', at(`pods/${namespace}/all?tab=events`), shown],
    ['ConfigMap', at(`configmaps/${namespace}/all`), shown],
    ['large ConfigMap', at(`configmaps/${namespace}/large`), (page) => page.locator('main').getByText('megabyte').first().waitFor()],
    ['role', at(`clusterroles.rbac.authorization.k8s.io/_/${encodeURIComponent(role)}`), shown],
    ['definition', at(`customresourcedefinitions.apiextensions.k8s.io/_/horrors.${hostile.GROUP}`), shown],
    ['editor', at(`configmaps/${namespace}/all?tab=yaml`), (page) => page.locator('.cm-content').first().waitFor()],
    ['overview', `/c/${cluster}${within}`, shown],
    ['map', `/p/map/map?c=${cluster}&ns=${namespace}&level=pods`, (page) => page.getByRole('application').first().waitFor()],
    ['home', '/', (page) => page.getByRole('main').getByRole('heading').first().waitFor()],
  ];

  async function visit(opened, [name, path, ready], problems, picture) {
    const { page, seen, done } = opened;
    const began = Date.now();
    await page.goto(product.url + path);
    try {
      await ready(page);
    } catch {
      problems.push(`${name}: nothing is shown: ${(await page.locator('main').textContent()).slice(0, 200)}`);
    }
    await page
      .waitForFunction(() => document.querySelector('main [aria-busy=true]') === null, undefined, { timeout: 60_000 })
      .catch(() => problems.push(`${name}: something still loads`));
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('main details')) one.open = true;
    });
    if (pictured) await page.screenshot({ path: join(pictures, `hostile-${name.replaceAll(' ', '-')}-${picture}.png`) });
    for (const fault of await faultsOf(() => faults(page))) problems.push(`${name}: ${fault}`);
    console.log(`${name}: ${Date.now() - began} ms`);
    for (const line of [...done.splice(0), ...seen.errors.splice(0)]) problems.push(`${name}: ${line}`);
  }

  test('nothing of them runs, and no page is broken by them', { timeout: 1_200_000 }, async () => {
    const problems = [];
    const looks = soak ? ['light', 'dark'].flatMap((theme) => [1440, 1024, 390].map((width) => ({ theme, width }))) : [{ theme: 'light', width: 1440 }];
    let looked = 0;
    for (const look of looks) {
      if (!`${look.theme}-${look.width}`.includes(process.env.LOOK ?? '')) continue;
      const opened = await watched(look);
      const only = process.env.PAGE;
      for (const one of pages()) {
        if (only && !one[0].includes(only)) continue;
        await visit(opened, one, problems, `${look.theme}-${look.width}`);
        looked++;
      }
      await opened.close();
    }
    console.log(`${looked} looks at pages, ${problems.length} faults`);
    assert.deepEqual(problems, []);
  });

  test('found by the palette, they are text', async () => {
    const opened = await watched();
    const problems = [];
    await opened.page.goto(product.url + at(`clusterroles.rbac.authorization.k8s.io`));
    await opened.page.getByRole('grid').waitFor();
    await opened.page.keyboard.press('Control+k');
    await opened.page.getByRole('combobox').fill('script alert');
    await opened.page.getByRole('option').filter({ hasText: 'script' }).first().waitFor();
    for (const fault of await faultsOf(() => faults(opened.page))) problems.push(fault);
    assert.deepEqual([...problems, ...opened.done, ...opened.seen.errors], []);
    await opened.page.keyboard.press('Enter');
    await opened.page.getByRole('tab').first().waitFor();
    assert.deepEqual([...(await faultsOf(() => faults(opened.page))), ...opened.done, ...opened.seen.errors], []);
    await opened.close();
  });
});
