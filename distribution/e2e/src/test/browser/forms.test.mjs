// Common edits by forms, what keeps an object, what was applied to it, files that are dropped, and what a production cluster asks before it loses something.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { demoAnswers, root, startProduct, until } from './product.mjs';

const pictures = join(root, 'distribution/e2e/target/pictures');
const BYTES = Buffer.from([0, 255, 1, 128, 10]);

describe('edits by forms', { skip: withoutChromium() }, () => {
  let product;
  let browser;
  const kube = async (method, path, body) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await fetch(`${product.url}/k8s/demo${path}`, { method, headers: { 'Content-Type': type }, body: body && JSON.stringify(body) });
    const told = await answer.json();
    assert.ok(answer.ok, JSON.stringify(told));
    return told;
  };
  const WEB = '/apis/apps/v1/namespaces/shop/deployments/formed';
  const deployment = (name, metadata = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...metadata },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } },
    },
  });
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    product = await startProduct({ args: ['--demo'], plugins: ['demo-cluster', 'resources'] });
    browser = await openBrowser();
    await demoAnswers(product);
    await kube('POST', '/apis/apps/v1/namespaces/shop/deployments', deployment('formed'));
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
  });

  const shoot = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`) });
  const editor = (page) => page.locator('.cm-content').first();
  const shows = (page, text) => until(`the text has ${text}`, async () => (await editor(page).textContent()).includes(text));
  async function openEditor(page, path) {
    await page.goto(`${product.url}/c/demo/${path}?tab=yaml`);
    await editor(page).waitFor();
  }
  async function form(page, title) {
    await page.getByRole('button', { name: 'Forms', exact: true }).click();
    await page.getByRole('menuitem', { name: title, exact: true }).click();
    const pane = page.getByRole('region', { name: title, exact: true });
    await pane.waitFor();
    return pane;
  }
  async function apply(page) {
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByText('Applied. The text is what the API server stored.').waitFor();
  }

  test('image, replicas, requests, environment and labels of a Deployment', async () => {
    const { page, seen, close } = await openPage(browser);
    await openEditor(page, 'deployments.apps/shop/formed');
    await (await form(page, 'Image')).getByRole('textbox', { name: 'Image of web' }).fill('nginx:1.29');
    await shows(page, 'nginx:1.29');
    const replicas = (await form(page, 'Replicas')).getByRole('textbox', { name: 'Replicas' });
    await replicas.fill('many');
    await page.getByText('A whole number from 0 on.').waitFor();
    await replicas.fill('4');
    await shows(page, 'replicas: 4');
    const resources = await form(page, 'Requests and limits');
    await resources.getByRole('textbox', { name: 'cpu request' }).fill('2');
    await resources.getByRole('textbox', { name: 'cpu limit' }).fill('500m');
    await resources.getByText('The request is above the limit: cpu.').waitFor();
    await resources.getByRole('textbox', { name: 'cpu request' }).fill('250m');
    await resources.getByText('The request is above the limit').waitFor({ state: 'detached' });
    await shows(page, 'cpu: 250m');
    const env = await form(page, 'Environment');
    await env.getByRole('textbox', { name: 'New name' }).fill('GREETING');
    await env.getByRole('textbox', { name: 'Value' }).fill('hello: there');
    await env.getByRole('button', { name: 'Add', exact: true }).click();
    await shows(page, 'GREETING');
    const labels = await form(page, 'Labels');
    await labels.getByRole('textbox', { name: 'New name' }).fill('team');
    await labels.getByRole('textbox', { name: 'Value' }).fill('blue');
    await labels.getByRole('button', { name: 'Add', exact: true }).click();
    await shows(page, 'team: blue');
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'form-light');
    await apply(page);
    const { metadata, spec } = await kube('GET', WEB);
    const [web] = spec.template.spec.containers;
    assert.equal(metadata.labels.team, 'blue');
    assert.equal(spec.replicas, 4);
    assert.equal(web.image, 'nginx:1.29');
    assert.deepEqual(web.resources, { requests: { cpu: '250m' }, limits: { cpu: '500m' } });
    assert.deepEqual(web.env, [{ name: 'GREETING', value: 'hello: there' }]);
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('keys of a ConfigMap and of a Secret: texts, bytes of files, and values that nobody sees', async () => {
    await kube('POST', '/api/v1/namespaces/shop/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'formed' },
      data: { old: 'a', gone: 'b' },
    });
    const data = { word: Buffer.from('unseen-word').toString('base64'), other: Buffer.from('unseen-other').toString('base64') };
    await kube('POST', '/api/v1/namespaces/shop/secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'formed' }, data });
    const { page, seen, close } = await openPage(browser, { theme: 'dark' });
    await openEditor(page, 'configmaps/shop/formed');
    const keys = await form(page, 'Keys');
    await keys.getByRole('textbox', { name: 'Value of old' }).fill('line one\nline two\n');
    await keys.getByRole('textbox', { name: 'New key' }).fill('blob.bin');
    await shows(page, 'line two');
    await keys.getByLabel('Add a file…').setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer: BYTES });
    await shows(page, 'blob.bin');
    await keys.getByText('5 bytes, binary').waitFor();
    await keys.getByRole('group', { name: 'gone' }).getByRole('button', { name: 'Remove', exact: true }).click();
    await until('it is out', async () => !(await editor(page).textContent()).includes('gone'));
    assert.deepEqual(await axe(page), []);
    await apply(page);
    const map = await kube('GET', '/api/v1/namespaces/shop/configmaps/formed');
    assert.deepEqual([map.data, map.binaryData], [{ old: 'line one\nline two\n' }, { 'blob.bin': BYTES.toString('base64') }]);

    await openEditor(page, 'secrets/shop/formed');
    await shows(page, '<11 bytes, not shown>');
    const secret = await form(page, 'Keys');
    await secret.getByRole('group', { name: 'word' }).getByRole('button', { name: 'Replace the value' }).click();
    await secret.getByRole('textbox', { name: 'Value of word' }).fill('fresh');
    await secret.getByRole('textbox', { name: 'New key' }).fill('key.der');
    await shows(page, Buffer.from('fresh').toString('base64'));
    await secret.getByLabel('Add a file…').setInputFiles({ name: 'key.der', mimeType: 'application/octet-stream', buffer: BYTES });
    await shows(page, 'key.der');
    await apply(page);
    const stored = (await kube('GET', '/api/v1/namespaces/shop/secrets/formed')).data;
    assert.deepEqual(stored, { word: Buffer.from('fresh').toString('base64'), other: data.other, 'key.der': BYTES.toString('base64') });
    assert.ok(!(await page.content()).includes('unseen-') && !(await page.content()).includes(data.other));
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('who keeps an object is said before an edit, and what was applied to it stands beside what is', async () => {
    const kept = { 'meta.helm.sh/release-name': 'shop-release' };
    const marks = { labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations: kept };
    await kube('POST', '/apis/apps/v1/namespaces/shop/deployments', deployment('helmed', marks));
    const applied = { ...deployment('applied'), metadata: { name: 'applied', annotations: {}, labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } } };
    const note = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(applied) };
    await kube('POST', '/apis/apps/v1/namespaces/shop/deployments', { ...applied, metadata: { ...applied.metadata, annotations: note } });
    const { page, seen, close } = await openPage(browser);
    await openEditor(page, 'deployments.apps/shop/helmed');
    await page.getByText('Helm (shop-release) keeps this object.').waitFor();
    await page.getByRole('button', { name: 'Against last applied' }).click();
    await page.getByText('Nothing was applied to this object with kubectl apply').waitFor();
    await page.getByRole('button', { name: 'Actions for helmed' }).click();
    await page.getByRole('menuitem', { name: 'Scale' }).click();
    await page.getByRole('dialog').getByLabel('Replicas').fill('3');
    await page
      .getByRole('dialog')
      .getByText(/Helm made this object/)
      .waitFor();
    await page.keyboard.press('Escape');

    await kube(
      'POST',
      '/apis/apps/v1/namespaces/shop/deployments',
      deployment('synced', { annotations: { 'argocd.argoproj.io/tracking-id': 'front:apps/Deployment:shop/synced' } }),
    );
    await openEditor(page, 'deployments.apps/shop/synced');
    await page.getByText('Argo CD (front) keeps this object.').waitFor();

    await openEditor(page, 'deployments.apps/shop/applied');
    await page.getByText('Flux (apps) keeps this object.').waitFor();
    await page.getByRole('button', { name: 'Against last applied' }).click();
    await page.getByText('The object is as it was last applied.').waitFor();
    await kube('PATCH', '/apis/apps/v1/namespaces/shop/deployments/applied', { spec: { replicas: 3, paused: true } });
    const compared = page.locator('.cm-content');
    await until('the difference is there', async () => /replicas: 2.*replicas: 3/s.test(await compared.first().textContent()));
    assert.ok(!(await compared.first().textContent()).includes('paused'), 'what was never applied is no difference');
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'edit-against-applied');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Against last applied' }).click();
    await page.getByText('1 field is no longer as last applied.').waitFor();
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'history-against-applied');
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('files that are dropped on a list become objects; what is no manifest is named', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/c/demo/configmaps?ns=shop`);
    await page.getByRole('grid').getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'Create' }).waitFor();
    await page.evaluate(() => {
      const data = new DataTransfer();
      const one = (name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\ndata: {a: b}\n`;
      data.items.add(new File([one('dropped-b')], 'b.yaml'));
      data.items.add(new File([`---\n${one('dropped-a')}`], 'a.yml'));
      data.items.add(new File(['x'], 'photo.png'));
      const target = document.querySelector('main h1');
      for (const type of ['dragover', 'drop']) target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    await page.getByText('2 objects').first().waitFor();
    await page.getByText(/left away: photo\.png/).waitFor();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('button', { name: 'Create 2 objects' }).click();
    await page.getByText('2 objects are in the cluster.').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual((await kube('GET', '/api/v1/namespaces/shop/configmaps/dropped-a')).data, { a: 'b' });
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('a folder that is dropped gives the manifests in it, those below too', async () => {
    const { page, seen, close } = await openPage(browser);
    const folder = join(product.home, 'manifests');
    mkdirSync(join(folder, 'below/deep'), { recursive: true });
    const one = (name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\n`;
    writeFileSync(join(folder, 'one.yaml'), one('folder-one'));
    writeFileSync(
      join(folder, 'below/deep/two.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'folder-two', namespace: 'shop' } }),
    );
    writeFileSync(join(folder, 'below/README.md'), 'no manifest');
    await page.goto(`${product.url}/c/demo/configmaps?ns=shop`);
    await page.getByRole('grid').getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'Create' }).waitFor();
    const { x, y } = await page.locator('main h1').boundingBox();
    const session = await page.context().newCDPSession(page);
    for (const type of ['dragEnter', 'dragOver', 'drop'])
      await session.send('Input.dispatchDragEvent', { type, x: x + 4, y: y + 4, data: { items: [], files: [folder], dragOperationsMask: 1 } });
    await page.getByText('2 objects').first().waitFor();
    await page.getByText(/left away: README\.md/).waitFor();
    await until('both are in the text', async () => /folder-one.*folder-two|folder-two.*folder-one/s.test(await editor(page).textContent()));
    assert.deepEqual(seen.errors, []);
    await close();
  });

  test('a production cluster asks for the name before something is deleted', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`${product.url}/settings?tab=clusters`);
    // the drawn switch lies over the box that it stands for
    await page.getByLabel('demo is production').check({ force: true });
    await page.getByRole('banner').getByText('Production').waitFor();
    const kept = async () => (await (await fetch(`${product.url}/api/v1/preferences`)).json()).mine;
    await until('the server keeps it', async () => (await kept()).clusters?.demo?.production === true);
    await page.goto(`${product.url}/c/demo/deployments.apps/shop/formed`);
    await page.getByRole('button', { name: 'Actions for formed' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    const proof = dialog.getByRole('textbox', { name: 'This cluster is marked as production. Type formed to go on.' });
    await proof.fill('forme');
    const press = dialog.getByRole('button', { name: 'Delete', exact: true });
    await until('it stays locked', async () => (await press.getAttribute('aria-disabled')) === 'true');
    assert.deepEqual(await axe(page), []);
    await shoot(page, 'production-proof');
    await proof.fill('formed');
    await until('it is free', async () => (await press.getAttribute('aria-disabled')) !== 'true');
    await press.click();
    await until('it goes', async () => {
      const answer = await fetch(`${product.url}/k8s/demo${WEB}`);
      return answer.status === 404 || (await answer.json()).metadata.deletionTimestamp !== undefined;
    });
    assert.deepEqual(seen.errors, []);
    await close();
  });
});
