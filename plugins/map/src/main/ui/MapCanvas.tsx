import { t } from '@fresnel/sdk';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { Backing } from './backing';
import type { Layout, PlacedCard, PlacedGroup } from './layout';
import styles from './map.module.css';
import type { Card, Picture } from './model';
import { type Palette, paint, readPalette, type Scene } from './paint';
import { CanvasPen, SvgPen } from './pen';
import { View } from './view';
import { next, type Target } from './walk';
import { spoken, words } from './words';

export interface MapHandle {
  fit(): void;
  zoom(factor: number): void;
  show(id: string): void;
  svg(): string;
  png(): Promise<Blob | undefined>;
}

export interface MapCanvasProps {
  readonly layout: Layout;
  readonly pictures: readonly Picture[];
  readonly selected: string | undefined;
  readonly search: string;
  /** what a group without a key is called */
  readonly none: string;
  /** another one makes the map fit the screen */
  readonly scene: string;
  /** more is to come: as long as nobody has moved it, the map fits the screen */
  readonly settling: boolean;
  /** for which width it was laid out */
  readonly room: number;
  readonly handle: React.Ref<MapHandle>;
  readonly onSelect: (card: Card, cluster: string) => void;
  readonly onClear: () => void;
  readonly onOpenGroup: (group: PlacedGroup) => void;
  readonly onUnfold: () => void;
  /** zoomed so far in on a closed group that it should open, or so far out that groups should close */
  readonly onDeeper: (group: PlacedGroup) => void;
  readonly onHigher: () => void;
  readonly onWidth: (width: number) => void;
}

/** A closed group opens when it is that wide on screen. */
const OPENS_AT = 360;
/** Milliseconds without a move after which the map rests. */
const REST = 140;
/** Drawn smaller than that, open groups close. */
const CLOSES_AT = 0.16;

