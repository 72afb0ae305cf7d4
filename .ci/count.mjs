// Counts the test cases in all JUnit reports below the working folder; fails when one failed or none ran.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

function* reports(folder, depth) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0 && !['node_modules', '.git', 'src'].includes(entry.name)) yield* reports(path, depth - 1);
    else if (/^TEST-.*\.xml$/.test(entry.name) && folder.endsWith('-reports')) yield path;
  }
}

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const report of reports('.', 4)) {
  const own = { passed: 0, failed: 0, skipped: 0 };
  for (const test of readFileSync(report, 'utf8').replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').split(/<testcase\b/).slice(1)) {
    own[/<(failure|error)\b/.test(test) ? 'failed' : /<skipped\b/.test(test) ? 'skipped' : 'passed']++;
  }
  for (const key of Object.keys(sum)) sum[key] += own[key];
  if (own.failed > 0) console.log(`${report}: ${own.failed} failed`);
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);
