/** The order of the cascade, weakest first; said here alone. */
const ORDER = '@layer reset,patternfly,fresnel,plugins;';

/**
 * Puts style sheets into cascade layers, so that no plugin can win over the frame by accident. Each sheet of a split build begins with the
 * order of the layers: which chunk the browser sees first is the bundler's choice, and the first that names a layer gives it its place.
 */
export function layers(layerOf) {
  return {
    name: 'fresnel-layers',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0];
      if (!file.endsWith('.css')) return undefined;
      const layer = layerOf(file);
      if (layer === undefined) return undefined;
      const imports = /^(?:\s*@(?:import|charset)[^;]+;)*/.exec(code)?.[0] ?? '';
      return { code: `${imports}@layer ${layer} {${code.slice(imports.length)}}`, map: undefined };
    },
    generateBundle(_, bundle) {
      for (const one of Object.values(bundle)) {
        if (one.type === 'asset' && one.fileName.endsWith('.css')) one.source = ORDER + String(one.source);
      }
    },
  };
}
