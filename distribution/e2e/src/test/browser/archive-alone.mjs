// Runs where there is no network: starts an unpacked archive with an empty PATH and looks at its page.
import assert from 'node:assert/strict';
import { openBrowser, openPage } from './browser.mjs';
import { startProduct } from './product.mjs';

const product = await startProduct({ from: process.argv[2], env: { PATH: '', JAVA_HOME: '', FRESNEL_JAVA_HOME: '' } });
const browser = await openBrowser();
try {
  const { page, seen } = await openPage(browser);
  await page.goto(`${product.url}/c/demo/pods`);
  await page.getByRole('row').nth(3).waitFor({ timeout: 30_000 });
  const rows = await page.getByRole('row').count();
  assert.ok(rows > 3, `${rows} rows`);
  assert.deepEqual(seen.errors, []);
  console.log(`${rows} rows: pods on screen`);
} finally {
  await browser.close();
  await product.stop();
}
