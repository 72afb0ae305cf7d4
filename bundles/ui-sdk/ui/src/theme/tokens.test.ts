import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const sheet = readFileSync(resolve(import.meta.dirname, 'tokens.css'), 'utf8');

/** Of two colours by WCAG. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

it('lets white be read on filled buttons in every theme, under the pointer too', () => {
  for (const name of ['action', 'action-hover']) {
    const colours = [...sheet.matchAll(new RegExp(`--fr-${name}: (#[0-9a-f]{6});`, 'g'))].map(([, hex]) => hex!);
    expect(colours).toHaveLength(4);
    for (const hex of colours) expect(contrast(hex, '#ffffff'), `${name} ${hex}`).toBeGreaterThanOrEqual(4.5);
  }
  expect(readFileSync(resolve(import.meta.dirname, 'patternfly.css'), 'utf8')).toContain('--color--brand--hover: var(--fr-action-hover)');
});