/** The drawing: a canvas with a view that can be moved, and one thing on it that the keyboard is at. */
export function MapCanvas(props: MapCanvasProps) {
  const { layout, pictures, selected, search, scene } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef(new View());
  const [hover, setHover] = useState<string>();
  const [at, setAt] = useState<Target>();
  const [said, setSaid] = useState('');
  const id = useId();
  const latest = useRef(props);
  latest.current = props;
  const needed = useRef(0);
  const drawn = useRef(() => {});
  const palette = useRef<Palette>(undefined);
  const touched = useRef(false);
  const backing = useRef<Backing>(undefined);
  /** whether it is being moved: then a picture of it is shifted, and drawn sharply when it rests */
  const moving = useRef(false);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** whether more was to come when the map was made to fit last */
  const unsettled = useRef(false);
  const text = search.toLowerCase();
  const colours = () => {
    palette.current ??= readPalette(document.documentElement);
    return palette.current;
  };
  const scenery = (): Scene => ({
    layout,
    pictures,
    palette: colours(),
    words: { ...words, none: props.none },
    hover,
    selected,
    current: at === undefined ? undefined : at.kind === 'card' ? at.id : at.kind === 'group' ? groupKey(at.group) : undefined,
    match: text === '' ? undefined : (card) => card.n.toLowerCase().includes(text) || card.kind.toLowerCase().includes(text),
    view: view.current.world(),
    scale: view.current.scale,
  });
  drawn.current = () => {
    const on = canvas.current?.getContext('2d');
    if (!on || !canvas.current) return;
    const ratio = window.devicePixelRatio || 1;
    if (moving.current) {
      backing.current ??= new Backing();
      backing.current.show(on, view.current, ratio, (inner, world) => paint(new CanvasPen(inner), { ...scenery(), view: world }));
      return;
    }
    const { scale, x, y } = view.current;
    on.setTransform(1, 0, 0, 1, 0, 0);
    on.clearRect(0, 0, canvas.current.width, canvas.current.height);
    on.setTransform(ratio * scale, 0, 0, ratio * scale, -x * scale * ratio, -y * scale * ratio);
    paint(new CanvasPen(on), scenery());
  };
  const redraw = () => {
    needed.current ||= requestAnimationFrame(() => {
      needed.current = 0;
      drawn.current();
    });
  };
  const moved = () => {
    moving.current = true;
    clearTimeout(resting.current);
    resting.current = setTimeout(() => {
      moving.current = false;
      redraw();
    }, REST);
    redraw();
  };
  useEffect(() => {
    backing.current?.forget();
    redraw();
  });
  useEffect(
    () => () => {
      cancelAnimationFrame(needed.current);
      clearTimeout(resting.current);
    },
    [],
  );

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const resize = () => {
      const { clientWidth: w, clientHeight: h } = element;
      const ratio = window.devicePixelRatio || 1;
      if (canvas.current && w > 0) {
        canvas.current.width = Math.round(w * ratio);
        canvas.current.height = Math.round(h * ratio);
        view.current.resize(w, h);
        backing.current?.forget();
        latest.current.onWidth(w);
        drawn.current();
      }
    };
    resize();
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    const themes = new MutationObserver(() => {
      palette.current = undefined;
      backing.current?.forget();
      drawn.current();
    });
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
    document.fonts?.ready.then(() => {
      CanvasPen.forgetWidths();
      backing.current?.forget();
      drawn.current();
    });
    return () => {
      observer.disconnect();
      themes.disconnect();
    };
  }, []);

  // Another question is looked at from its beginning; the same one holds still.
  const fitted = useRef<string>(undefined);
  const fittedTo = useRef(0);
  useEffect(() => {
    const settled = !unsettled.current && fittedTo.current === props.room;
    if (layout.groups.size === 0 || (fitted.current === scene && (settled || touched.current))) return;
    if (fitted.current !== scene) touched.current = false;
    fitted.current = scene;
    fittedTo.current = props.room;
    unsettled.current = props.settling;
    const chosen = selected === undefined ? undefined : layout.cards.get(selected);
    view.current.fit(layout.width, layout.height);
    if (chosen && view.current.scale < 0.6) view.current.centre(chosen, 1);
    redraw();
  });

  // Wheels are heard without React, which could not hold the page still.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it reads is in references
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      touched.current = true;
      const { left, top } = element.getBoundingClientRect();
      if (event.ctrlKey || !event.shiftKey) {
        view.current.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - left, event.clientY - top);
        level(event.deltaY < 0, event.clientX - left, event.clientY - top);
      } else view.current.move(event.deltaY || event.deltaX, 0);
      moved();
    };
    const level = (inwards: boolean, x: number, y: number) => {
      const { layout: now, onDeeper, onHigher } = latest.current;
      const { scale } = view.current;
      const open = [...now.groups.values()].some((group) => group.tile.open && group.tile.drawn > 0);
      if (inwards) {
        const point = view.current.at(x, y);
        const under = [...now.groups.values()].find((group) => inside(group, point) && !(group.tile.open && group.tile.drawn > 0));
        if (under && under.w * scale >= OPENS_AT) onDeeper(under);
      } else if (open && scale < CLOSES_AT) onHigher();
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, []);

  useImperativeHandle(
    props.handle,
    (): MapHandle => ({
      fit: () => {
        view.current.fit(latest.current.layout.width, latest.current.layout.height);
        redraw();
      },
      zoom: (factor) => {
        view.current.zoom(factor);
        redraw();
      },
      show: (card) => {
        const placed = latest.current.layout.cards.get(card);
        if (placed) view.current.centre(placed, Math.max(0.8, view.current.scale));
        redraw();
      },
      svg: () => {
        const measure = new CanvasPen(document.createElement('canvas').getContext('2d')!);
        const pen = new SvgPen(measure);
        const { width, height } = latest.current.layout;
        const all = scenery();
        paint(pen, { ...all, hover: undefined, current: undefined, view: { x: 0, y: 0, w: width, h: height }, scale: 1 });
        return pen.svg(width, height, all.palette.sunken);
      },
      png: () => picture(latest.current.layout, scenery()),
    }),
  );

  const found = (x: number, y: number): PlacedCard | PlacedGroup | 'folded' | undefined => {
    const point = view.current.at(x, y);
    for (const placed of layout.cards.values()) if (inside(placed, point)) return placed;
    for (const group of layout.groups.values()) if (inside(group, point)) return group;
    return layout.folded && inside(layout.folded, point) ? 'folded' : undefined;
  };
  const drag = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined);
  const touches = useRef(new Map<number, { x: number; y: number }>());
  const here = (event: PointerEvent) => {
    const { left, top } = box.current!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    touches.current.set(event.pointerId, here(event));
    drag.current = { ...here(event), moved: touches.current.size > 1 };
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const now = here(event);
    const before = touches.current.get(event.pointerId);
    if (before === undefined) {
      const under = found(now.x, now.y);
      const thing = under === undefined || under === 'folded' ? undefined : 'card' in under ? under.card.id : closed(under) ? keyOf(under) : undefined;
      if (thing !== hover) setHover(thing);
      box.current?.classList.toggle(styles.pointing!, thing !== undefined || under === 'folded');
      return;
    }
    touches.current.set(event.pointerId, now);
    if (touches.current.size === 2) {
      const other = [...touches.current].find(([pointer]) => pointer !== event.pointerId)![1];
      const factor = distance(now, other) / Math.max(1, distance(before, other));
      view.current.zoom(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else if (drag.current && (drag.current.moved || distance(now, drag.current) > 4)) {
      drag.current.moved = true;
      touched.current = true;
      view.current.move(before.x - now.x, before.y - now.y);
    }
    moved();
  };
  const up = (event: PointerEvent<HTMLDivElement>) => {
    touches.current.delete(event.pointerId);
    if (drag.current && !drag.current.moved) press(found(drag.current.x, drag.current.y));
    if (touches.current.size === 0) drag.current = undefined;
  };
  const press = (what: PlacedCard | PlacedGroup | 'folded' | undefined) => {
    if (what === undefined) props.onClear();
    else if (what === 'folded') props.onUnfold();
    else if ('card' in what) {
      setAt({ kind: 'card', id: what.card.id });
      props.onSelect(what.card, clusterOf(what.card, pictures));
    } else if (closed(what)) props.onOpenGroup(what);
    else props.onClear();
  };
  const key = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }[event.key] as 'left' | 'right' | 'up' | 'down' | undefined;
    if (step !== undefined) walk(next(at, step, layout, pictures));
    else if (event.key === 'Enter' || event.key === ' ') enter();
    else if (event.key === 'Escape') props.onClear();
    else if (event.key === '+' || event.key === '=') view.current.zoom(1.25);
    else if (event.key === '-') view.current.zoom(0.8);
    else if (event.key === '0') view.current.fit(layout.width, layout.height);
    else return;
    event.preventDefault();
    redraw();
  };
  const walk = (target: Target | undefined) => {
    if (target === undefined) return;
    setAt(target);
    setHover(target.kind === 'card' ? target.id : target.kind === 'group' ? keyOf(target.group) : undefined);
    setSaid(spoken(target, layout, pictures));
    const box = target.kind === 'card' ? layout.cards.get(target.id) : target.kind === 'group' ? target.group : layout.folded;
    if (box) view.current.reveal(box);
  };
  const enter = () => {
    if (at?.kind === 'card') press(layout.cards.get(at.id));
    else if (at?.kind === 'group') press(layout.groups.get(`${at.group.cluster}/${at.group.tile.id}`));
    else if (at?.kind === 'folded') press('folded');
    else walk(next(undefined, 'right', layout, pictures));
  };
  return (
    <div
      ref={box}
      className={styles.canvas}
      role="application"
      aria-label={t('canvas.label')}
      aria-describedby={id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is walked by keys
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onPointerLeave={() => setHover(undefined)}
      onKeyDown={key}
    >
      <canvas ref={canvas} />
      <p id={id} className={styles.unseen}>
        {t('canvas.keys')}
      </p>
      <p className={styles.unseen} aria-live="polite">
        {said}
      </p>
    </div>
  );
}

