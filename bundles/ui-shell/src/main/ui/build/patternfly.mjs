/** Keeps of PatternFly's values the two themes that Fresnel has; felt, glass and their mixtures stay behind. */
export function patternfly() {
  return {
    name: 'fresnel-patternfly',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0].endsWith('patternfly-variables.css')) return undefined;
      const rules = code.match(/^:[^{]+\{[^}]*\}/gm) ?? [];
      const kept = rules.filter((rule) => /^:root(:where\(\.pf-v6-theme-dark\))? \{/.test(rule) || rule.startsWith(':is('));
      if (kept.length < 2) this.error('patternfly-variables.css is built differently now: look at build/patternfly.mjs');
      return { code: withoutCharts(kept.join('\n')), map: undefined };
    },
  };
}

/** Our charts have colours of their own. */
function withoutCharts(css) {
  return css.replace(/^\s*--pf-t--chart--[^;]*;\n/gm, '');
}
