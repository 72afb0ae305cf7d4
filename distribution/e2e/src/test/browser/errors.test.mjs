// Bad input gets a clear answer, and everything else keeps working.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { variant } from './bundles.mjs';
import { demoAnswers, layout, startProduct, until } from './product.mjs';

const kubeconfig = `apiVersion: v1
kind: Config
current-context: off
clusters: [{name: off, cluster: {server: "http://127.0.0.1:9"}}, {name: broken, cluster: {server: "https://127.0.0.1:1", certificate-authority: /no/such/ca.crt}}]
users: [{name: me, user: {token: t}}]
contexts: [{name: off, context: {cluster: off, user: me}}, {name: broken, context: {cluster: broken, user: me}}, {name: nowhere, context: {cluster: gone, user: me}}]
`;

/** A request with headers that fetch would not let through. */
function raw(product, { method = 'GET', path = '/', headers = {} } = {}) {
  return new Promise((done, fail) => {
    const request = httpRequest({ host: '127.0.0.1', port: product.port, method, path, headers }, (response) => {
      let body = '';
      response.on('data', (bytes) => (body += bytes));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body }));
    });
    request.once('error', fail);
    request.end();
  });
}

async function runs(args) {
  const child = spawn(join(layout, 'bin/fresnel'), args.map(String), { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes) => (out += bytes));
  child.stderr.on('data', (bytes) => (err += bytes));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('what a wrong call says', () => {
  test('an unknown flag: one line, exit 2', async () => {
    const { code, err } = await runs(['--prot', 1]);
    assert.equal(code, 2);
    assert.match(err, /--prot/);
    assert.equal(err.trim().split('\n').length, 1, err);
  });

  test('--help names every flag of the interfaces page, --version the version', async () => {
    const { code, out } = await runs(['--help']);
    assert.equal(code, 0);
    for (const flag of [
      '--port',
      '--host',
      '--kubeconfig',
      '--demo',
      '--in-cluster',
      '--base-path',
      '--plugins-dir',
      '--data-dir',
      '--no-watch-plugins',
      '--no-local-key',
      '--open',
      '--read-only',
      '--tls-port',
      '--tls-cert',
      '--tls-key',
      '--allowed-host',
      '--proxy-origin',
      '--log-format',
      '--config',
    ])
      assert.ok(out.includes(flag), `${flag} is missing in:\n${out}`);
    assert.match((await runs(['--version'])).out, /\d+\.\d+\.\d+/);
  });

  test('a taken port: says so and names the flag', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const folder = mkdtempSync(join(tmpdir(), 'fresnel-taken-'));
    const { code, err } = await runs(['--port', holder.address().port, '--data-dir', folder]);
    holder.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    assert.equal(code, 2);
    assert.match(err, /--port/);
  });
});

