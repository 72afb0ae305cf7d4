// The product below a path, behind a reverse proxy that people reach by another name.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { openBrowser, openPage, withoutChromium } from './browser.mjs';
import { demoAnswers, startProduct } from './product.mjs';

/** A reverse proxy as a site has it: same path, own Host, WebSocket passed on. */
async function reverseProxy(port, { webSockets = true } = {}) {
  const proxy = createServer((request, response) => {
    const upstream = httpRequest({ host: '127.0.0.1', port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  proxy.on('upgrade', (request, socket, head) => {
    if (!webSockets) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n`);
      for (let i = 0; i < request.rawHeaders.length; i += 2) upstream.write(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}\r\n`);
      upstream.write('\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

describe('--base-path /x behind a reverse proxy', { skip: withoutChromium() }, () => {
  let product;
  let proxy;
  let browser;
  before(async () => {
    product = await startProduct({ args: ['--demo', '--base-path', '/x', '--allowed-host', 'fresnel.localhost'] });
    await demoAnswers(product);
    proxy = await reverseProxy(product.port);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    proxy?.close();
    proxy?.closeAllConnections();
    await product?.stop();
  });

  test('nothing answers outside the base path but health', async () => {
    assert.equal((await fetch(`http://127.0.0.1:${product.port}/api/v1/clusters`)).status, 404);
    assert.equal((await fetch(`${product.url}/api/v1/clusters`)).status, 200);
  });

  test('the pods list is live, below the path and under the outer name', async () => {
    const { page, seen, close } = await openPage(browser);
    await page.goto(`http://fresnel.localhost:${proxy.address().port}/x/c/demo/pods`);
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.failed, []);
    await page.reload();
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    assert.ok(new URL(page.url()).pathname.startsWith('/x/c/demo/pods'), page.url());
    await close();
  });

  test('where the proxy lets no WebSocket pass, the list is live all the same', async () => {
    const narrow = await reverseProxy(product.port, { webSockets: false });
    const { page, seen, close } = await openPage(browser);
    try {
      await page.goto(`http://fresnel.localhost:${narrow.address().port}/x/c/demo/configmaps?ns=default`);
      await page.getByRole('grid').getByRole('row').nth(1).waitFor();
      const created = await fetch(`${product.url}/k8s/demo/api/v1/namespaces/default/configmaps`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'by-events' } }),
      });
      assert.equal(created.status, 201);
      await page
        .getByRole('grid')
        .getByText('by-events')
        .waitFor({ timeout: process.env.FRESNEL_BUDGETS ? 5_000 : 25_000 });
      assert.deepEqual(
        seen.failed.filter((line) => !line.includes('/api/v1/live')),
        [],
      );
    } finally {
      await close();
      narrow.close();
      narrow.closeAllConnections();
    }
  });
});
