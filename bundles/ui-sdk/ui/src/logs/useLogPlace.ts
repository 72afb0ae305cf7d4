import { useEffect, useRef, useState } from 'react';
import type { LogLine, LogLook, LogSnapshot, LogSource } from './types';
import type { LogScroll } from './useLogScroll';

type Question = { from: number; back: boolean } | { t: number; ns: number; source: string; near?: boolean };
let seeks = 1;

interface Options {
  readonly source: LogSource;
  readonly snapshot: LogSnapshot;
  readonly look: LogLook;
  readonly at: { readonly t: number; readonly ns: number; readonly source: string } | undefined;
  readonly scroll: LogScroll;
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
}

export interface LogPlace {
  /** place of the row that somebody is at; -1 = none */
  readonly current: number;
  readonly setCurrent: (row: number) => void;
  /** which of the matches it is */
  readonly ordinal: number | undefined;
  /** to the next match */
  step(back: boolean): void;
  /** to a time */
  go(time: number): void;
}

/** Where somebody is in the lines: led by a search, a link or a time, and kept when other lines are shown around it. */
export function useLogPlace({ source, snapshot, look, at, scroll, follow, onFollow }: Options): LogPlace {
  const [current, setCurrent] = useState(-1);
  const [ordinal, setOrdinal] = useState<number>();
  /** the last question: whether a match was meant, and how far below the top the row is to stand */
  const asked = useRef<{ id: number; match?: boolean; below?: number; unmarked?: boolean }>({ id: 0 });
  const followed = useRef(0);
  const { text, regex, exact, only } = look;

  const seek = (question: Question, how: { match?: boolean; below?: number; unmarked?: boolean } = {}) => {
    asked.current = { id: seeks++, ...how };
    source.seek({ id: asked.current.id, ...question });
  };
  const step = (back: boolean) => {
    if (text === '') return;
    const here = current >= 0 ? (back ? current : current + 1) : follow ? snapshot.end : Math.floor(scroll.top);
    seek({ from: here, back }, { match: true });
  };
  const seekFirst = () => seek({ from: follow ? snapshot.end : Math.floor(scroll.top), back: follow }, { match: true });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first match is shown once for each search
  useEffect(() => {
    setOrdinal(undefined);
    if (text === '') return;
    setCurrent(-1);
    seekFirst();
  }, [text, regex, exact]);

  const { sought } = snapshot;
  const late = snapshot.search.matches > 0 && asked.current.match === true && sought?.id === asked.current.id && sought.row < 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: there was none, and now one has come
  useEffect(() => {
    if (late && text !== '') seekFirst();
  }, [late]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a link leads to its line once
  useEffect(() => {
    if (at !== undefined) seek(at);
  }, [at?.t, at?.ns, at?.source]);

  const anchor = useRef<{ line: LogLine; below: number; unmarked: boolean }>(undefined);
  const keep = (near: boolean) => {
    const top = Math.floor(scroll.top);
    const line = snapshot.rows[current - snapshot.offset];
    const first = snapshot.rows[top - snapshot.offset];
    if (current >= 0 && line)
      anchor.current = { line, below: current >= top && current < top + scroll.fit ? current - top : Math.floor(scroll.fit / 3), unmarked: false };
    else if (first && snapshot.end > snapshot.first) anchor.current = { line: first, below: 0, unmarked: true };
    if (follow || anchor.current === undefined) return;
    const { line: kept, below, unmarked } = anchor.current;
    const from = snapshot.sources[kept.s];
    seek({ t: kept.t, ns: kept.ns, source: from === undefined ? '' : `${from.pod}/${from.container}`, near }, { below, unmarked });
  };
  const shown = JSON.stringify([look.levels, look.of, look.fields, only, only ? [text, regex, exact] : '']);
  const before = useRef({ shown, begun: snapshot.begun });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines are shown, or the same ones have come anew: whoever reads one stays at it
  useEffect(() => {
    const { shown: formerly, begun } = before.current;
    before.current = { shown, begun: snapshot.begun };
    if (formerly === shown && (begun === snapshot.begun || begun === 0)) return;
    if (follow) setCurrent(-1);
    else keep(begun === snapshot.begun); // when all comes anew it may be on its way yet
  }, [shown, snapshot.begun]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is followed once
  useEffect(() => {
    const { id, match, below, unmarked } = asked.current;
    if (sought === undefined || sought.id !== id || sought.row < 0) return;
    setOrdinal(match && sought.ordinal >= 0 ? sought.ordinal : undefined);
    if (followed.current === id) return; // only its ordinal has come
    followed.current = id;
    onFollow(false);
    if (!unmarked) setCurrent(sought.row);
    const inSight = sought.row >= scroll.top + 1 && sought.row < scroll.top + scroll.fit - 1;
    if (below !== undefined) scroll.moveTo(sought.row - below);
    else if (!inSight || follow) scroll.moveTo(sought.row - Math.floor(scroll.fit / 3));
  }, [sought]);

  const fits = useRef(scroll.fit);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is less room, as for the strip, the current line stays in sight
  useEffect(() => {
    const stood = current >= scroll.top && current < scroll.top + fits.current;
    fits.current = scroll.fit;
    if (!follow && stood && current >= scroll.top + scroll.fit) scroll.moveTo(current - scroll.fit + 1);
  }, [scroll.fit]);

  return { current, setCurrent, ordinal, step, go: (time) => seek({ t: Math.floor(time), ns: 0, source: '', near: true }) };
}
