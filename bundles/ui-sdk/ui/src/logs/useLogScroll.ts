import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { seen } from './useReveal';

/** Browsers draw nothing below some 17 million pixels; beyond that a step of the bar is more than a line. */
const TALLEST = 15_000_000;
export const LINE = 20;

interface Options {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly first: number;
  readonly end: number;
  /** inner height of the box */
  readonly height: number;
  /** lines have the same height */
  readonly even: boolean;
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
}

export interface LogScroll {
  /** place of the row at the top, with its fraction */
  readonly top: number;
  /** rows that fit */
  readonly fit: number;
  /** height of what is scrolled */
  readonly tall: number;
  moveTo(row: number): void;
  moveBy(rows: number): void;
  /** what is on screen stays there, whatever comes */
  stay(): void;
}

/** Scrolling by rows, however many: the bar shows where, the wheel moves by lines. */
export function useLogScroll({ box, first, end, height, even, follow, onFollow }: Options): LogScroll {
  const fit = Math.max(1, Math.floor(height / LINE));
  const count = Math.max(0, end - first);
  // Lines that wrap are taller: the last of them can be the first on screen.
  const last = Math.max(first, even || follow ? end - fit : end - 1);
  const [top, setTop] = useState(first);
  const shown = follow ? last : Math.min(Math.max(top, first), last);
  const tall = Math.min(Math.max(height, count * LINE), TALLEST);
  const exact = even && count * LINE <= TALLEST;
  const expected = useRef(0);
  const now = useRef({ shown, last, first, exact, even, follow, tall, height, onFollow });
  now.current = { shown, last, first, exact, even, follow, tall, height, onFollow };

  const place = useCallback(
    (row: number) => {
      const element = box.current;
      const { first: from, last: to, tall: all, height: inner, exact: even } = now.current;
      if (element === null) return;
      const range = Math.max(0, all - inner);
      const pixels = even ? (row - from) * LINE : to === from ? 0 : ((row - from) / (to - from)) * range;
      expected.current = Math.round(Math.min(range, pixels));
      if (Math.abs(element.scrollTop - expected.current) >= 1) element.scrollTop = expected.current;
      expected.current = element.scrollTop;
    },
    [box],
  );

  const moveTo = useCallback(
    (row: number) => {
      const { first: from, last: to } = now.current;
      const next = Math.min(Math.max(row, from), to);
      setTop(next);
      place(next);
    },
    [place],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the bar follows what is shown
  useLayoutEffect(() => place(shown), [place, shown, tall, height]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const scrolled = () => {
      const state = now.current;
      const shownFirst = state.follow && !state.even ? (seen(element)?.first ?? state.shown) : state.shown;
      const moved = element.scrollTop - expected.current;
      if (Math.abs(moved) < 1) return;
      expected.current = element.scrollTop;
      const range = Math.max(1, state.tall - state.height);
      const far = Math.abs(moved) > state.height * 1.5;
      const next = state.exact
        ? state.first + element.scrollTop / LINE
        : far
          ? state.first + (element.scrollTop / range) * (state.last - state.first)
          : shownFirst + moved / LINE;
      const atEnd = element.scrollTop >= state.tall - state.height - 2 || next >= state.last;
      setTop(Math.min(Math.max(next, state.first), state.last));
      if (atEnd !== state.follow && (moved < 0 || atEnd)) state.onFollow(atEnd);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => element.removeEventListener('scroll', scrolled);
  }, [box]);

  const stay = () => {
    const { follow: moving, even: equal, shown: from } = now.current;
    if (moving) setTop(equal ? from : (seen(box.current)?.first ?? from));
  };
  return { top: shown, fit, tall, moveTo, moveBy: (rows) => moveTo(now.current.shown + rows), stay };
}
