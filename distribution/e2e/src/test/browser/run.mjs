// Runs the tests of this folder one file after the other and writes one JUnit report for all.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(here, '../../../target');
const only = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs') && (only.length === 0 || only.some((word) => name.includes(word))))
  .sort();
if (files.length === 0) throw new Error('no browser test found');
mkdirSync(join(target, 'browser-reports'), { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    '--test',
    '--test-concurrency=1',
    // a file that hangs is one failure, not the end of the whole run; the limit is for all tests of a file together
    ...(process.env.SOAK === 'true' ? [] : ['--test-timeout=900000']),
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=junit',
    `--test-reporter-destination=${join(target, 'browser-reports/TEST-browser.xml')}`,
    ...files.map((name) => join(here, name)),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
