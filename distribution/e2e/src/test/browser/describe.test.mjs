// Everything that `kubectl describe` says stands on the details page, for many kinds in several states on a real API server.
// With SOAK=true all of them, and their lists beside `kubectl get`; KIND=pods|nodes takes these kinds.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { axe, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { factsOf, missing } from './describe/facts.mjs';
import { MORE, SHORT } from './describe/objects.mjs';
import { clusterOf, root, startProduct, until } from './product.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const testbed = join(root, 'distribution/testbed/testbed');
const required = (process.env.FRESNEL_REQUIRE ?? '').split(',').includes('real-cluster');
const CANARY = 'SECRET-CANARY';
/** For what is not there, which costs this long; of a long run much is looked at. */
const PATIENCE = process.env.SOAK === 'true' ? 15_000 : 60_000;

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

/** What stands on the page: texts, and moments in seconds. */
async function said(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('main details')) one.open = true;
  });
  return page.evaluate(() => ({
    text: document.querySelector('main').innerText,
    moments: [...document.querySelectorAll('main time[datetime]')].map((one) => Math.floor(Date.parse(one.getAttribute('datetime')) / 1000)),
  }));
}

/** A list draws its rows when it has been measured: whoever reads at once reads the first of them alone. */
function allDrawn() {
  const grid = document.querySelector('main [role=tabpanel] [role=grid]');
  if (grid === null) return true;
  const rows = Number(grid.getAttribute('aria-rowcount')) - 1;
  const drawn = [...grid.querySelectorAll('[role=row]')].filter((row) => row.querySelector('[role=gridcell]')?.textContent).length;
  return rows >= 0 && drawn >= Math.min(rows, 12);
}

/** What `kubectl get` printed, a map for each line; columns stand where their heads stand. */
function tableOf(text) {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const heads = [...head.matchAll(/\S+(?: \S+)*/g)];
  return lines.map((line) => Object.fromEntries(heads.map((found, at) => [found[0].toLowerCase(), line.slice(found.index, heads[at + 1]?.index).trim()])));
}

/** The rows that a list shows, by its own heads, and how many there are. */
async function listed(page) {
  return page.evaluate(() => {
    const text = (node) => node.title || node.querySelector('[title]')?.title || node.textContent;
    const heads = [...document.querySelectorAll('[role=columnheader]')].map((node) => node.textContent.trim().toLowerCase());
    const rows = [...document.querySelectorAll('[role=grid] [role=row]')].filter((row) => row.querySelector('[role=gridcell] a'));
    return {
      total: Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) - 1,
      heads,
      rows: rows.map((row) => Object.fromEntries([...row.querySelectorAll('[role=gridcell]')].map((cell, at) => [heads[at], text(cell).trim()]))),
    };
  });
}

/** Ages move, and a list has a word where kubectl writes `<none>`. */
function differences(printed, { total, heads, rows }) {
  if (total !== printed.length) return [`${total} rows, kubectl prints ${printed.length}`];
  const columns = Object.keys(printed[0] ?? {}).filter((name) => name !== 'age');
  const lines = columns.filter((name) => !heads.includes(name)).map((name) => `no column ${name}`);
  const same = (one = '', other = '') =>
    one === other || one.replaceAll(/[,.\s]/g, '') === other.replaceAll(/[,.\s]/g, '') || /^(<\w+>|)$/.test(one) || /^\d+[smhdy]/.test(one);
  for (const row of rows) {
    const line = printed.find((one) => one.name === row.name);
    if (line === undefined) lines.push(`${row.name} is not printed`);
    else
      lines.push(
        ...columns
          .filter((name) => heads.includes(name) && !same(line[name], row[name]))
          .map((name) => `${row.name} ${name}: ${row[name]}, kubectl prints ${line[name]}`),
      );
  }
  return rows.length === 0 && total > 0 ? ['no row'] : lines;
}

