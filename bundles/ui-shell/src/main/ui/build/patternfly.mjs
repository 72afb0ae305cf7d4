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

/** Drops PatternFly's values that no rule and no script of the whole page reads, until none is left: a sixth of the style sheets. */
export function unreadValues() {
  return {
    name: 'fresnel-unread-values',
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const sheets = files.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
      const scripts = new Set(files.flatMap((file) => (file.type === 'chunk' ? (file.code.match(/--pf-[\w-]+/g) ?? []) : [])));
      for (const sheet of sheets) sheet.source = String(sheet.source);
      for (let before = -1; before !== length(sheets); ) {
        before = length(sheets);
        const read = new Set([...scripts, ...sheets.flatMap((sheet) => [...sheet.source.matchAll(/var\(\s*(--pf-[\w-]+)/g)].map((match) => match[1]))]);
        for (const sheet of sheets) sheet.source = sheet.source.replace(/(--pf-[\w-]+)\s*:[^;{}]*(?:;|(?=\}))/g, (text, name) => (read.has(name) ? text : ''));
      }
    },
  };
}

function length(sheets) {
  return sheets.reduce((sum, sheet) => sum + sheet.source.length, 0);
}
