// The real kubectl on the demo cluster, through the proxy, without any credential.
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { demoAnswers, startProduct, until } from './product.mjs';

const run = promisify(execFile);
const missing = spawnSync('kubectl', ['version', '--client']).error ? 'no kubectl on this machine' : false;

describe('kubectl --server …/k8s/demo', { skip: missing }, () => {
  let product;
  const kubectl = async (...args) =>
    (
      await run('kubectl', ['--server', `${product.url}/k8s/demo`, '--cache-dir', join(product.home, 'cache'), ...args], {
        env: { ...process.env, KUBECONFIG: join(product.home, 'none'), HOME: product.home },
        maxBuffer: 64e6,
      })
    ).stdout;
  before(async () => {
    product = await startProduct({ args: ['--demo'] });
    await demoAnswers(product);
  });
  after(() => product?.stop());

  test('get: words, wide, yaml, selectors, all namespaces', async () => {
    assert.match(await kubectl('get', 'pods', '-A'), /NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE/);
    assert.match(await kubectl('get', 'pods', '-A', '-o', 'wide'), /NOMINATED NODE/);
    assert.match(await kubectl('get', 'deployments', '-n', 'shop', '-o', 'yaml'), /kind: List/);
    const all = (await kubectl('get', 'pods', '-A', '--no-headers')).trim().split('\n').length;
    const some = (await kubectl('get', 'pods', '-A', '-l', 'app', '--field-selector', 'status.phase=Running', '--no-headers')).trim().split('\n').length;
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
  });

  test('describe shows events; explain, top, auth can-i answer', async () => {
    const pods = (await kubectl('get', 'pods', '-A', '--no-headers'))
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/));
    const [namespace, name] = pods.find((cells) => /CrashLoopBackOff|ImagePullBackOff/.test(cells[3])) ?? pods[0];
    assert.match(await kubectl('describe', 'pod', '-n', namespace, name), /Events:\n +Type/);
    assert.match(await kubectl('explain', 'pod.spec.containers.image'), /FIELD: image/);
    assert.match(await kubectl('top', 'pods', '-A'), /CPU\(cores\)/);
    assert.match(await kubectl('top', 'nodes'), /MEMORY/);
    assert.match(await kubectl('auth', 'can-i', 'delete', 'pods'), /yes/);
  });

  test('apply, scale, patch, wait, logs, delete', async () => {
    const file = join(product.home, 'web.yaml');
    writeFileSync(
      file,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: e2e, namespace: default}
spec:
  replicas: 1
  selector: {matchLabels: {app: e2e}}
  template: {metadata: {labels: {app: e2e}}, spec: {containers: [{name: web, image: "nginx:1.27"}]}}
`,
    );
    assert.match(await kubectl('apply', '-f', file), /created/);
    assert.match(await kubectl('apply', '-f', file), /unchanged/);
    await kubectl('scale', 'deployment/e2e', '--replicas=3');
    // kubectl wait fails on an object that has no conditions yet
    await until('it is there', () => kubectl('wait', '--for=condition=Available', 'deployment/e2e', '--timeout=240s'));
    await kubectl('patch', 'deployment', 'e2e', '-p', '{"spec":{"template":{"metadata":{"annotations":{"e2e":"1"}}}}}');
    assert.match(await kubectl('rollout', 'status', 'deployment/e2e', '--timeout=240s'), /successfully rolled out/);
    const pod = (await kubectl('get', 'pods', '-l', 'app=e2e', '-o', 'name')).trim().split('\n')[0];
    await until('the pod has logs', async () => (await kubectl('logs', pod)).length > 0, { timeout: 120_000, every: 500 });
    assert.match(await kubectl('delete', 'deployment', 'e2e', '--timeout=240s'), /deleted/);
    await until('its pods are gone', async () => (await kubectl('get', 'pods', '-l', 'app=e2e', '-o', 'name')) === '', { timeout: 120_000, every: 500 });
  });

  test('get -w and logs -f stream, and their end ends the watch upstream', async () => {
    const watch = spawn('kubectl', ['--server', `${product.url}/k8s/demo`, 'get', 'configmaps', '-n', 'default', '-w', '--no-headers'], {
      env: { ...process.env, KUBECONFIG: join(product.home, 'none') },
    });
    let out = '';
    watch.stdout.on('data', (bytes) => (out += bytes));
    await kubectl('create', 'configmap', 'e2e-seen', '--from-literal=a=b');
    await until('the watch tells of it', () => out.includes('e2e-seen'));
    watch.kill('SIGTERM');
    await kubectl('delete', 'configmap', 'e2e-seen');
  });
});