describe('a server with trouble around it', () => {
  let product;
  before(async () => {
    product = await startProduct({ args: ['--demo'] });
    await demoAnswers(product);
  });
  after(() => product?.stop());

  test('an unknown API route is a problem with its code', async () => {
    const answer = await fetch(`${product.url}/api/v1/nothing-here`);
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get('content-type'), /application\/problem\+json/);
    assert.equal((await answer.json()).code, 'ROUTE_UNKNOWN');
  });

  test('a foreign Host is misdirected', async () => {
    for (const host of ['evil.test', 'evil.test:8080', 'localhost.evil.test', '127.0.0.1.evil.test'])
      assert.equal((await raw(product, { path: '/api/v1/clusters', headers: { host } })).status, 421, host);
    for (const host of [`LOCALHOST:${product.port}`, `127.0.0.1:${product.port}`, `[::1]:${product.port}`, `localhost.:${product.port}`])
      assert.equal((await raw(product, { path: '/api/v1/clusters', headers: { host } })).status, 200, host);
  });

  test('a foreign Origin changes nothing and reads nothing', async () => {
    const host = `127.0.0.1:${product.port}`;
    for (const headers of [
      { host, origin: 'https://evil.test' },
      { host, origin: 'null' },
      { host, 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await raw(product, { method: 'POST', path: '/api/v1/live/ticket', headers });
      assert.equal(answer.status, 403, JSON.stringify(headers));
    }
    const deletion = await raw(product, { method: 'DELETE', path: '/k8s/demo/api/v1/namespaces/shop', headers: { host, origin: 'https://evil.test' } });
    assert.equal(deletion.status, 403);
    assert.equal((await fetch(`${product.url}/k8s/demo/api/v1/namespaces/shop`)).status, 200);
  });

  test('every page forbids frames and unknown scripts', async () => {
    const answer = await fetch(`${product.url}/`);
    const policy = answer.headers.get('content-security-policy');
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'"])
      assert.ok(policy.includes(part), policy);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  });

  test('no path redirects elsewhere', async () => {
    for (const path of [
      '/?next=//evil.test',
      '//evil.test',
      '/%2f%2fevil.test',
      '/\\evil.test',
      '/auth/login?next=javascript:alert(1)',
      '/%0d%0aLocation:%20http://evil.test',
    ]) {
      const { status, headers } = await raw(product, { path });
      if (status >= 300 && status < 400) assert.match(headers.location, /^\/(?![/\\])/, path);
      assert.equal(headers.location?.includes('evil'), headers.location === undefined ? undefined : false, path);
    }
  });

  test('a file that is no jar and a bundle whose start fails are refused with reasons, and nothing else stops', async () => {
    const jar = join(layout, 'plugins/resources.jar');
    writeFileSync(join(product.pluginsDir, 'junk.jar'), 'this is no archive');
    const broken = variant(jar, {
      'META-INF/MANIFEST.MF': (text) =>
        text
          .replace(/fresnel\.plugin="?resources"?/, 'fresnel.plugin=needy')
          .replace(/Bundle-SymbolicName: [^\r\n]+/, 'Bundle-SymbolicName: dev.fresnel.needy')
          .replace(/(Import-Package: )/, '$1dev.fresnel.api.nothere;version="[9,10)",'),
    });
    copyFileSync(broken.path, join(product.pluginsDir, 'needy.jar'));
    broken.remove();
    const refused = await until('both are refused', async () => {
      const { plugins } = await (await fetch(`${product.url}/api/v1/plugins`)).json();
      const out = plugins.filter((plugin) => plugin.state === 'REFUSED');
      return out.length >= 2 && out;
    });
    const reasons = refused.flatMap((plugin) => plugin.reasons).join('\n');
    assert.match(reasons, /junk\.jar|no jar|not a jar|zip/i);
    assert.match(reasons, /dev\.fresnel\.api\.nothere/);
    assert.equal((await fetch(`${product.url}/k8s/demo/api/v1/namespaces`)).status, 200);
    assert.equal((await fetch(`${product.url}/readyz`)).status, 200);
    rmSync(join(product.pluginsDir, 'junk.jar'));
    rmSync(join(product.pluginsDir, 'needy.jar'));
    await until('the reasons leave with the files', async () => {
      const { plugins } = await (await fetch(`${product.url}/api/v1/plugins`)).json();
      return plugins.every((plugin) => plugin.state !== 'REFUSED');
    });
  });

  test('a kubeconfig with dead and broken contexts costs only those', async () => {
    const file = join(product.home, 'kubeconfig');
    writeFileSync(file, kubeconfig);
    const other = await startProduct({ kubeconfig: file, args: ['--demo'] });
    try {
      const clusters = async () => (await (await fetch(`${other.url}/api/v1/clusters`)).json()).clusters;
      const known = (id) => until(`${id} is known`, async () => (await clusters()).find((cluster) => cluster.id === id));
      const kinds = (id) => fetch(`${other.url}/api/v1/clusters/${id}/kinds`);
      // the file is read, and plugins are asked for theirs, while the platform answers already
      for (const id of ['demo', 'off', 'broken', 'nowhere']) await known(id);
      // a cold demo cluster plays its past before it answers
      await until('demo answers', async () => (await kinds('demo')).status === 200);
      const off = await kinds('off');
      assert.equal(off.status, 503);
      assert.match((await off.json()).detail, /connect|refused/i);
      // first asked, then remembered
      for (let turn = 0; turn < 2; turn++) assert.equal((await kinds('broken')).status, 503);
      assert.equal((await kinds('nowhere')).status, 503);
      const broken = await known('broken');
      assert.equal(broken.state, 'broken');
      assert.match(broken.detail, /ca\.crt/);
      writeFileSync(file, kubeconfig.replaceAll('name: off', 'name: renamed').replaceAll('cluster: off', 'cluster: renamed'));
      await known('renamed');
      writeFileSync(file, 'this: [is no kubeconfig');
      await until('the file is said to be unreadable', async () => (await clusters()).some(({ state, name }) => state === 'broken' && name === file));
      await until('demo answers still', async () => (await kinds('demo')).status === 200);
    } finally {
      await other.stop();
    }
  });

  test('SIGTERM ends it within five seconds', async () => {
    const other = await startProduct({ args: ['--demo'] });
    const begin = Date.now();
    process.kill(other.pid, 'SIGTERM');
    await other.exited;
    const took = Date.now() - begin;
    assert.ok(took < (process.env.FRESNEL_BUDGETS ? 5_000 : 20_000), `${took} ms`);
    assert.ok(!existsSync(`/proc/${other.pid}`));
    await other.stop();
  });
});
