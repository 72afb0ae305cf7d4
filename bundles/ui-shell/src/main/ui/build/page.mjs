import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { SHARED } from '../../../../../ui-sdk/sdk/vite/shared.mjs';
import { entryOf } from './sharedModules.mjs';

/**
 * Writes index.html, shell.json and csp.json, and beside each file of text the same packed. `__BASE__` in the page is for the server to fill in.
 *
 * @param {{title: string, icon: string}} options
 */
export function page({ title, icon }) {
  return {
    name: 'fresnel-page',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        this.emitFile({ type: 'asset', fileName: 'assets/icon.svg', source: readFileSync(icon) });
        const hash = digest(bundle);
        const at = (file) => `__BASE__/ui/s/${hash}/${file}`;
        const entry = (name) => Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === name);
        const imports = Object.fromEntries(SHARED.map((spec) => [spec, at(entry(entryOf(spec)).fileName)]));
        const main = entry('main');
        const needed = closure(bundle, [main, ...SHARED.map((spec) => entry(entryOf(spec)))], main);
        const map = JSON.stringify({ imports });
        const html = document({
          title,
          map,
          main: at(main.fileName),
          icon: at('assets/icon.svg'),
          css: needed.css.map(at),
          preload: needed.js.map(at),
          font: at(font(bundle)),
          brand: readFileSync(icon, 'utf8')
            .trim()
            .replaceAll(/#[0-9a-f]{6}/g, 'currentColor')
            .replace('<svg', '<svg width="20" height="20" aria-hidden="true"'),
        });
        this.emitFile({ type: 'asset', fileName: 'index.html', source: html });
        this.emitFile({ type: 'asset', fileName: 'shell.json', source: JSON.stringify({ hash }) });
        for (const [name, file] of Object.entries(bundle)) {
          if (/\.(js|css)$/.test(name)) this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(file.code ?? file.source, { level: 9 }) });
        }
        const scripts = [`sha256-${createHash('sha256').update(map.replaceAll('__BASE__', '')).digest('base64')}`];
        this.emitFile({ type: 'asset', fileName: 'csp.json', source: JSON.stringify({ scripts }) });
      },
    },
  };
}

function digest(bundle) {
  const hash = createHash('sha256');
  for (const name of Object.keys(bundle).sort()) hash.update(name).update(bundle[name].code ?? bundle[name].source);
  return hash.digest('hex').slice(0, 16);
}

function font(bundle) {
  return Object.keys(bundle).find((name) => /RedHatText.*\.woff2$/.test(name));
}

/** What the first screen needs: the scripts that the main one imports, those that plugins import, and their style sheets. */
function closure(bundle, entries, main) {
  const seen = new Set();
  const css = new Set();
  const visit = (file) => {
    const chunk = bundle[file];
    if (chunk === undefined || seen.has(file)) return;
    seen.add(file);
    for (const other of chunk.imports) visit(other);
    for (const sheet of chunk.viteMetadata?.importedCss ?? []) css.add(sheet);
  };
  for (const entry of entries) visit(entry.fileName);
  seen.delete(main.fileName);
  return { js: [...seen], css: [...css] };
}

function document({ title, map, main, icon, css, preload, font, brand }) {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    // a keyboard on the screen takes room from the page, not from what is typed into
    '<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="fresnel-base" content="__BASE__">',
    `<title>${title}</title>`,
    `<script type="importmap">${map}</script>`,
    `<link rel="icon" type="image/svg+xml" href="${icon}">`,
    `<link rel="preload" as="font" type="font/woff2" crossorigin href="${font}">`,
    ...css.map((href) => `<link rel="stylesheet" href="${href}">`),
    ...preload.map((href) => `<link rel="modulepreload" href="${href}">`),
    `<script type="module" src="${main}"></script>`,
    '</head>',
    '<body>',
    // stands where the frame has it, until the frame is there
    `<div id="root"><div data-boot>${brand}<span>${title}</span></div></div>`,
    '<noscript>Fresnel needs JavaScript.</noscript>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