/** Among what can be pointed at. */
function keyOf(group: PlacedGroup): string {
  return `${group.cluster}/${group.tile.id}`;
}

function groupKey(group: PlacedGroup): string {
  return group.cluster + group.tile.id;
}

function closed(group: PlacedGroup | PlacedCard): boolean {
  return 'tile' in group && !(group.tile.open && group.tile.drawn > 0);
}

function inside(box: { x: number; y: number; w: number; h: number }, { x, y }: { x: number; y: number }): boolean {
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function clusterOf(card: Card, pictures: readonly Picture[]): string {
  return pictures.find((picture) => picture.cards.has(card.id))?.cluster ?? '';
}

/** The whole map as an image, at most 8000 pixels a side. */
function picture(layout: Layout, scene: Scene): Promise<Blob | undefined> {
  const scale = Math.min(2, 8_000 / Math.max(layout.width, layout.height, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(layout.width * scale);
  canvas.height = Math.ceil(layout.height * scale);
  const on = canvas.getContext('2d')!;
  on.fillStyle = scene.palette.sunken;
  on.fillRect(0, 0, canvas.width, canvas.height);
  on.scale(scale, scale);
  paint(new CanvasPen(on), { ...scene, hover: undefined, current: undefined, view: { x: 0, y: 0, w: layout.width, h: layout.height }, scale: 1 });
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/png'));
}
