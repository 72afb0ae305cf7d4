// Builds the frame and the pages of every plugin that has some.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const plugins = readdirSync(join(root, 'plugins')).map((name) => join(root, 'plugins', name));
const modules = [join(root, 'bundles/ui-shell'), ...plugins].filter((module) => existsSync(join(module, 'src/main/ui/package.json')));
process.argv.splice(2, process.argv.length, ...modules);
await import('./build.mjs');
