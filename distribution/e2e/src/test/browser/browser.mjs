// One Chromium for all tests of a file, pages that collect what went wrong, and the accessibility check.
import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const executablePath = candidates.find((path) => path && existsSync(path));
const required = (process.env.FRESNEL_REQUIRE ?? '').split(',').includes('chromium');

/** Why browser tests cannot run here, or false. What is required but missing is a failure, not a skip. */
export function withoutChromium() {
  if (executablePath || required) return false;
  return 'no Chromium on this machine (install the package chromium, or set CHROMIUM)';
}

/**
 * What Chromium leaves away. The first two are pages of its own that it would load beside each first page of a window (a second of two
 * cores); the rest is what the driver leaves away, whose list this one takes the place of.
 */
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** @param {string[]} further what Chromium is told beside what it always is */
export async function openBrowser(further = []) {
  return chromium.launch({
    executablePath,
    timeout: 120_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${WITHOUT.join()}`,
      ...further,
    ],
  });
}

/** A page that remembers errors, failed requests, CSP violations and how often it was loaded. */
export async function openPage(browser, { theme = 'light', width = 1440, height = 900, touch = false } = {}) {
  const fingers = touch ? { hasTouch: true, isMobile: true } : {};
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: 'en-GB', reducedMotion: 'reduce', ...fingers });
  // a click that has its effect half a minute later is a busy machine's, not a fault
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const seen = { errors: [], failed: [], loads: 0 };
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('response', (response) => response.status() >= 400 && seen.failed.push(`${response.status()} ${response.url()}`));
  page.on('load', () => seen.loads++);
  return { page, seen, close: () => context.close() };
}

/** Looks again for a while when there is something to say: people meet what stays on a page, not what stands there while it is being drawn. */
async function lasting(look, none) {
  const end = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (none(found) || Date.now() > end) return found;
    await new Promise((next) => setTimeout(next, 250));
  }
}

/** By how many pixels a page is wider than its window. */
export const sideways = (page) =>
  lasting(
    () => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)),
    (px) => px === 0,
  );

/** What a look at the page finds wrong, and goes on to find. */
export const faultsOf = (look) => lasting(look, (found) => found.length === 0);

/** Once the keys go there. */
export const focused = (locator) => locator.and(locator.page().locator(':focus')).waitFor();

/** What axe finds on the page by WCAG 2.2 AA, as readable lines; of colours alone where the same page was looked at in another theme. */
export const axe = (page, { coloursAlone = false } = {}) => faultsOf(() => violationsOn(page, coloursAlone).catch((cause) => [String(cause)]));

async function violationsOn(page, coloursAlone) {
  // no page of ours has frames of other origins: the older way needs no second page for each look
  const builder = new AxeBuilder({ page }).setLegacyMode();
  if (coloursAlone) builder.withRules(['color-contrast']);
  else builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  const { violations } = await builder.analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`),
  );
}
