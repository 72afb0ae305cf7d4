#!/usr/bin/env node
// pack.mjs FOLDER: makes what pages are built with from outside of this source tree: fresnel-sdk.tgz (types, and the preset for Vite) and
// fresnel-ui.tgz (types). Code of neither goes into a plugin: the page brings it. The same sources give the same bytes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installPackages } from './packages.mjs';

const root = resolve(import.meta.dirname, '../../..');
const sources = join(root, 'bundles/ui-sdk');
const target = resolve(process.argv[2] ?? 'target/npm');
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const tools = read('package.json').devDependencies;

const mark = join(target, 'inputs.sha256');
const digest = inputs();
if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) process.exit(0);

await installPackages(root);
const work = mkdtempSync(join(tmpdir(), 'fresnel-pack-'));
try {
  declarations(join(work, 'types'));
  const sdk = read('bundles/ui-sdk/sdk/package.json');
  const { '@formatjs/icu-messageformat-parser': words } = sdk.dependencies;
  make('sdk', sdk, {
    exports: { '.': { types: './types/index.d.ts' }, './vite': './vite/preset.mjs' },
    dependencies: {
      '@formatjs/icu-messageformat-parser': words,
      '@types/react': tools['@types/react'],
      '@vitejs/plugin-react': tools['@vitejs/plugin-react'],
      vite: tools.vite,
    },
  });
  make('ui', read('bundles/ui-sdk/ui/package.json'), { exports: { '.': { types: './types/index.d.ts' } }, dependencies: {} });
  writeFileSync(mark, digest);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function inputs() {
  const hash = createHash('sha256');
  for (const folder of ['sdk', 'ui', 'build'].map((name) => join(sources, name)))
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
      join(a.parentPath ?? a.path, a.name) < join(b.parentPath ?? b.path, b.name) ? -1 : 1,
    ))
      if (entry.isFile()) hash.update(`${entry.name}\0`).update(readFileSync(join(entry.parentPath ?? entry.path, entry.name)));
  return hash.update(readFileSync(join(root, 'package.json'))).digest('hex');
}

function declarations(folder) {
  const config = join(root, 'tsconfig.pack.json'); // beside the other, so that packages are found
  writeFileSync(
    config,
    JSON.stringify({
      extends: './tsconfig.json',
      compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: 'bundles/ui-sdk', outDir: folder },
      include: [],
      files: ['bundles/ui-sdk/sdk/src/index.ts', 'bundles/ui-sdk/ui/src/index.ts', 'bundles/ui-sdk/ui/src/css.d.ts'].filter((file) =>
        existsSync(join(root, file)),
      ),
    }),
  );
  try {
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], root);
  } finally {
    rmSync(config);
  }
}

function make(name, { version, description, license }, more) {
  const folder = join(work, name);
  mkdirSync(folder);
  cpSync(join(work, 'types', name, 'src'), join(folder, 'types'), { recursive: true });
  if (name === 'sdk') {
    mkdirSync(join(folder, 'vite'));
    for (const file of readdirSync(join(sources, 'sdk/vite')))
      if (!file.includes('.test.')) cpSync(join(sources, 'sdk/vite', file), join(folder, 'vite', file));
  }
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: `@fresnel/${name}`, version, description, license, type: 'module', ...more }, undefined, 2),
  );
  mkdirSync(target, { recursive: true });
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], folder);
  renameSync(join(target, `fresnel-${name}-${version}.tgz`), join(target, `fresnel-${name}.tgz`));
}

function run(program, words, cwd) {
  const done = spawnSync(program, words, { cwd, encoding: 'utf8', shell: process.platform === 'win32' && program === 'npm' });
  if (done.status !== 0) {
    console.error(`${program} ${words.join(' ')}\n${done.stdout}${done.stderr}${done.error ?? ''}`);
    process.exit(1);
  }
}
