// Objects of a real API server edited on the page: what each person changed is there at the end, whatever else happens to the object.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { axe, focused, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { typeOver } from './editor.mjs';
import { clusterOf, root, startProduct, until } from './product.mjs';

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

describe('an object that several change at once', { skip: whyNot() }, () => {
  let product;
  let browser;
  let cluster;
  let kubectlPath;
  const folder = join(root, 'distribution/e2e/target/testbed-edit');
  const kubeconfig = join(root, 'distribution/e2e/target/edit.kubeconfig');
  const namespace = `edit-${process.pid}`;
  const kubectl = async (...args) => (await run(kubectlPath, ['--kubeconfig', kubeconfig, '-n', namespace, ...args], { maxBuffer: 64e6 })).stdout;
  const web = async () => JSON.parse(await kubectl('get', 'deployment', 'web', '-o', 'json', '--show-managed-fields'));
  before(
    async () => {
      await run(testbed, ['up', '--dir', folder], { maxBuffer: 64e6 });
      kubectlPath = (await run(testbed, ['kubectl'])).stdout.trim();
      writeFileSync(kubeconfig, (await run(testbed, ['kubeconfig', 'admin', '--dir', folder])).stdout, { mode: 0o600 });
      await kubectl('create', 'namespace', namespace);
      await kubectl('create', 'deployment', 'web', '--image=nginx:1.27', '--replicas=2');
      product = await startProduct({ kubeconfig });
      browser = await openBrowser();
      cluster = await clusterOf(product);
    },
    { timeout: 1_200_000 },
  );
  after(async () => {
    await browser?.close();
    await product?.stop();
    await run(testbed, ['down', '--wipe', '--dir', folder]);
  });

  /** A controller that writes the object's status ten times a second. */
  function controller() {
    let writes = 0;
    let ended = false;
    const path = `${product.url}/k8s/${cluster}/apis/apps/v1/namespaces/${namespace}/deployments/web/status?fieldManager=busy-controller`;
    const work = (async () => {
      while (!ended) {
        const body = JSON.stringify({ status: { conditions: [{ type: 'Busy', status: 'True', message: String(++writes), reason: 'Test' }] } });
        const answer = await fetch(path, { method: 'PATCH', headers: { 'Content-Type': 'application/strategic-merge-patch+json' }, body });
        await answer.arrayBuffer();
        await new Promise((next) => setTimeout(next, 100));
      }
    })();
    return {
      writes: () => writes,
      end: () => {
        ended = true;
        return work;
      },
    };
  }

  async function opened() {
    const { page, seen, close } = await openPage(browser);
    const patches = [];
    page.on('request', (request) => request.method() === 'PATCH' && patches.push(request.url()));
    await page.goto(`${product.url}/c/${cluster}/deployments.apps/${namespace}/web?tab=yaml`);
    await page.locator('.cm-content').first().waitFor();
    return { page, seen, close, patches };
  }

  const apply = (page) => page.getByRole('button', { name: 'Apply', exact: true }).click();
  const review = (page) => page.getByRole('button', { name: 'Review changes' }).click();
  const whose = (page, field, answer) =>
    page
      .getByRole('group', { name: `Whose ${field}` })
      .getByRole('button', { name: answer })
      .click();

  test('two people and a busy controller: no field is lost, nobody loops, conflicts are shown field by field', async () => {
    const busy = controller();
    try {
      const one = await opened();
      const two = await opened();
      await typeOver(one.page, 'nginx:1.27', 'nginx:1.28');
      await typeOver(two.page, 'nginx:1.27', 'nginx:1.29');
      await typeOver(two.page, 'replicas: 2', 'replicas: 3');

      await review(one.page);
      await one.page.getByText('Owned by kubectl-create.').waitFor();
      await whose(one.page, 'spec.template.spec.containers[nginx].image', 'Take mine');
      await apply(one.page);
      await one.page.getByText('Applied. The text is what the API server stored.').waitFor();

      // the other one is told at once, on the page that is open
      await two.page.getByText('Changed since the editing began.').waitFor();
      const values = two.page.locator('li dl').filter({ hasText: /^Before.*nginx:1\.27.*Theirs.*nginx:1\.28.*Mine.*nginx:1\.29/ });
      await values.waitFor();
      assert.deepEqual(await axe(two.page), []);
      await review(two.page);
      await whose(two.page, 'spec.template.spec.containers[nginx].image', 'Take theirs');
      await review(two.page);
      await whose(two.page, 'spec.replicas', 'Take mine');
      await apply(two.page);
      await two.page.getByText('Applied. The text is what the API server stored.').waitFor();

      const { spec, metadata } = await web();
      assert.equal(spec.template.spec.containers[0].image, 'nginx:1.28');
      assert.equal(spec.replicas, 3);
      const ours = metadata.managedFields.filter((entry) => entry.manager.startsWith('fresnel') && entry.operation === 'Apply');
      assert.equal(ours.length, 1);
      assert.ok(busy.writes() > 10, `the controller wrote ${busy.writes()} times`);
      assert.ok(one.patches.length <= 8 && two.patches.length <= 10, `requests: ${one.patches.length}, ${two.patches.length}`);
      for (const { seen } of [one, two]) {
        // a refused dry run is an answer; nothing that writes was refused
        assert.deepEqual(
          seen.failed.filter((line) => line.includes('/k8s/') && !line.includes('dryRun=All')),
          [],
        );
      }
      await one.close();
      await two.close();
    } finally {
      await busy.end();
    }
  });

  test('what somebody takes out is gone, although others own it', async () => {
    await kubectl('label', 'deployment', 'web', 'team=a', 'keep=b');
    const { page, close } = await opened();
    await page.getByText('team').first().waitFor();
    await typeOver(page, '    team: a\n'.trim(), '# was: team');
    await review(page);
    await whose(page, 'metadata.labels.team', 'Take mine');
    await page.getByText('Written as one patch that tests each value').waitFor();
    await apply(page);
    await page.getByText('Applied. The text is what the API server stored.').waitFor();
    const { metadata } = await web();
    assert.equal(metadata.labels.team, undefined);
    assert.equal(metadata.labels.keep, 'b');

    // another manager's change stands in the history under its name (what is only taken out leaves no name in managed fields)
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText(/^Recorded since/).waitFor();
    const changes = page.getByRole('list', { name: 'Changes, newest first' }).getByRole('article');
    await kubectl('annotate', 'deployment', 'web', 'seen=yes');
    await changes.filter({ hasText: 'kubectl-annotate' }).filter({ hasText: 'metadata.annotations.seen' }).first().waitFor();
    await close();
  });

  test('several documents are checked, then made in the order in which they need each other', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${product.url}/p/resources/create?c=${cluster}`);
    await page.locator('.cm-content').first().click();
    await focused(page.locator('.cm-content').first());
    const fresh = `${namespace}-fresh`;
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made, namespace: ${fresh}}\ndata: {a: b}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${fresh}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: odd}\ndatta: {}\n`;
    await page.keyboard.insertText(text);
    await page.getByText('3 objects').first().waitFor();
    await page.getByRole('button', { name: 'Check' }).click();
    await page
      .getByText(/datta: field not declared in schema/)
      .first()
      .waitFor();
    await typeOver(page, 'datta: {}', 'stringData: {k: v}');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Checked once its namespace is there').waitFor();
    await page.getByRole('button', { name: 'Create 3 objects' }).click();
    await page.getByText('3 objects are in the cluster.').waitFor();
    await until('the object is there', async () => (await kubectl('get', 'configmap', 'made', '-n', fresh, '-o', 'name')).includes('made'));
    assert.deepEqual(await axe(page), []);
    await close();
  });
});
