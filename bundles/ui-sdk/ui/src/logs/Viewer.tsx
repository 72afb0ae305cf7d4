import { t } from '@fresnel/sdk';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
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
import { useLogScroll } from './useLogScroll';
import styles from './viewer.module.css';

/** Rows that are held beyond those on screen, on both sides. */
const AROUND = 80;
let seeks = 1;

/** The viewer itself; see LogViewer. */
export function Viewer({ source, label, look, onLook, tools, linkOf, at, empty, file }: LogViewerProps) {
  const snapshot = useSyncExternalStore(source.subscribe, source.get);
  const [box, size] = useMeasure<HTMLDivElement>();
  const field = useRef<HTMLInputElement>(null);
  const [follow, setFollow] = useState(at === undefined);
  const [current, setCurrent] = useState(-1);
  const [ordinal, setOrdinal] = useState<number>();
  const [chosen, setChosen] = useState<Chosen>();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const asked = useRef(0);
  const followed = useRef(0);
  const scroll = useLogScroll({ box, first: snapshot.first, end: snapshot.end, height: size.height, even: !look.wrap, follow, onFollow: setFollow });
  useQuestions(source, snapshot, look);
  useWindow(source, snapshot, scroll.top, scroll.fit, follow);

  const seek = (question: { from: number; back: boolean } | { t: number; ns: number; source: string; near?: boolean }) => {
    asked.current = seeks++;
    source.seek({ id: asked.current, ...question });
  };
  const step = (back: boolean) => {
    if (look.text === '') return;
    const here = current >= 0 ? (back ? current : current + 1) : follow ? snapshot.end : Math.floor(scroll.top);
    seek({ from: here, back });
  };
  const pick = (row: number, extend: boolean) => {
    setFollow(false);
    if (follow) scroll.moveTo(Math.max(snapshot.first, snapshot.end - scroll.fit));
    setChosen(extend && current >= 0 ? { from: Math.min(row, current), to: Math.max(row, current) } : undefined);
    if (extend) return;
    setOpen(row !== current || !open);
    setCurrent(row);
  };

  const { sought } = snapshot;
  const seekFirst = () => seek({ from: follow ? snapshot.end : Math.floor(scroll.top), back: follow });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first match is shown once for each search
  useEffect(() => {
    setOrdinal(undefined);
    setCurrent(-1);
    if (look.text !== '') seekFirst();
  }, [look.text, look.regex, look.exact, look.only]);
  const late = snapshot.search.matches > 0 && sought?.id === asked.current && sought.row < 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: there was none, and now one has come
  useEffect(() => {
    if (late && look.text !== '') seekFirst();
  }, [late]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link leads to its line once
  useEffect(() => {
    if (at !== undefined) seek(at);
  }, [at?.t, at?.ns, at?.source]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is followed once
  useEffect(() => {
    if (sought === undefined || sought.id !== asked.current || sought.row < 0) return;
    if (look.text !== '') setOrdinal(sought.ordinal < 0 ? undefined : sought.ordinal);
    if (followed.current === sought.id) return; // only its ordinal has come
    followed.current = sought.id;
    setFollow(false);
    setCurrent(sought.row);
    const inSight = sought.row >= scroll.top + 1 && sought.row < scroll.top + scroll.fit - 1;
    if (!inSight || follow) scroll.moveTo(sought.row - Math.floor(scroll.fit / 3));
  }, [sought]);

  const fits = useRef(scroll.fit);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is less room, as for the strip, the current line stays in sight
  useEffect(() => {
    const stood = current >= scroll.top && current < scroll.top + fits.current;
    fits.current = scroll.fit;
    if (!follow && stood && current >= scroll.top + scroll.fit) scroll.moveTo(current - scroll.fit + 1);
  }, [scroll.fit]);

  const copy = () => {
    const part = chosen ?? (current >= 0 ? { from: current, to: current } : { from: Math.floor(scroll.top), to: Math.floor(scroll.top) + scroll.fit - 1 });
    const url = source.textUrl({ from: String(part.from), to: String(part.to + 1), times: String(look.times !== 'none') });
    if (url === undefined) return;
    void fetch(url).then(async (answer) => answer.ok && navigator.clipboard?.writeText(await answer.text()));
  };
  const download = (all: boolean) => {
    const url = source.textUrl({ all: String(all), times: 'true', pods: String(snapshot.sources.length > 1), file: file ?? 'logs' });
    if (url === undefined) return;
    const link = document.createElement('a');
    link.href = url;
    link.download = '';
    link.click();
  };
  const keys = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: scroll.fit, PageUp: -scroll.fit }[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && window.getSelection()?.isCollapsed !== false) copy();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (move !== undefined) {
      const row = Math.min(snapshot.end - 1, Math.max(snapshot.first, (current >= 0 ? current : Math.floor(scroll.top)) + move));
      setFollow(false);
      if (event.shiftKey) setChosen({ from: Math.min(row, chosen?.from ?? current), to: Math.max(row, chosen?.to ?? current) });
      else setChosen(undefined);
      setCurrent(row);
      if (row < scroll.top) scroll.moveTo(row);
      else if (row >= Math.floor(scroll.top) + scroll.fit) scroll.moveTo(row - scroll.fit + 1);
    } else if (event.key === 'Home') {
      setFollow(false);
      setCurrent(snapshot.first);
      scroll.moveTo(snapshot.first);
    } else if (event.key === 'End') setFollow(true);
    else if (event.key === 'n' || event.key === 'N') step(event.key === 'N');
    else if (event.key === 'f') setFollow(!follow);
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

  // Whoever is not concerned by scrolling is not drawn again for it.
  const deeds = useRef({ step, pick, copy, download });
  deeds.current = { step, pick, copy, download };
  const [lasting] = useState(() => ({
    step: (back: boolean) => deeds.current.step(back),
    pick: (row: number, extend: boolean) => deeds.current.pick(row, extend),
    copy: () => deeds.current.copy(),
    download: (all: boolean) => deeds.current.download(all),
    ask: () => setAsking((before) => !before),
  }));

  const onScreen = (row: number) => snapshot.rows[Math.min(Math.max(0, Math.floor(row) - snapshot.offset), snapshot.rows.length - 1)];
  const line = current >= 0 ? snapshot.rows[current - snapshot.offset] : undefined;
  const nothing = snapshot.end === snapshot.first && snapshot.state !== 'loading' && snapshot.progress >= 1;
  return (
    <section className={styles.viewer} aria-label={label}>
      <Tools
        search={snapshot.search}
        levels={snapshot.levels}
        look={look}
        onLook={onLook}
        follow={follow}
        onFollow={setFollow}
        ordinal={ordinal}
        onStep={lasting.step}
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
            setFollow(false);
            seek({ t: Math.floor(time), ns: 0, source: '', near: true });
          }}
        />
      )}
      {nothing && <div className={styles.nothing}>{snapshot.total > 0 ? t('logs.filtered') : (empty ?? t('logs.empty'))}</div>}
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
          onLook={onLook}
          onClose={() => {
            setOpen(false);
            box.current?.focus();
          }}
        />
      )}
      <Foot snapshot={snapshot} look={look} onLook={onLook} />
      <span className={styles.unseen} aria-live="polite">
        {line && current >= 0 ? `${stampOf(line)} ${line.x.slice(0, 200)}` : ''}
      </span>
    </section>
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
