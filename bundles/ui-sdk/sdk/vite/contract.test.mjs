import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { made } from '../../build/types.mjs';

const root = resolve(import.meta.dirname, '../../../..');

it.each(Object.entries(made()))('%s is what plugin.schema.json says', (file, text) => {
  expect(readFileSync(join(root, file), 'utf8')).toBe(text);
});
