#!/usr/bin/env node
// Formats, types and unit tests of all pages; the tests' report lies where Maven's reports lie.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const reports = join(root, 'bundles/ui-sdk/target/surefire-reports');
await installPackages(root);
mkdirSync(reports, { recursive: true });
for (const [name, ...args] of [
  ['biome', 'check', '.'],
  ['tsc', '--noEmit'],
  [
    'vitest',
    'run',
    '--config',
    'bundles/ui-sdk/vitest.config.mjs',
    '--reporter=default',
    '--reporter=junit',
    `--outputFile.junit=${join(reports, 'TEST-pages.xml')}`,
  ],
]) {
  const { status } = spawnSync(join(root, 'node_modules/.bin', name), args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
