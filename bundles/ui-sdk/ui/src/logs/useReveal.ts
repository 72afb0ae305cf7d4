import { type RefObject, useLayoutEffect } from 'react';
import type { LogLine } from './types';
import type { LogScroll } from './useLogScroll';

/** Brings the row that somebody was led to into sight: lines that wrap are taller than one, and a match may stand beyond the edge. */
export function useReveal(
  box: RefObject<HTMLDivElement | null>,
  row: number,
  line: LogLine | undefined,
  wrap: boolean,
  follow: boolean,
  scroll: LogScroll,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each row, so that whoever scrolls away is left alone
  useLayoutEffect(() => {
    const area = box.current;
    const element = area?.querySelector(`[data-row="${row}"]`);
    if (follow || !area || !element) return;
    const sight = area.getBoundingClientRect();
    if (wrap) {
      const rows = [...(element.parentElement?.children ?? [])];
      let over = element.getBoundingClientRect().bottom - sight.bottom;
      let skipped = 0;
      for (; over > 0 && rows[skipped] !== undefined && rows[skipped] !== element; skipped++) over -= rows[skipped]!.getBoundingClientRect().height;
      if (skipped > 0) scroll.moveBy(skipped);
      return;
    }
    const match = element.querySelector('mark')?.getBoundingClientRect();
    if (match === undefined) return;
    const room = area.clientWidth / 3;
    if (match.right > sight.left + area.clientWidth)
      area.scrollLeft += Math.min(match.left - sight.left - room, match.right - sight.left - area.clientWidth + room);
    else if (match.left < sight.left) area.scrollLeft += match.left - sight.left - room;
  }, [row, line, wrap]);
}

/** How many lines are whole on screen, and which is the first: asked of the page, because lines that wrap have any height. */
export function seen(area: HTMLElement | null): { readonly first: number; readonly count: number } | undefined {
  if (area === null) return undefined;
  const { top, bottom } = area.getBoundingClientRect();
  const rows = [...area.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => {
    const place = row.getBoundingClientRect();
    return place.bottom > top + 1 && place.top < bottom - 1;
  });
  const whole = rows.filter((row) => row.getBoundingClientRect().bottom <= bottom + 1).length;
  return rows[0] === undefined ? undefined : { first: Number(rows[0].dataset.row), count: Math.max(1, whole) };
}
