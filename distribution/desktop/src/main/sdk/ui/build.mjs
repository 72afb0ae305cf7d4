// node build.mjs SDK VERSION: builds the pages with what that Fresnel brings. Maven runs it; packages are fetched once for each Fresnel.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname ?? fileURLToPath(new URL('.', import.meta.url));
const [sdk, version] = process.argv.slice(2);
const mark = join(here, 'node_modules/.fresnel');
const run = (program, ...words) => {
  const done = spawnSync(program, words, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (done.error) console.error(`${program} cannot be run (${done.error.message}): pages are built with Node.js 20.20 or later and its npm`);
  if (done.status !== 0) process.exit(done.status ?? 1);
};

if (!existsSync(mark) || readFileSync(mark, 'utf8') !== version) {
  const packages = ['sdk', 'ui'].map((name) => fileURLToPath(`${sdk}/npm/fresnel-${name}.tgz`));
  run('npm', 'install', '--no-save', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages);
  writeFileSync(mark, version);
}
run(process.execPath, join(here, 'node_modules/typescript/bin/tsc'), '-p', here);
run(process.execPath, join(here, 'node_modules/vite/bin/vite.js'), 'build', '--configLoader', 'native', '--logLevel', 'warn');
