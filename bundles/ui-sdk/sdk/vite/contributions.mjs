import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GROUPS, SLOTS } from './contract.mjs';

/** Reads a plugin's contributions.json: the files its modules name, the message keys it uses, and what is wrong with it. */
export function readContributions(file, sources) {
  const faults = [];
  let data = {};
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { entries: {}, keys: [], faults: [`${file}: ${error.message}`] };
  }
  if (data.contract !== 1) faults.push(`${file}: "contract" must be 1`);
  const entries = {};
  const keys = [];
  for (const [slot, items] of Object.entries(data)) {
    if (slot === 'contract') continue;
    if (!(slot in SLOTS)) faults.push(`${file}: unknown slot "${slot}"; known are ${Object.keys(SLOTS).join(', ')}`);
    else for (const [index, item] of items.entries()) check(`${slot}[${index}]`, SLOTS[slot], item);
  }
  return { entries, keys, faults };

  function check(where, slot, item) {
    for (const field of slot.needs) if (!isSaid(item[field])) faults.push(`${file}: ${where} has no "${field}"`);
    if (slot.oneOf && slot.oneOf.filter((field) => field in item).length !== 1) faults.push(`${file}: ${where} wants one of ${slot.oneOf.join(', ')}`);
    if (item.group !== undefined && !GROUPS.includes(item.group)) faults.push(`${file}: ${where} names the unknown group "${item.group}"`);
    if (slot === SLOTS.objectActions && item.panel !== undefined && !(data.panels ?? []).some(({ id }) => id === item.panel)) {
      faults.push(`${file}: ${where} opens the panel "${item.panel}", but there is none of that id among "panels"`);
    }
    if (item.title !== undefined) keys.push({ key: item.title, file: 'contributions.json' });
    if (item.module !== undefined) addEntry(where, item.module);
  }

  /** A word, or several where the schema allows them. */
  function isSaid(value) {
    return typeof value === 'string' || (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string'));
  }

  function addEntry(where, module) {
    const name = /^\.\/([A-Za-z][A-Za-z0-9]*)$/.exec(module)?.[1];
    const source = ['.tsx', '.ts'].map((end) => join(sources, name + end)).find(existsSync);
    if (name === undefined) faults.push(`${file}: ${where} "module" must look like "./HelloPage"`);
    else if (source === undefined) faults.push(`${file}: ${where} names ${module}, but there is no ${name}.tsx beside vite.config.mjs`);
    else entries[name] = source;
  }
}
