#!/usr/bin/env node
// baseline.mjs [--write]: what @fresnel/sdk exports, a line for each name and each member, held against catalog/baseline/sdk.txt.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const file = join(root, 'catalog/baseline/sdk.txt');
const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** One line for each exported name, and for each member of an exported interface or object type. */
export function exported() {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined });
  const entry = join(root, 'bundles/ui-sdk/sdk/src/index.ts');
  const program = ts.createProgram([entry], config.options);
  const checker = program.getTypeChecker();
  const lines = [];
  for (const name of checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)))) {
    const symbol = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
    if (symbol.flags & ts.SymbolFlags.Value) lines.push(`${name.name}: ${text(checker, checker.getTypeOfSymbol(symbol))}`);
    if (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias))
      lines.push(...members(checker, name.name, checker.getDeclaredTypeOfSymbol(symbol)));
  }
  return lines.sort();
}

function members(checker, name, type) {
  if (type.isUnion() || type.getProperties().length === 0) return [`type ${name} = ${text(checker, type, ts.TypeFormatFlags.InTypeAlias)}`];
  return type.getProperties().map((member) => {
    const optional = member.flags & ts.SymbolFlags.Optional ? '?' : '';
    return `${name}.${member.name}${optional}: ${text(checker, checker.getTypeOfSymbol(member))}`;
  });
}

/** Paths of this machine have no place in a promise. */
function text(checker, type, more = 0) {
  return checker.typeToString(type, undefined, FLAGS | more).replaceAll(/import\("[^"]*"\)\./g, '');
}

/** Lines of the baseline that are gone or mean something else. */
export function broken(now, before) {
  const there = new Set(now);
  return before.filter((line) => line !== '' && !there.has(line));
}

export function promised() {
  return readFileSync(file, 'utf8').split('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) writeFileSync(file, `${exported().join('\n')}\n`);
  else {
    const faults = broken(exported(), promised());
    for (const line of faults) console.error(`@fresnel/sdk promised, and no longer has: ${line}`);
    process.exit(faults.length === 0 ? 0 : 1);
  }
}
