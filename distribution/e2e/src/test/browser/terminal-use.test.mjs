// What people do in terminals beside typing: paste, copy, look for something, carry files in and out, work with fingers, in two windows, without a shell.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { axe, openBrowser, openPage, withoutChromium } from './browser.mjs';
import { pod, startKubelet } from './kubelet.mjs';
import { startProduct, until } from './product.mjs';

const ref = (name) => ({ cluster: 'fake', resource: 'pods', namespace: 'shop', name });

describe('in a terminal', { skip: withoutChromium() }, () => {
  let kubelet;
  let product;
  let browser;
  const folder = mkdtempSync(join(tmpdir(), 'fresnel-use-'));
  before(async () => {
    kubelet = await startKubelet({ pods: [pod('web'), pod('bare')] });
    writeFileSync(join(folder, 'kubeconfig'), kubelet.kubeconfig);
    product = await startProduct({ kubeconfig: join(folder, 'kubeconfig'), plugins: ['resources', 'terminal'] });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
    kubelet?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  async function open(panel, { pod = 'web', session, ...options } = {}) {
    const opened = await openPage(browser, options);
    const { page } = opened;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const params = { objects: [ref(pod)], ...(session ? { session, container: 'app' } : {}) };
    await page.addInitScript(
      ([id, title, given]) => {
        if (sessionStorage.getItem('fresnel.panels')) return;
        const panels = [{ panel: id, title, params: given, side: 0, current: true }];
        sessionStorage.setItem('fresnel.panels', JSON.stringify({ panels, form: 'docked', height: 420 }));
      },
      [panel, pod, params],
    );
    await page.goto(`${product.url}/c/fake/pods`);
    return opened;
  }

  const input = (page) => page.locator('.xterm-helper-textarea');
  const inShell = (page) => page.evaluate(() => document.activeElement?.matches('.xterm-helper-textarea') === true);
  const drawn = async (page) => (await page.locator('.xterm-rows').textContent()).replaceAll('\u00a0', ' ');
  const shows = (page, what) => until(`the terminal shows ${what}`, async () => (await drawn(page)).includes(what));
  const clip = (page, text) => page.evaluate((given) => navigator.clipboard.writeText(given), text);

  test('lines that would be run one by one are asked about; nothing but text is pasted', async () => {
    const { page, close } = await open('terminal/shell');
    await page.getByText('Connected to app').waitFor();
    await input(page).focus();
    await clip(page, 'echo first-$((40+2))\necho second-$((40+3))\n');
    await page.keyboard.press('Control+Shift+V');
    const question = page.getByRole('dialog', { name: 'Paste 2 lines?' });
    await question.getByText('echo second-').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await until('the shell has the focus', () => inShell(page));
    await page.keyboard.type('echo nothing-$((1+1))\n');
    await shows(page, 'nothing-2');
    assert.ok(!(await drawn(page)).includes('first-42'), 'what was not confirmed was not run');

    await page.getByRole('button', { name: 'Paste', exact: true }).click();
    await question.getByRole('button', { name: 'Paste', exact: true }).click();
    await shows(page, 'second-43');

    // the brackets that a shell asks for stay around the text, whatever is in it
    await page.keyboard.type(`printf '\\033[?2004hasks-%s\\n' now; cat -v\n`);
    await shows(page, 'asks-now');
    await clip(page, 'one\ntwo\u001b[201~three\n');
    await page.keyboard.press('Control+Shift+V');
    await shows(page, 'two[201~three');
    assert.ok((await drawn(page)).includes('^[[200~one'));
    await page.getByRole('button', { name: 'End the program' }).click();
    await close();
  });

  test('everything can be copied, or what is selected; what is found is counted and marked, and Escape leads back', async () => {
    const { page, close } = await open('terminal/shell');
    await page.getByText('Connected to app').waitFor();
    await input(page).focus();
    await page.keyboard.type('for i in 1 2 3; do echo "needle $i 日本 👩‍🚀 e\u0301"; done; echo NEEDLE-end\n');
    await shows(page, 'NEEDLE-end');
    await page.getByRole('button', { name: 'Copy all that is here' }).click();
    await page.getByText('Copied.').waitFor();
    const all = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(all, /needle 1 日本 👩‍🚀 e\u0301\n +needle 2 /);
    assert.match(all, /NEEDLE-end\n$/);

    await page.keyboard.press('Control+Shift+F');
    const find = page.getByRole('search').getByRole('textbox', { name: 'Find in the terminal' });
    await find.fill('needle');
    await page.getByRole('search').getByText('4 of 4').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('search').getByText('3 of 4').waitFor();
    await page.getByRole('button', { name: 'Copy the selection' }).waitFor();
    await page.getByRole('button', { name: 'Match case' }).click();
    await page.getByRole('search').getByText('of 3').waitFor();
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await find.fill('needle [12]');
    await page.getByRole('search').getByText('of 2').waitFor();
    assert.deepEqual(await axe(page), []);
    await find.fill('needle [');
    await page.getByText('Nothing found').waitFor();
    await find.press('Escape');
    await until('the shell has the focus', () => inShell(page));
    await page.getByRole('button', { name: 'End the program' }).click();
    await close();
  });

  test('the last column is as far from the edge as letters are', async () => {
    const { page, close } = await open('terminal/shell', { width: 1024, height: 768 });
    await page.getByText('Connected to app').waitFor();
    const edges = await page.evaluate(() => {
      const drawn = document.querySelector('.xterm-screen').getBoundingClientRect();
      const panel = document.querySelector('[role=tabpanel]:not([hidden])').getBoundingClientRect();
      return { right: panel.right - drawn.right, bottom: panel.bottom - drawn.bottom };
    });
    assert.ok(edges.right >= 4 && edges.bottom >= 4, JSON.stringify(edges));
    await page.getByRole('button', { name: 'End the program' }).click();
    await close();
  });

  test('where there is no shell, a debug container is offered', async () => {
    const { page, close } = await open('terminal/shell', { pod: 'bare' });
    await page.getByText('There is no shell in app.').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Debug…' }).click();
    await page.getByRole('tab', { name: 'Debug bare', selected: true }).waitFor();
    await close();
  });

  test('who has the same shell in two windows has it in the last one, and can take it back', async () => {
    const first = await open('terminal/shell');
    await first.page.getByText('Connected to app').waitFor();
    await input(first.page).focus();
    await first.page.keyboard.type('kept=yes\n');
    const session = await until('the session is kept', () =>
      first.page.evaluate(() => JSON.parse(sessionStorage.getItem('fresnel.panels')).panels[0].params.session),
    );
    const second = await open('terminal/shell', { session });
    await first.page.getByText('It goes on in another window.').waitFor();
    await input(second.page).focus();
    await second.page.keyboard.type('echo "second-$kept"\n');
    await shows(second.page, 'second-yes');
    await first.page.getByRole('button', { name: 'Continue here' }).click();
    await first.page.getByText('Connected to app').waitFor();
    await shows(first.page, 'second-yes');
    await second.page.getByText('It goes on in another window.').waitFor();
    await input(first.page).focus();
    await first.page.keyboard.type('echo "back-$kept"\n');
    await shows(first.page, 'back-yes');
    await first.page.getByRole('button', { name: 'End the program' }).click();
    await first.close();
    await second.close();
  });

  test('files and folders go in, with strange names and nothing in them; what is not there is said', async () => {
    const inside = join(folder, 'inside');
    mkdirSync(inside);
    const from = join(folder, 'from');
    mkdirSync(join(from, 'site/img'), { recursive: true });
    const strange = "-rf 日本 'a' $(x) 👍.txt";
    writeFileSync(join(from, 'empty'), '');
    writeFileSync(join(from, strange), 'content');
    writeFileSync(join(from, 'site/index.html'), '<p>');
    writeFileSync(join(from, 'site/img/logo.svg'), '<svg/>');
    const { page, close } = await open('terminal/shell');
    await page.getByText('Connected to app').waitFor();
    await page.getByRole('button', { name: 'Files' }).click();
    const dialog = page.getByRole('dialog', { name: 'Files of app' });
    await dialog.getByRole('textbox', { name: 'Into the folder' }).fill(inside);
    await dialog
      .locator('input[type=file]')
      .first()
      .setInputFiles([join(from, 'empty'), join(from, strange)]);
    await dialog.getByText('empty is there').waitFor();
    await dialog.getByText(`${strange} is there`).waitFor();
    assert.equal(readFileSync(join(inside, 'empty'), 'utf8'), '');
    assert.equal(readFileSync(join(inside, strange), 'utf8'), 'content');
    await dialog.locator('input[type=file]').last().setInputFiles(join(from, 'site'));
    await dialog.getByText('site/img/logo.svg is there').waitFor();
    await dialog.getByText('site/index.html is there').waitFor();
    assert.equal(readFileSync(join(inside, 'site/img/logo.svg'), 'utf8'), '<svg/>');
    assert.deepEqual(await axe(page), []);

    await dialog.getByRole('textbox', { name: 'Into the folder' }).fill(join(inside, 'nowhere'));
    await dialog.locator('input[type=file]').first().setInputFiles(join(from, 'empty'));
    await dialog.getByText('empty was not copied.').waitFor();
    await dialog
      .getByText(/No such file or directory/)
      .first()
      .waitFor();

    const path = dialog.getByRole('textbox', { name: 'File or folder in the container' });
    await path.fill(join(inside, 'no-such-file'));
    await path.press('Enter');
    await dialog.getByText('It cannot be downloaded.').waitFor();
    for (const [name, content] of [
      ['empty', ''],
      [strange, 'content'],
    ]) {
      await path.fill(join(inside, name));
      const [download] = await Promise.all([page.waitForEvent('download'), path.press('Enter')]);
      assert.equal(readFileSync(await download.path(), 'utf8'), content);
    }
    assert.ok(existsSync(inside));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'End the program' }).click();
    await close();
  });

  test('fingers have the keys that their keyboards lack', async () => {
    const { page, close } = await open('terminal/shell', { width: 390, height: 844, touch: true });
    await page.getByText('Connected to app').waitFor();
    await input(page).focus();
    await page.keyboard.type('cat -v\n');
    const keys = page.getByRole('group', { name: 'Further keys' });
    await keys.getByRole('button', { name: 'Up' }).tap();
    await keys.getByRole('button', { name: 'Esc' }).tap();
    await keys.getByRole('button', { name: 'Ctrl' }).tap();
    await page.keyboard.type('ge\n');
    await shows(page, '^[[A^[^Ge');
    assert.equal(await inShell(page), true, 'the keyboard on the screen stays');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'End the program' }).click();
    await close();
  });

  test('who attaches is told what to expect, sees what is typed and lines that begin at the edge', async () => {
    const { page, close } = await open('terminal/attach');
    await page.getByText('Attached to app. What it wrote before is in its logs').waitFor();
    await input(page).focus();
    await page.keyboard.type('hellox');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    const rows = (count) =>
      page
        .locator('.xterm-rows > div')
        .allTextContents()
        .then((all) =>
          all
            .slice(0, count)
            .map((text) => text.replaceAll('\u00a0', ' ').trimEnd())
            .join('|'),
        );
    await until('what was typed and what came', async () => (await rows(2)) === 'hello|hello');
    await page.keyboard.type('again\n');
    await until('the next begin at the edge, too', async () => (await rows(4)) === 'hello|hello|again|again');
    await close();
  });
});
