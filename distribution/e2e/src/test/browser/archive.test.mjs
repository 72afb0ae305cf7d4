// The archives that people download: what is in them, and that the one with a runtime needs nothing else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withoutChromium } from './browser.mjs';
import { root } from './product.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(root, 'distribution/desktop/target');
const shut = ['--unshare-net', '--dev-bind', '/', '/', '--die-with-parent'];
const noSandbox = spawnSync('bwrap', [...shut, 'true']).status === 0 ? false : 'bwrap is not here or may not make a network namespace';

function archive(kind) {
  const name = readdirSync(target).find((file) => file.startsWith('fresnel-') && file.endsWith(`-${kind}.zip`));
  assert.ok(name, `no archive for ${kind} in ${target}`);
  return join(target, name);
}

const unpack = (kind, folder) => {
  const done = spawnSync('unzip', ['-q', archive(kind), '-d', folder], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr || String(done.error));
  return join(folder, readdirSync(folder)[0]);
};

describe('archives', { skip: process.platform === 'linux' && process.arch === 'x64' ? false : 'made on Linux x64 only' }, () => {
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fresnel-archive-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('linux-x64: at most 90 MB, programs may be run, the licence is there', () => {
    assert.ok(statSync(archive('linux-x64')).size <= 90e6, `${statSync(archive('linux-x64')).size} bytes`);
    const home = unpack('linux-x64', join(folder, 'linux'));
    for (const program of ['bin/fresnel', 'jre/bin/java', 'jre/lib/jspawnhelper']) assert.equal(statSync(join(home, program)).mode & 0o777, 0o755, program);
    assert.ok(statSync(join(home, 'LICENSE')).size > 0);
  });

  test('any: both starters, no runtime', () => {
    const home = unpack('any', join(folder, 'any'));
    assert.deepEqual(readdirSync(join(home, 'bin')).sort(), ['fresnel', 'fresnel.bat']);
    assert.ok(!readdirSync(home).includes('jre'));
  });

  test('without Java, network or PATH: a plugin comes from a mirrored catalog, the demo cluster is on screen', { skip: noSandbox || withoutChromium() }, () => {
    const home = unpack('linux-x64', join(folder, 'alone'));
    const done = spawnSync('bwrap', [...shut, process.execPath, join(here, 'archive-alone.mjs'), home, join(target, 'catalog'), join(target, 'trust.json')], {
      encoding: 'utf8',
      timeout: 400_000,
    });
    assert.equal(done.status, 0, `${done.stdout}\n${done.stderr}`);
    assert.match(done.stdout, /installed from the mirror, pods on screen/);
  });
});
