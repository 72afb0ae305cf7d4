/** Puts style sheets into cascade layers, so that no plugin can win over the frame by accident. */
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
  };
}
