import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { bind } from '../../../../ui-sdk/sdk/vite/bind.mjs';
import { layers } from '../../../../ui-sdk/sdk/vite/layers.mjs';
import { refuse } from '../../../../ui-sdk/sdk/vite/preset.mjs';
import { checkWords } from '../../../../ui-sdk/sdk/vite/words.mjs';
import { page } from './build/page.mjs';
import { patternfly, unreadValues } from './build/patternfly.mjs';
import { sharedEntries, sharedModules } from './build/sharedModules.mjs';

const here = import.meta.dirname;
const ui = resolve(here, '../../../../ui-sdk/ui');
const sdk = resolve(here, '../../../../ui-sdk/sdk');
const words = [
  ...checkWords({ sources: join(here, 'src'), messages: join(here, 'messages') }),
  ...checkWords({ sources: join(ui, 'src'), messages: join(ui, 'src/messages') }),
];

/** Cascade layer of a style sheet; tokens stay outside, so that nothing can hide them. */
function layerOf(file) {
  if (file.includes('@patternfly/react-styles')) return 'patternfly';
  return file.endsWith('.module.css') ? 'fresnel' : undefined;
}

export default {
  root: here,
  base: './',
  publicDir: false,
  plugins: [
    refuse(words),
    sharedModules(),
    patternfly(),
    unreadValues(),
    bind((file) => (file.startsWith(ui) ? 'ui' : file.startsWith(here) ? 'shell' : undefined)),
    layers(layerOf),
    react(),
    page({ title: 'Fresnel', icon: join(here, 'src/icon.svg') }),
  ],
  css: { modules: { generateScopedName: 'fr-[name]-[local]-[hash:base64:4]' } },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: resolve(here, '../../../target/classes/META-INF/fresnel-shell'),
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      preserveEntrySignatures: 'strict',
      checks: { pluginTimings: false },
      input: { main: join(here, 'src/main.tsx'), ...sharedEntries() },
      output: { entryFileNames: 'assets/[name].js', chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' },
    },
  },
  resolve: { alias: { '@fresnel/sdk/host': join(sdk, 'src/host.ts') } },
};
