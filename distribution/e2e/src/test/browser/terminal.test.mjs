// Terminals and port-forwards in a real browser, with programs of this machine behind a kubelet of the test's own.
import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { startKubelet } from './kubelet.mjs';
import { startProduct, until } from './product.mjs';

const CUT = process.env.SOAK ? 20_000 : 2_000;
const REF = { cluster: 'fake', resource: 'pods', namespace: 'shop', name: 'web' };

describe('the terminal', { skip: withoutChromium() }, () => {
  let kubelet;
  let product;
  let browser;
  let web;
  let cookies;
  const folder = mkdtempSync(join(tmpdir(), 'fresnel-terminal-'));
  const asked = [];
  before(async () => {
    web = createServer((request, response) => {
      asked.push(request.headers);
      response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'theirs=1' }).end('<h1>in the cluster</h1>');
    });
    await new Promise((done) => web.listen(0, '127.0.0.1', done));
    kubelet = await startKubelet({ ports: { 8080: web.address().port } });
    writeFileSync(join(folder, 'kubeconfig'), kubelet.kubeconfig);
    product = await startProduct({ kubeconfig: join(folder, 'kubeconfig'), plugins: ['resources', 'terminal'], localKey: true });
    browser = await openBrowser();
    const { page, close } = await openPage(browser);
    await page.goto(product.log().match(/http\S+#key=\S+/)[0]);
    cookies = await until('the key has become a session', async () => {
      const all = await page.context().cookies();
      return all.length > 0 && all;
    });
    await close();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
    kubelet?.stop();
    web?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  /** The page with one panel open, and what it draws. */
  async function open(panel, options) {
    const opened = await openPage(browser, options);
    const { page } = opened;
    await page.context().addCookies(cookies);
    await page.addInitScript(() => {
      const Real = window.WebSocket;
      window.sockets = [];
      window.WebSocket = class extends Real {
        constructor(...given) {
          super(...given);
          window.sockets.push(this);
        }
      };
    });
    // before anything of the page runs, so that nothing of the page is written over it; a page that is loaded again has its own
    await page.addInitScript(
      ([id, ref]) => {
        if (sessionStorage.getItem('fresnel.panels')) return;
        const panels = [{ panel: id, title: 'web', params: { objects: [ref] }, side: 0, current: true }];
        sessionStorage.setItem('fresnel.panels', JSON.stringify({ panels, form: 'docked', height: 420 }));
      },
      [panel, REF],
    );
    await page.goto(`${product.url}/c/fake/pods`);
    return opened;
  }

  /** The terminal's screen lies over its rows, so a word is pressed where it is drawn; a row that is drawn anew has no place for a moment. */
  async function press(page, word) {
    const { x, y, width, height } = await until('the word has a place', () => word.boundingBox());
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.move(x + width / 2 + 1, y + height / 2);
    await page.mouse.click(x + width / 2 + 1, y + height / 2);
  }

  const drawn = (page) => page.locator('.xterm-rows').textContent();
  const shows = (page, what) => until(`the terminal shows ${what}`, async () => (await drawn(page)).replaceAll('\u00a0', ' ').includes(what));

  test('a shell, what a hostile program writes, a cut connection, a reload, a plugin that leaves and comes back', async () => {
    const { page, seen, close } = await open('terminal/shell');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByText('Connected to app').waitFor();
    await page.evaluate(() => navigator.clipboard.writeText('untouched'));
    const input = page.locator('.xterm-helper-textarea');
    await input.focus();
    await page.keyboard.type('kept=42; echo "one-$kept" 日本語\n');
    await shows(page, 'one-42 日本語');

    // check 37: links, clipboard, titles, directions, colours
    await page.keyboard.type(
      `printf '\\033]8;;https://example.org/real\\033\\\\a-link\\033]8;;\\033\\\\ \\033]8;;javascript:alert(1)\\033\\\\bad-link\\033]8;;\\033\\\\ \\033]52;c;aGFja2Vk\\007\\033]2;evil\\342\\200\\256title\\007\\033[38;2;1;200;3mcoloured\\033[0m\\n'\n`,
    );
    await shows(page, 'coloured');
    await page.getByRole('tab', { name: 'web: eviltitle' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'untouched');
    const word = (what) => page.locator('.xterm-rows span', { hasText: what }).last();
    await press(page, word('bad-link'));
    assert.equal(await page.getByRole('dialog').count(), 0);
    // what lies under the pointer is known a moment after it has come there
    const asking = page.getByRole('dialog').getByText('https://example.org/real');
    await until('it asks', async () => {
      if (!(await asking.isVisible())) await press(page, word('a-link'));
      return asking.waitFor({ timeout: 2_000 }).then(() => true);
    });
    await page.getByRole('button', { name: 'Cancel' }).click();

    // the connection is away for a while: the same shell, and nothing is lost
    await input.focus();
    await page.keyboard.type('i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo "tick-$i"; sleep 0.05; done\n');
    await shows(page, 'tick-3');
    await page.route('**/api/v1/live/ticket', (route) => route.abort());
    await page.evaluate(() => window.sockets.forEach((socket) => void socket.close()));
    await page.getByText('The connection is lost. The shell is kept for 30 s.').waitFor();
    await new Promise((done) => setTimeout(done, CUT));
    await page.unroute('**/api/v1/live/ticket');
    await shows(page, 'tick-40');
    await page.keyboard.type('echo "still-$kept"\n');
    await shows(page, 'still-42');
    assert.equal(kubelet.programs.size, 1);

    // the page is loaded again
    await page.reload();
    await page.getByText('Connected to app').waitFor();
    await shows(page, 'still-42');
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.type('echo "reloaded-$kept"\n');
    await shows(page, 'reloaded-42');

    // the plugin leaves and comes back
    renameSync(join(product.pluginsDir, 'terminal.jar'), join(folder, 'terminal.jar'));
    await page.getByText('Terminal is not running').waitFor();
    renameSync(join(folder, 'terminal.jar'), join(product.pluginsDir, 'terminal.jar'));
    await page.getByText('Connected to app').waitFor();
    await until('the shell has the focus again', () => page.evaluate(() => document.activeElement?.matches('.xterm-helper-textarea')));
    await page.keyboard.type('echo "back-$kept"\n');
    await shows(page, 'back-42');

    // keys lead in and out, and axe finds nothing
    await page.keyboard.press('F6');
    await until('the keys go to the bar', () => page.evaluate(() => document.activeElement?.closest('[role="toolbar"]') !== null));
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'End the program' }).click();
    await until('the program has ended', () => [...kubelet.programs].every((one) => one.exitCode !== null || one.signalCode !== null));
    assert.deepEqual(
      seen.errors.filter((text) => /Content Security Policy|TrustedHTML|Uncaught/.test(text)),
      [],
    );
    await close();
  });

  test('who opens a shell or turns to one types into it at once; a page loaded again takes no focus', async () => {
    const { page, close } = await openPage(browser);
    await page.context().addCookies(cookies);
    await page.goto(`${product.url}/c/fake/pods/shop/web`);
    const inShell = () => page.evaluate(() => document.activeElement?.matches('.xterm-helper-textarea') === true);
    await page.getByRole('main').getByRole('button', { name: 'Terminal', exact: true }).click();
    await until('the shell has the focus', inShell);
    await page.keyboard.type('echo "first-$((40+2))"\n');
    await shows(page, 'first-42');

    // another one beside it; by arrow keys nobody is led away from the tabs
    await page.getByRole('button', { name: 'Another terminal beside it' }).click();
    const tabs = page.getByRole('region', { name: 'Activity panel' }).getByRole('tab');
    await until('there are two', async () => (await tabs.count()) === 2);
    await until('the other has the focus', inShell);
    await tabs.last().press('ArrowLeft');
    await until('the first is shown', async () => (await tabs.first().getAttribute('aria-selected')) === 'true');
    await until('its tab has the focus', () => tabs.first().evaluate((tab) => document.activeElement === tab));
    await tabs.first().press('Enter');
    await until('the first has the focus', inShell);

    await page.reload();
    await page.getByText('Connected to app').first().waitFor();
    assert.equal(await inShell(), false);
    await close();
  });

  test('a forward opens at a host that gets no cookie of ours', async () => {
    const { page, close } = await open('terminal/forward');
    await page.getByRole('button', { name: 'Forward', exact: true }).click();
    const link = page.getByRole('link', { name: /^http:\/\/localhost:/ });
    await link.waitFor();
    const ours = (await page.context().cookies()).map((cookie) => cookie.name);
    assert.ok(ours.length > 0, 'the page has a cookie that could leak');
    const [other] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await other.getByText('in the cluster').waitFor();
    assert.ok(asked.length > 0);
    for (const headers of asked) {
      for (const name of ours) assert.ok(!(headers.cookie ?? '').includes(name), `${name} arrived in the cluster`);
      assert.equal(headers.authorization, undefined);
    }
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Remove' }).click();
    await link.waitFor({ state: 'detached' });
    await close();
  });

  for (const [theme, width] of [
    ['dark', 1440],
    ['light', 390],
    ['dark', 390],
  ]) {
    test(`axe finds nothing, ${theme}, ${width} wide`, async () => {
      const { page, close } = await open('terminal/shell', { theme, width });
      await page.getByText('Connected to app').waitFor();
      assert.deepEqual(await axe(page), []);
      await page.getByRole('button', { name: 'End the program' }).click();
      await close();
    });
  }
});
