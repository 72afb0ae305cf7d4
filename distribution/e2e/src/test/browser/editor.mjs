// The editor as people use it.
import { focused } from './browser.mjs';
import { until } from './product.mjs';

/** Replaces a piece of the text as a person does: looks for it and types over it, once it is seen to be chosen. */
export async function typeOver(page, before, text) {
  const content = page.locator('.cm-content').first();
  await until(
    `${before} is chosen`,
    async () => {
      await content.click();
      await page.keyboard.press('Control+f');
      await focused(page.locator('.cm-search input').first());
      await page.keyboard.type(before);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await focused(content);
      return (await page.evaluate(() => String(getSelection()))) === before;
    },
    { every: 300 },
  );
  await page.keyboard.insertText(text);
}
