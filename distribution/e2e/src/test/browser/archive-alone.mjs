// Runs where there is no network: starts an unpacked archive with an empty PATH, installs from a mirrored catalog on disk, looks at its page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser, openPage } from './browser.mjs';
import { startProduct } from './product.mjs';

const [home, site, trust] = process.argv.slice(2);
const env = { PATH: '', JAVA_HOME: '', FRESNEL_JAVA_HOME: '' };
const carried = mkdtempSync(join(tmpdir(), 'fresnel-mirror-'));
const run = (program, ...words) => {
  const done = spawnSync(program, words, { encoding: 'utf8', env: { ...process.env, ...env } });
  assert.equal(done.status, 0, `${words.join(' ')}\n${done.stdout}\n${done.stderr}\n${done.error ?? ''}`);
  return done.stdout;
};

run(
  join(home, 'jre/bin/java'),
  '-cp',
  `${home}/lib/*:${home}/boot/*`,
  'dev.fresnel.catalog.index.tool.Main',
  'mirror',
  '--trust',
  trust,
  site,
  join(carried, 'catalog.zip'),
);
const product = await startProduct({ from: home, plugins: [], trust, args: ['--catalog', join(carried, 'catalog.zip')], env });
const browser = await openBrowser();
try {
  const { page, seen } = await openPage(browser);
  await page.goto(`${product.url}/c/demo/pods`);
  await page.getByRole('banner').waitFor();
  assert.equal(await page.getByRole('row').count(), 0, 'nobody shows lists before there are plugins'); // this trust.json takes nothing unsigned from the folder
  const said = run(
    join(home, 'bin/fresnel'),
    'plugin',
    'install',
    'demo-cluster',
    'resources',
    '--yes',
    '--consent',
    'kube.write *',
    '--data-dir',
    join(product.home, 'data'),
  );
  assert.match(said, /resources/);
  await page.getByRole('row').nth(3).waitFor();
  const rows = await page.getByRole('row').count();
  assert.ok(rows > 3, `${rows} rows`);
  assert.deepEqual(seen.errors, []);
  assert.equal(seen.loads, 1);
  console.log(`${rows} rows: installed from the mirror, pods on screen`);
} finally {
  await browser.close();
  await product.stop();
  rmSync(carried, { recursive: true, force: true });
}
