// @vitest-environment node
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readContributions } from '../sdk/vite/contributions.mjs';
import { checkWords } from '../sdk/vite/words.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Everybody who speaks in the page: sources and messages. */
const SPEAKERS = [
  ['the shell', 'bundles/ui-shell/src/main/ui', 'bundles/ui-shell/src/main/ui/messages'],
  ['@fresnel/ui', 'bundles/ui-sdk/ui/src', 'bundles/ui-sdk/ui/src/messages'],
  ...readdirSync(join(root, 'plugins'))
    .map((name) => [name, `plugins/${name}/src/main/ui`, `plugins/${name}/src/main/resources/messages`])
    .filter(([, sources]) => existsSync(join(root, sources))),
].map(([name, ...folders]) => [name, ...folders.map((folder) => join(root, folder))]);

describe('words', () => {
  it.each(SPEAKERS)('of %s are there in every language', (_, sources, messages) => {
    const file = join(messages, '../contributions.json');
    const extraKeys = existsSync(file) ? readContributions(file, sources).keys : [];
    expect(checkWords({ sources, messages, extraKeys })).toEqual([]);
  });
});
