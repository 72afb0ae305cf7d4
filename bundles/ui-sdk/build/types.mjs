#!/usr/bin/env node
// types.mjs [--check]: makes the page's types and the build's tables of contributions from plugin.schema.json, their one source.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const schema = JSON.parse(readFileSync(join(root, 'kernel/build/src/main/resources/dev/fresnel/build/plugin.schema.json'), 'utf8'));
const HEAD = '// Made from plugin.schema.json by bundles/ui-sdk/build/types.mjs. Change it there.\n';

/** Definitions that pages speak of; the rest is the server's. */
const SHAPES = [
  'Contributions',
  'NavigationItem',
  'PageItem',
  'KindItem',
  'SectionItem',
  'TabItem',
  'CommandItem',
  'PanelItem',
  'ObjectActionItem',
  'OverviewItem',
  'HomeItem',
];

export function made() {
  return {
    'bundles/ui-sdk/sdk/src/model/contributions.ts': `${HEAD}\n${SHAPES.map(shape).join('\n\n')}\n`,
    'bundles/ui-sdk/sdk/vite/contract.mjs': `${HEAD}\n${tables()}\n`,
  };
}

function shape(name) {
  const { properties, required = [] } = schema.$defs[name];
  const fields = Object.entries(properties).map(([field, of]) => `  readonly ${field}${required.includes(field) ? '' : '?'}: ${type(of)};`);
  return `export interface ${name} {\n${fields.join('\n')}\n}`;
}

function type(of) {
  if (of.$ref !== undefined) {
    const name = of.$ref.replace('#/$defs/', '');
    return SHAPES.includes(name) ? name : type(schema.$defs[name]);
  }
  if (of.anyOf !== undefined) return of.anyOf.map(type).join(' | ');
  if (of.type === 'array') return `readonly ${type(of.items)}[]`;
  if (of.type === 'integer' || typeof of.const === 'number') return 'number';
  return of.type === 'boolean' ? 'boolean' : 'string';
}

function tables() {
  const groups = schema.$defs.NavigationItem.properties.group.enum;
  const slots = Object.entries(schema.$defs.Contributions.properties).flatMap(([slot, of]) => {
    if (of.items === undefined) return [];
    const { required, oneOf } = schema.$defs[of.items.$ref.replace('#/$defs/', '')];
    const either = oneOf === undefined ? '' : `, oneOf: ${list(oneOf.flatMap((one) => one.required))}`;
    return [`  ${slot}: { needs: ${list(required)}${either} },`];
  });
  return `export const GROUPS = ${list(groups)};\n\nexport const SLOTS = {\n${slots.join('\n')}\n};`;
}

function list(words) {
  return `[${words.map((word) => `'${word}'`).join(', ')}]`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let other = 0;
  for (const [file, text] of Object.entries(made())) {
    const path = join(root, file);
    if (process.argv.includes('--check')) {
      if (readFileSync(path, 'utf8') !== text) {
        console.error(`${file} is not what plugin.schema.json says: node bundles/ui-sdk/build/types.mjs`);
        other++;
      }
    } else writeFileSync(path, text);
  }
  process.exit(other === 0 ? 0 : 1);
}
