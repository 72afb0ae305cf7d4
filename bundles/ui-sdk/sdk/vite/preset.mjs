import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { bind } from './bind.mjs';
import { readContributions } from './contributions.mjs';
import { layers } from './layers.mjs';
import { SHARED } from './shared.mjs';
import { checkWords } from './words.mjs';

export { bind, SHARED };

/**
 * The whole Vite configuration of a plugin's pages: `export default fresnelPlugin({ id: 'hello' })` beside its modules.
 * What it builds is named by contributions.json; a missing word, module or slot ends the build.
 */
export function fresnelPlugin({ id, root = process.cwd() }) {
  const resources = resolve(root, '../resources');
  const { entries, keys, faults } = readContributions(join(resources, 'contributions.json'), root);
  const messages = join(resources, 'messages');
  const words = existsSync(messages) || keys.length > 0 ? checkWords({ sources: root, messages, extraKeys: keys }) : [];
  return {
    root,
    base: './',
    publicDir: false,
    plugins: [
      refuse([...faults, ...words]),
      external(),
      bind((file) => (file.startsWith(root) ? id : undefined)),
      layers((file) => (file.startsWith(root) ? 'plugins' : undefined)),
      react(),
      descriptor(),
    ],
    css: { modules: { generateScopedName: `${id}-[local]-[hash:base64:4]` } },
    build: {
      outDir: resolve(root, '../../../target/classes/META-INF/fresnel-ui'),
      emptyOutDir: true,
      target: 'es2023',
      sourcemap: false,
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entries,
        preserveEntrySignatures: 'strict',
        checks: { pluginTimings: false },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js', assetFileNames: '[name][extname]' },
      },
    },
  };
}

/** Ends the build with every fault at once. */
export function refuse(faults) {
  return {
    name: 'fresnel-refuse',
    buildStart() {
      if (faults.length > 0) this.error(`${faults.length} fault(s):\n  ${faults.join('\n  ')}`);
    },
  };
}

function external() {
  return {
    name: 'fresnel-external',
    enforce: 'pre',
    resolveId(source) {
      if (SHARED.includes(source)) return { id: source, external: true };
      if (/^(react|react-dom|@fresnel|@patternfly)(\/|$)/.test(source)) {
        this.error(`${source} is not for plugins; what there is: ${SHARED.join(', ')}`);
      }
      return undefined;
    },
  };
}

/** Writes module.json: which files the server must name to the page. Style sheets are emitted late, hence "post". */
function descriptor() {
  return {
    name: 'fresnel-descriptor',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = Object.values(bundle);
        const css = files.filter((file) => file.fileName.endsWith('.css')).map((file) => file.fileName);
        const entries = files.filter((file) => file.type === 'chunk' && file.isEntry).map((file) => file.fileName);
        const needs = Object.fromEntries(entries.map((entry) => [entry, imported(bundle, entry)]).filter(([, files]) => files.length > 0));
        this.emitFile({ type: 'asset', fileName: 'module.json', source: JSON.stringify({ css: css.sort(), entries: entries.sort(), needs }) });
      },
    },
  };
}

/** Files of the plugin that one of them imports, and those import. */
function imported(bundle, entry, all = new Set()) {
  for (const file of bundle[entry].imports) {
    if (bundle[file] === undefined || file === entry || all.has(file)) continue;
    all.add(file);
    imported(bundle, file, all);
  }
  return [...all].sort();
}
