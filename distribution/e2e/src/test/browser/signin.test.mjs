// Signing in with a pasted token: wrong ones are named, the right one opens the page and stays nowhere in it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, sideways, withoutChromium } from './browser.mjs';
import { startProduct } from './product.mjs';

const TOKEN = 'ann-token-7b1f';

/** An API server that knows one token. */
function cluster() {
  const known = new Set([TOKEN]);
  const server = createServer((request, response) => {
    const say = (status, body) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    request.resume();
    request.on('end', () => {
      if (request.url === '/version') return say(200, { gitVersion: 'v1.36.1' });
      if (!known.has(String(request.headers.authorization).replace('Bearer ', ''))) return say(401, { kind: 'Status', status: 'Failure', code: 401 });
      if (request.url.endsWith('/selfsubjectreviews')) return say(201, { status: { userInfo: { username: 'ann', groups: ['people'] } } });
      if (request.url.endsWith('/selfsubjectaccessreviews')) return say(201, { status: { allowed: false } });
      return say(403, { kind: 'Status', status: 'Failure', code: 403, message: 'forbidden' });
    });
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ server, known, port: server.address().port })));
}

describe('signing in with a pasted token', { skip: withoutChromium() }, () => {
  let api;
  let product;
  let browser;

  before(async () => {
    api = await cluster();
    const kubeconfig = join(tmpdir(), `fresnel-signin-${process.pid}`);
    writeFileSync(
      kubeconfig,
      `apiVersion: v1
kind: Config
current-context: c
clusters: [{name: c, cluster: {server: "http://127.0.0.1:${api.port}"}}]
users: [{name: nobody, user: {}}]
contexts: [{name: c, context: {cluster: c, user: nobody}}]
`,
    );
    product = await startProduct({ kubeconfig, localKey: true });
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    api?.server.close();
  });

  const me = (page) => page.evaluate(async () => (await fetch('/api/v1/me')).status);

  test('a wrong token is refused in words; the right one opens the page; signing out ends it for a kept cookie too', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(product.url);
    const field = page.locator('input[type=password]');
    await field.waitFor();
    for (const [theme, width] of [
      ['light', 1440],
      ['dark', 1024],
      ['light', 390],
      ['dark', 390],
    ]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 844 });
      assert.deepEqual(await axe(page), [], `${theme} ${width}`);
      assert.equal(await sideways(page), 0, `${width} px scrolls sideways`);
    }
    assert.equal(await me(page), 401);

    await field.fill('some-other-token');
    await field.press('Enter');
    await page.getByText('The cluster does not accept this token').waitFor();
    await field.fill('not a token');
    await field.press('Enter');
    await page.getByText('This is not a token').waitFor(); // while an answer is awaited, no other token is asked about
    assert.equal(await me(page), 401);

    await field.fill(TOKEN);
    await field.press('Enter');
    await field.waitFor({ state: 'detached' });
    assert.equal(await me(page), 200);
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
    assert.ok(!kept.includes(TOKEN), kept);
    const entered = await page.context().cookies();
    assert.ok(entered.length > 0);
    for (const cookie of entered) {
      assert.ok(cookie.httpOnly, cookie.name);
      assert.ok(!cookie.value.includes(TOKEN), cookie.name);
    }

    await page.reload();
    assert.equal(await me(page), 200);
    await page.evaluate(() => fetch('/auth/logout', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }));
    await page.reload();
    await field.waitFor();
    assert.equal(await me(page), 401);

    await page.context().addCookies(entered);
    await page.reload();
    await page.getByText('You have signed out.').waitFor();
    assert.equal(await me(page), 401);
    await close();
  });
});
