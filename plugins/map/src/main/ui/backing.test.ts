import { describe, expect, test } from 'vitest';
import { around, shows } from './backing';

const screen = { x: 100, y: 50, w: 1_000, h: 800 };

describe('a picture larger than the screen', () => {
  test('shows what is moved a little, and not what is moved far', () => {
    const held = around(screen, 1, 1);
    expect(shows(held, screen, 1)).toBe(true);
    expect(shows(held, { ...screen, x: 390 }, 1)).toBe(true);
    expect(shows(held, { ...screen, x: 410 }, 1)).toBe(false);
    expect(shows(held, { ...screen, y: -200 }, 1)).toBe(false);
  });

  test('is stretched a little, and drawn anew when it would be blurred', () => {
    const held = around(screen, 1, 1);
    expect(shows(held, { x: 200, y: 100, w: 700, h: 500 }, 1.5)).toBe(true);
    expect(shows(held, { x: 200, y: 100, w: 500, h: 400 }, 2)).toBe(false);
  });

  test('never takes more than its share of memory', () => {
    const held = around({ x: 0, y: 0, w: 3_840, h: 2_160 }, 1, 2);
    expect(held.w * held.h * 4).toBeGreaterThanOrEqual(3_840 * 2_160 * 4);
    expect(held).toMatchObject({ x: 0, y: 0, w: 3_840, h: 2_160 });
    const usual = around({ x: 0, y: 0, w: 1_440, h: 900 }, 1, 2);
    expect(usual.w * usual.h * 4).toBeLessThanOrEqual(12_000_001);
    expect(usual.w).toBeGreaterThan(1_440);
  });
});
