import { BOUND } from './shared.mjs';

const VIRTUAL = 'virtual:fresnel/';
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*(['"])@fresnel\/sdk\2;?/g;

/**
 * Binds `t`, `ctx`, `endpoint` and `useKept` of `@fresnel/sdk` to the owner of the importing file.
 * @param {(file: string) => string | undefined} ownerOf id of the owner of a source file; undefined leaves the file alone
 */
export function bind(ownerOf) {
  return {
    name: 'fresnel-bind',
    enforce: 'pre',
    resolveId(source) {
      return source.startsWith(VIRTUAL) ? `\0${source}` : undefined;
    },
    load(id) {
      if (!id.startsWith(`\0${VIRTUAL}`)) return undefined;
      const owner = id.slice(VIRTUAL.length + 1);
      return `import { bind } from '@fresnel/sdk';\nexport const { ${BOUND.join(', ')} } = bind(${JSON.stringify(owner)});`;
    },
    transform(code, id) {
      const file = id.split('?')[0];
      if (!/\.tsx?$/.test(file) || !code.includes('@fresnel/sdk')) return undefined;
      const owner = ownerOf(file);
      if (owner === undefined) return undefined;
      const bound = code.replace(IMPORT, (_, clause) => rewrite(clause, owner));
      return bound === code ? undefined : { code: bound, map: undefined };
    },
  };
}

/** Keeps the line count, so that positions in error messages stay true. */
function rewrite(clause, owner) {
  const names = clause
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const isBound = (name) => BOUND.includes(name.split(/\s+as\s+/)[0]);
  const own = names.filter(isBound);
  const rest = names.filter((name) => !isBound(name));
  const lines = '\n'.repeat(clause.split('\n').length - 1);
  const parts = [];
  if (rest.length > 0) parts.push(`import { ${rest.join(', ')} } from '@fresnel/sdk';`);
  if (own.length > 0) parts.push(`import { ${own.join(', ')} } from '${VIRTUAL}${owner}';`);
  return parts.join(' ') + lines;
}
