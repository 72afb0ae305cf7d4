import { t } from '@fresnel/sdk';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Notice, Problem } from '../domain/Sentence';
import { useMeasure } from '../table/useMeasure';
import { DensityStrip } from './DensityStrip';
import { Details } from './Details';
import { Foot } from './Foot';
import { type Chosen, Lines } from './Lines';
import type { LogViewerProps } from './LogViewer';
import { stampOf } from './parts';
import { FilterChips, Tools } from './Tools';
import type { LogLook, LogSnapshot } from './types';
import { useLogPlace } from './useLogPlace';
import { useLogScroll } from './useLogScroll';
import { seen, useReveal } from './useReveal';
import styles from './viewer.module.css';

/** Rows that are held beyond those on screen, on both sides. */
const AROUND = 80;
const MOST_WAITING = 8;

/** The viewer itself; see LogViewer. */
export function Viewer({ source, label, look, onLook, tools, linkOf, at, empty, file }: LogViewerProps) {
  const snapshot = useSyncExternalStore(source.subscribe, source.get);
  const [box, size] = useMeasure<HTMLDivElement>();
  const field = useRef<HTMLInputElement>(null);
  const [follow, setFollow] = useState(at === undefined);
  const [chosen, setChosen] = useState<Chosen>();
  const began = useRef(-1);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const [copied, setCopied] = useState(0);
  const [paused, setPaused] = useState<number>();
  const scroll = useLogScroll({ box, first: snapshot.first, end: snapshot.end, height: size.height, even: !look.wrap, follow, onFollow });
  useQuestions(source, snapshot, look);
  useWindow(source, snapshot, scroll.top, scroll.fit, follow);
  const { current, setCurrent, ordinal, step, go } = useLogPlace({ source, snapshot, look, at, scroll, follow, onFollow });
  const line = current >= 0 ? snapshot.rows[current - snapshot.offset] : undefined;
  useReveal(box, current, line, look.wrap, follow, scroll);

  function onFollow(now: boolean) {
    setFollow(now);
    if (!now && follow) setPaused(snapshot.total);
  }
  const stop = () => {
    scroll.stay();
    onFollow(false);
  };
  /** With `extend` all from where the choice began. */
  const choose = (row: number, extend: boolean) => {
    if (!extend || began.current < 0) began.current = extend && current >= 0 ? current : row;
    setChosen(extend ? { from: Math.min(row, began.current), to: Math.max(row, began.current) } : undefined);
    if (!extend) began.current = -1;
  };
  const pick = (row: number, extend: boolean) => {
    stop();
    choose(row, extend);
    setOpen(!extend && (row !== current || !open));
    setCurrent(row);
  };

  const text = (from: number, to: number, more: Readonly<Record<string, string>>) => {
    const url = source.textUrl({ from: String(from), to: String(to + 1), plain: 'true', ...more });
    return url === undefined ? undefined : fetch(url).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))));
  };
  const copy = () => {
    const part = chosen ?? (current >= 0 ? { from: current, to: current } : { from: Math.floor(scroll.top), to: Math.floor(scroll.top) + scroll.fit - 1 });
    const words = text(part.from, part.to, { times: String(look.times !== 'none'), pods: String(snapshot.sources.length > 1) });
    void words?.then((lines) => navigator.clipboard?.writeText(lines)).then(() => setCopied(part.to - part.from + 1));
  };
  const download = (all: boolean) => {
    const url = source.textUrl({ all: String(all), times: 'true', pods: String(snapshot.sources.length > 1), file: file ?? 'logs' });
    if (url === undefined) return;
    const link = document.createElement('a');
    link.href = url;
    link.download = '';
    link.click();
  };
  /** Lines that wrap have any height: the next page begins where this one ends. */
  const turn = (down: boolean) => {
    const on = seen(box.current);
    if (on === undefined) return;
    const row = down ? on.first + on.count : Math.max(snapshot.first, on.first - 1);
    if (row >= snapshot.end) return onFollow(true);
    stop();
    setCurrent(row);
    scroll.moveTo(down ? row : row - on.count + 1);
  };
  const toggle = () => (follow ? stop() : onFollow(true));
  const keys = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: scroll.fit, PageUp: -scroll.fit }[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key === 'f') field.current?.focus();
    else if ((event.ctrlKey || event.metaKey) && event.key === 'c' && window.getSelection()?.isCollapsed !== false) copy();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (look.wrap && /^Page/.test(event.key)) turn(event.key === 'PageDown');
    else if (move !== undefined) {
      const row = Math.min(snapshot.end - 1, Math.max(snapshot.first, (current >= 0 ? current : Math.floor(scroll.top)) + move));
      stop();
      choose(row, event.shiftKey);
      setCurrent(row);
      if (row < scroll.top) scroll.moveTo(row);
      else if (row >= Math.floor(scroll.top) + scroll.fit) scroll.moveTo(row - scroll.fit + 1);
    } else if (event.key === 'Home') {
      onFollow(false);
      setCurrent(snapshot.first);
      scroll.moveTo(snapshot.first);
    } else if (event.key === 'End') onFollow(true);
    else if (event.key === 'n' || event.key === 'N') step(event.key === 'N');
    else if (event.key === 'f') toggle();
    else if (event.key === 'w') onLook({ wrap: !look.wrap });
    else if (event.key === '/') field.current?.focus();
    else if (event.key === 'Enter' && current >= 0) setOpen(!open);
    else if (event.key === 'Escape' && (open || chosen)) {
      setOpen(false);
      setChosen(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines have these places now
  useEffect(() => {
    began.current = -1;
    setChosen(undefined);
  }, [look.levels, look.of, look.fields, look.only]);
  useEffect(() => {
    const timer = copied > 0 ? setTimeout(() => setCopied(0), 4_000) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);
  // Whoever is not concerned by scrolling is not drawn again for it.
  const deeds = useRef({ step, pick, copy, download, toggle });
  deeds.current = { step, pick, copy, download, toggle };
  const [lasting] = useState(() => ({
    step: (back: boolean) => deeds.current.step(back),
    pick: (row: number, extend: boolean) => deeds.current.pick(row, extend),
    copy: () => deeds.current.copy(),
    download: (all: boolean) => deeds.current.download(all),
    follow: () => deeds.current.toggle(),
    lines: () => box.current?.focus(),
    ask: () => setAsking((before) => !before),
  }));

  const onScreen = (row: number) => snapshot.rows[Math.min(Math.max(0, Math.floor(row) - snapshot.offset), snapshot.rows.length - 1)];
  const nothing = snapshot.end === snapshot.first && snapshot.state !== 'loading' && snapshot.progress >= 1;
  return (
    <section className={styles.viewer} aria-label={label}>
      <Tools
        search={snapshot.search}
        levels={snapshot.levels}
        look={look}
        onLook={onLook}
        follow={follow}
        onFollow={lasting.follow}
        news={follow || paused === undefined ? 0 : Math.max(0, snapshot.total - paused)}
        ordinal={ordinal}
        onStep={lasting.step}
        onLines={lasting.lines}
        tools={tools}
        onDownload={lasting.download}
        onCopy={lasting.copy}
        chosen={chosen ? chosen.to - chosen.from + 1 : 0}
        asking={asking}
        onAsk={lasting.ask}
        field={field}
      />
      <FilterChips
        look={look}
        onLook={onLook}
        asking={asking}
        onAsked={() => {
          setAsking(false);
          box.current?.focus();
        }}
      />
      {snapshot.problem && <Problem tried={t('logs.tried')} problem={snapshot.problem} />}
      {snapshot.error && <Notice tone="error">{snapshot.error}</Notice>}
      {snapshot.troubles.map((trouble) => (
        <Notice key={trouble}>{trouble}</Notice>
      ))}
      {snapshot.strip && snapshot.strip.bars.length > 0 && (
        <DensityStrip
          strip={snapshot.strip}
          from={onScreen(scroll.top)?.t}
          to={onScreen(scroll.top + scroll.fit)?.t}
          onGo={(time) => {
            onFollow(false);
            go(time);
          }}
        />
      )}
      {nothing && <Nothing snapshot={snapshot} empty={empty} />}
      <Lines
        box={box}
        label={label}
        snapshot={snapshot}
        scroll={scroll}
        height={size.height}
        look={look}
        follow={follow}
        current={current}
        chosen={chosen}
        onPick={lasting.pick}
        onKey={keys}
      />
      {open && line && line.l !== 'note' && (
        <Details
          line={line}
          source={snapshot.sources[line.s]}
          look={look}
          link={linkOf?.(line)}
          whole={() => text(current, current, {})}
          onLook={onLook}
          onClose={() => {
            setOpen(false);
            box.current?.focus();
          }}
        />
      )}
      <Foot snapshot={snapshot} look={look} onLook={onLook} copied={copied} />
      <span className={styles.unseen} aria-live="polite">
        {copied > 0 ? t('logs.copied', { count: copied }) : line && current >= 0 ? `${stampOf(line)} ${line.x.slice(0, 200)}` : ''}
      </span>
    </section>
  );
}

/** Why there are no lines: the filter, no pods, or containers that have not begun. */
function Nothing({ snapshot, empty }: { readonly snapshot: LogSnapshot; readonly empty: ReactNode }) {
  const { sources, total } = snapshot;
  const waiting = sources.filter((one) => (one.state === 'waiting' || one.state === 'refused') && one.detail !== '');
  return (
    <div className={styles.nothing}>
      {total > 0 ? t('logs.filtered') : sources.length === 0 ? t('logs.noPods') : waiting.length === 0 && (empty ?? t('logs.empty'))}
      {total === 0 && waiting.length > 0 && (
        <ul>
          {waiting.slice(0, MOST_WAITING).map((one) => (
            <li key={one.i}>{t('logs.waits', { name: `${one.pod}/${one.container}`, why: one.detail })}</li>
          ))}
          {waiting.length > MOST_WAITING && <li>{t('logs.morePods', { count: waiting.length - MOST_WAITING })}</li>}
        </ul>
      )}
    </div>
  );
}

/** Tells the source what is filtered and searched. */
function useQuestions(source: LogViewerProps['source'], snapshot: LogSnapshot, look: LogLook): void {
  const sources = snapshot.sources.filter((one) => look.of.includes(one.pod) || look.of.includes(`${one.pod}/${one.container}`)).map((one) => one.i);
  const words = useMemo(() => ({ text: look.text, regex: look.regex, exact: look.exact }), [look.text, look.regex, look.exact]);
  const filter = JSON.stringify({ ...(look.only ? words : { text: '', regex: false, exact: false }), levels: look.levels, sources, fields: look.fields });
  useEffect(() => source.filter(JSON.parse(filter)), [source, filter]);
  useEffect(() => source.search(words), [source, words]);
}

/** Asks for the rows around those on screen; not again while there are enough. */
function useWindow(source: LogViewerProps['source'], snapshot: LogSnapshot, top: number, fit: number, follow: boolean): void {
  const begin = Math.floor(top);
  const held = useRef({ from: Number.MAX_SAFE_INTEGER, to: -1, follow: false });
  useEffect(() => {
    const count = Math.min(1000, fit + 2 * AROUND);
    const { from: low, to: high, follow: before } = held.current;
    const near = (begin - AROUND / 2 >= low || low <= snapshot.first) && begin + fit + AROUND / 2 <= high;
    if (before === follow && (follow ? high === count : near)) return;
    const from = Math.max(0, begin - AROUND);
    held.current = follow ? { from: -1, to: count, follow } : { from, to: from + count, follow };
    source.show(follow ? { end: true, count } : { from, count });
  }, [source, begin, fit, follow, snapshot.first]);
}