describe('details and kubectl describe', { skip: whyNot() }, () => {
  let product;
  let browser;
  let kubeconfig;
  let kubectlPath;
  let cluster;
  let view;
  const folder = join(root, 'distribution/e2e/target/testbed-describe');
  const namespace = `describe-${process.pid}`;
  const kubectl = async (...args) => (await run(kubectlPath, ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 64e6 })).stdout;
  const url = (object, tab = '') =>
    `${product.url}/c/${cluster}/${object.resource}/${object.namespaced ? namespace : '_'}/${encodeURIComponent(object.name)}${tab && `?tab=${tab}`}`;

  before(
    async () => {
      await run(testbed, ['up', '--dir', folder], { maxBuffer: 64e6 });
      kubectlPath = (await run(testbed, ['kubectl'])).stdout.trim();
      kubeconfig = join(root, 'distribution/e2e/target/describe.kubeconfig');
      writeFileSync(kubeconfig, (await run(testbed, ['kubeconfig', 'admin', '--dir', folder])).stdout, { mode: 0o600 });
      await kubectl('create', 'namespace', namespace);
      await kubectl('apply', '-f', join(here, 'describe/cluster.yaml'));
      // kubectl wait fails on a definition that has no conditions yet
      await until('widgets are served', () => kubectl('wait', '--for=condition=Established', 'crd/widgets.describe.example.com', '--timeout=30s'), {
        timeout: 240_000,
      });
      await until('the objects are there', () => kubectl('apply', '-n', namespace, '-f', join(here, 'describe/namespaced.yaml')));
      await until('web is there', () => kubectl('wait', '--for=condition=Available', 'deployment/web', '-n', namespace, '--timeout=240s'));
      await until('a pod crashes', async () => (await kubectl('get', 'pod', 'crashing', '-n', namespace)).includes('CrashLoopBackOff'), { timeout: 240_000 });
      product = await startProduct({ kubeconfig });
      browser = await openBrowser();
      cluster = await clusterOf(product);
      view = await openPage(browser);
    },
    { timeout: 1_200_000 },
  );
  after(async () => {
    await browser?.close();
    await product?.stop();
    await run(testbed, ['down', '--wipe', '--dir', folder]);
  });

  /** A name that begins with ^ is the first object whose name begins so; @ is the namespace. */
  async function named(object) {
    if (object.name === '@') return { ...object, name: namespace };
    if (!object.name.startsWith('^')) return object;
    const names = (await kubectl('get', object.resource, '-n', namespace, '-o', 'name')).split('\n').map((line) => line.slice(line.indexOf('/') + 1));
    const name = names.find((one) => one.startsWith(object.name.slice(1)));
    assert.ok(name, `no ${object.resource} ${object.name} among ${names}`);
    return { ...object, name };
  }

  async function compare(object) {
    const { page } = view;
    await page.goto(url(object));
    await page.getByRole('tab').first().waitFor();
    let left = [];
    let facts = [];
    await until(
      `${object.resource} ${object.name}`,
      async () => {
        const description = await kubectl('describe', object.resource, object.name, ...(object.namespaced ? ['-n', namespace] : []));
        let seen = await said(page);
        for (const tab of ['Containers', 'Events']) {
          const other = page.getByRole('tab', { name: new RegExp(`^${tab}`) });
          if ((await other.count()) === 0) continue;
          await other.click();
          await until(`the rows of ${tab}`, () => page.evaluate(allDrawn), { timeout: 10_000 });
          const more = await said(page);
          seen = { text: `${seen.text}\n${more.text}`, moments: [...seen.moments, ...more.moments] };
        }
        await page.getByRole('tab', { name: 'Overview' }).click();
        facts = factsOf(description);
        left = missing(facts, seen);
        return left.length === 0;
      },
      { timeout: PATIENCE, every: 400 },
    ).catch(() => {});
    return { facts: facts.length, left: left.map((fact) => `${object.resource} ${object.name}: ${fact.label}: ${fact.text}`) };
  }

  const wanted = new RegExp(process.env.KIND ?? '');
  const objects = (process.env.SOAK === 'true' ? [...SHORT, ...MORE] : SHORT).filter(({ resource }) => wanted.test(resource));
  test(`every fact about ${objects.length} objects`, { timeout: 1_200_000 }, async () => {
    const left = [];
    let facts = 0;
    for (const object of objects) {
      const compared = await compare(await named(object));
      facts += compared.facts;
      left.push(...compared.left);
    }
    console.log(`${objects.length} objects of ${new Set(objects.map(({ resource }) => resource)).size} kinds, ${facts} facts, ${left.length} missing`);
    assert.deepEqual(left, []);
    assert.deepEqual(view.seen.errors, []);
  });

  test('lists of these kinds show what kubectl get prints', { timeout: 1_200_000, skip: process.env.SOAK !== 'true' }, async () => {
    const { page, close } = await openPage(browser, { width: 2200, height: 1400 });
    const left = [];
    let rows = 0;
    let cells = 0;
    const kinds = [...new Map(objects.map((object) => [object.resource, object])).values()].filter(({ resource }) => resource !== 'events');
    for (const { resource, namespaced } of kinds) {
      await page.goto(`${product.url}/c/${cluster}/${resource}?sort=name${namespaced ? `&ns=${namespace}` : ''}`);
      let differs = ['no row'];
      let printed = [];
      await until(
        resource,
        async () => {
          printed = tableOf(await kubectl('get', resource, ...(namespaced ? ['-n', namespace] : [])));
          differs = differences(printed, await listed(page));
          return differs.length === 0;
        },
        { timeout: PATIENCE, every: 400 },
      ).catch(() => {});
      rows += printed.length;
      cells += printed.reduce((sum, line) => sum + Object.keys(line).filter((name) => name !== 'age').length, 0);
      left.push(...differs.map((line) => `${resource}: ${line}`));
    }
    console.log(`${kinds.length} lists, ${rows} rows, ${cells} cells, ${left.length} differ`);
    assert.deepEqual(left, []);
    await close();
  });

  test('nobody is kept out: axe finds nothing', async () => {
    const { page } = view;
    for (const [object, tab] of [[SHORT[0]], [SHORT[0], 'containers'], [SHORT[1]], [SHORT[3]], [SHORT[5]]]) {
      await page.goto(url(object, tab));
      await page.getByRole('tab').first().waitFor();
      assert.deepEqual(await axe(page), [], `${object.resource} ${tab ?? ''}`);
    }
  });

  test('a certificate is told by what stands in it, of a Secret once its eye is pressed', async () => {
    const { page } = view;
    const pem = Buffer.from((await kubectl('get', 'secret', 'front', '-n', namespace, '-o', 'jsonpath={.data.tls\\.crt}')).trim(), 'base64');
    const { subjectAltName, validFrom, validTo, serialNumber } = new X509Certificate(pem);
    await page.goto(url({ resource: 'secrets', name: 'front', namespaced: true }));
    await page.getByRole('button', { name: 'Show tls.crt' }).click();
    await page.getByText('Valid until').first().waitFor();
    const names = subjectAltName.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
    await until('all of it is told', async () => {
      const seen = await said(page);
      for (const text of ['O=Shop', 'CN=shop.example.com', ...names]) assert.ok(seen.text.includes(text), `${text} in ${seen.text}`);
      assert.ok(
        seen.text
          .replaceAll(/[^0-9a-f]/gi, '')
          .toLowerCase()
          .includes(serialNumber.toLowerCase()),
        serialNumber,
      );
      for (const moment of [validFrom, validTo]) assert.ok(seen.moments.includes(Math.floor(Date.parse(moment) / 1000)), moment);
      return true;
    });
  });

  test('a value of a Secret is not in the page before its eye is pressed, and the reveal is in the audit', async () => {
    const { page } = view;
    const frames = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
    const bodies = [];
    page.on('response', async (response) => bodies.push(`${response.url()} ${await response.text().catch(() => '')}`));
    const secret = { resource: 'secrets', name: 'credentials', namespaced: true };
    await page.goto(url(secret));
    const eye = page.getByRole('button', { name: 'Show password' });
    await eye.waitFor();
    const encoded = Buffer.from(CANARY).toString('base64');
    const everything = [await page.content(), ...frames, ...bodies].join('\n');
    assert.ok(!everything.includes(CANARY) && !everything.includes(encoded), 'a value reached the page before somebody asked for it');
    await eye.click();
    await page.getByText(CANARY).waitFor();
    await page.getByRole('button', { name: 'Hide password' }).click();
    await page.getByText(CANARY).waitFor({ state: 'detached' });
    const lines = await until('the audit names the reveal', async () => {
      const { lines } = await (await fetch(`${product.url}/api/v1/audit?action=k8s.get`)).json();
      return lines.some((line) => line.object.endsWith('/secrets/credentials') && line.result === 'ok') && lines;
    });
    assert.ok(!JSON.stringify(lines).includes(CANARY));
    assert.ok(!readFileSync(join(product.home, 'data/audit.jsonl'), 'utf8').includes(CANARY));
    assert.ok(!product.log().includes(CANARY));
  });
});
