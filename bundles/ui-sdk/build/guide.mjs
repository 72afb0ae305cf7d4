#!/usr/bin/env node
// guide.mjs [--check]: puts the template's code into kernel/docs/plugins.md, between its markers.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const page = join(root, 'kernel/docs/plugins.md');
const PART = /<!-- code (\S+)( \w+)? -->\n[\s\S]*?<!-- \/code -->/g;
const LANGUAGES = { '.java': 'java', '.tsx': 'tsx', '.json': 'json' };

/** The page with the code as it is now. */
export function guide(text) {
  return text.replaceAll(PART, (_, file, mark) => {
    const code = part(readFileSync(join(root, file), 'utf8'), mark?.trim(), file);
    return `<!-- code ${file}${mark ?? ''} -->\n\`\`\`${LANGUAGES[extname(file)]}\n${code}\n\`\`\`\n<!-- /code -->`;
  });
}

/** Lines between `// guide:MARK` and `// end`; the whole file without a mark. */
function part(text, mark, file) {
  if (mark === undefined) return text.trimEnd();
  const found = new RegExp(`// guide:${mark}\\n([\\s\\S]*?)// end`).exec(text);
  if (found === null) throw new Error(`${file} has no part // guide:${mark} … // end`);
  return found[1].trimEnd();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const now = readFileSync(page, 'utf8');
  if (process.argv.includes('--check')) process.exit(guide(now) === now ? 0 : 1);
  writeFileSync(page, guide(now));
}
