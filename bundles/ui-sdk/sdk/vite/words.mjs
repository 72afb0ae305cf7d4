import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

/** The languages that every plugin of ours speaks completely; others come as bundles. */
export const LANGUAGES = ['en', 'ja'];

const CALL = /(?<![\w.$])t\(\s*(?:(['"])((?:(?!\1).)+)\1\s*([,)])|([^\s'")]))/g;

/**
 * Finds what is wrong with the words of one owner: keys that are used and missing, languages that differ, bad ICU syntax.
 * @returns {string[]} one sentence per fault
 */
export function checkWords({ sources, messages, extraKeys = [] }) {
  const faults = [];
  const catalogs = Object.fromEntries(LANGUAGES.map((language) => [language, read(messages, language, faults)]));
  const parameters = catalogs.en === undefined ? {} : argumentsOf(catalogs, faults);
  const known = catalogs.en ?? {};
  for (const { key, file } of extraKeys) if (!(key in known)) faults.push(`${file}: message "${key}" is missing in en.json`);
  for (const call of sourceFiles(sources).flatMap((file) => calls(file, sources))) {
    if (call.key === undefined) faults.push(`${call.at}: t() wants a literal key, so that the build can check it`);
    else if (!(call.key in known)) faults.push(`${call.at}: message "${call.key}" is missing in en.json`);
    else if (!call.hasArguments && parameters[call.key]?.length > 0) faults.push(`${call.at}: message "${call.key}" wants ${parameters[call.key].join(', ')}`);
  }
  return faults;
}

function read(folder, language, faults) {
  const file = join(folder, `${language}.json`);
  if (!existsSync(file)) {
    faults.push(`${file} is missing`);
    return undefined;
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    faults.push(`${file}: ${error.message}`);
    return undefined;
  }
}

function argumentsOf(catalogs, faults) {
  const result = {};
  for (const [language, catalog] of Object.entries(catalogs)) {
    if (catalog === undefined) continue;
    for (const key of Object.keys(catalogs.en)) if (!(key in catalog)) faults.push(`message "${key}" is missing in ${language}.json`);
    for (const [key, text] of Object.entries(catalog)) {
      if (!(key in catalogs.en)) faults.push(`message "${key}" of ${language}.json is not in en.json`);
      const names = parameterNames(language, key, text, faults);
      if (language === 'en') result[key] = names;
      else if (result[key] !== undefined && names.join() !== result[key].join()) {
        faults.push(`message "${key}": en has {${result[key]}}, ${language} has {${names}}`);
      }
    }
  }
  return result;
}

function parameterNames(language, key, text, faults) {
  const names = new Set();
  const walk = (elements) => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound && element.type !== TYPE.tag) names.add(element.value);
      for (const option of Object.values(element.options ?? {})) walk(option.value);
      if (element.children) walk(element.children);
    }
  };
  try {
    walk(parse(text, { ignoreTag: true }));
  } catch (error) {
    faults.push(`message "${key}" of ${language}.json is not ICU: ${error.message}`);
  }
  return [...names].sort();
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !file.includes('node_modules'));
}

function calls(file, root) {
  const code = readFileSync(file, 'utf8');
  if (!/\bt\b[^}]*\}\s*from\s*['"]@fresnel\/sdk['"]/.test(code)) return [];
  return [...code.matchAll(CALL)].map((match) => ({
    key: match[2],
    hasArguments: match[3] === ',',
    at: `${relative(root, file)}:${code.slice(0, match.index).split('\n').length}`,
  }));
}
