#!/usr/bin/env node
// build.mjs MODULE_DIR…: builds the pages of each module (…/src/main/ui) into its target/classes, unless nothing changed since the last time.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestOf } from './inputs.mjs';
import { installPackages } from './packages.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const modules = process.argv.slice(2).map((module) => resolve(module));
if (modules.length === 0) {
  console.error('usage: build.mjs MODULE_DIR…');
  process.exit(2);
}
for (const module of modules) await buildModule(module);

async function buildModule(module) {
  const ui = join(module, 'src/main/ui');
  const name = relative(root, module);
  const config = ['vite.config.mjs', 'vite.config.ts'].map((file) => join(ui, file)).find(existsSync);
  if (config === undefined) {
    console.error(`${name}: there is no src/main/ui/vite.config.mjs`);
    process.exit(2);
  }
  const mark = join(module, 'target/fresnel-ui.sha256');
  const digest = digestOf(root, inputs(module, ui));
  const output = join(module, 'target/classes/META-INF', name === 'bundles/ui-shell' ? 'fresnel-shell/shell.json' : 'fresnel-ui/module.json');
  if (existsSync(output) && existsSync(mark) && readFileSync(mark, 'utf8') === digest) {
    console.log(`${name}: pages unchanged`);
    return;
  }
  const started = performance.now();
  try {
    await installPackages(root);
    process.env.NODE_ENV = 'production';
    process.chdir(ui);
    const { build } = await import('vite');
    await build({ root: ui, configFile: config, configLoader: 'native', mode: 'production', logLevel: 'warn' });
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    process.exit(1);
  }
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, digest);
  console.log(`${name}: pages built in ${Math.round(performance.now() - started)} ms`);
}

/** The frame contains the SDK and the components; a plugin only depends on the preset and on the tools' versions. */
function inputs(module, ui) {
  const resources = join(module, 'src/main/resources');
  const common = [ui, join(resources, 'contributions.json'), join(resources, 'messages'), join(root, 'package-lock.json'), join(root, 'bundles/ui-sdk/build')];
  const sdk = join(root, 'bundles/ui-sdk');
  return module.endsWith('ui-shell') ? [...common, sdk] : [...common, join(sdk, 'sdk/vite')];
}
