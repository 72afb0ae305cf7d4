import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { bind } from './sdk/vite/bind.mjs';

const root = resolve(import.meta.dirname, '../..');
/** Which folder's words are whose. */
const owners = [
  [resolve(root, 'bundles/ui-sdk/ui'), 'ui'],
  [resolve(root, 'bundles/ui-shell'), 'shell'],
  ...readdirSync(resolve(root, 'plugins')).map((id) => [resolve(root, 'plugins', id), id]),
];

export default defineConfig({
  root,
  plugins: [react(), bind((file) => owners.find(([folder]) => file.startsWith(folder))?.[1])],
  test: {
    environment: 'happy-dom',
    setupFiles: [resolve(root, 'bundles/ui-sdk/build/patience.mjs')],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Their modules import style sheets, which only Vite understands.
    server: { deps: { inline: [/@patternfly/] } },
    include: ['bundles/**/*.test.{ts,tsx,mjs}', 'plugins/*/src/main/ui/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/target/**'],
  },
});
