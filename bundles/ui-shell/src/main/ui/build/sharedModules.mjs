import { createRequire } from 'node:module';
import { SHARED } from '../../../../../ui-sdk/sdk/vite/shared.mjs';

const require = createRequire(import.meta.url);
const VIRTUAL = 'virtual:shared/';

/** Name of the entry that gives a shared module to plugins. */
export const entryOf = (spec) => `shared-${spec.replace(/[@/]/g, '_')}`;

export function sharedEntries() {
  return Object.fromEntries(SHARED.map((spec) => [entryOf(spec), VIRTUAL + spec]));
}

/** One entry for each shared module, in the same graph as the frame: exactly one copy of each on the page. */
export function sharedModules() {
  return {
    name: 'fresnel-shared',
    enforce: 'pre',
    resolveId(source) {
      return source.startsWith(VIRTUAL) ? `\0${source}` : undefined;
    },
    load(id) {
      if (!id.startsWith(`\0${VIRTUAL}`)) return undefined;
      const spec = id.slice(VIRTUAL.length + 1);
      if (spec.startsWith('@fresnel/')) return `export * from '${spec}';`;
      const names = Object.keys(require(spec)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
      const exports = names.map((name) => `export const ${name} = whole.${name};`);
      return [`import whole from '${spec}';`, 'export default whole;', ...exports].join('\n');
    },
  };
}
