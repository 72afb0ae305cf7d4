import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { guide } from './guide.mjs';

const page = readFileSync(resolve(import.meta.dirname, '../../../kernel/docs/plugins.md'), 'utf8');

it("the guide shows the template's code as it is: node bundles/ui-sdk/build/guide.mjs", () => {
  expect(guide(page)).toBe(page);
  expect(page.match(/```(java|tsx|json)/g)?.length).toBeGreaterThanOrEqual(7);
});

it('notices code that has changed', () => {
  expect(guide(page.replace('Counts the pods', 'Counts the cats'))).toBe(page);
});
