import { navigate, type ObjectRef, pages, type SectionSlotProps, t } from '@fresnel/sdk';
import { Link } from '@fresnel/ui';
import { type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { without } from './kinds';
import type { Layout } from './layout';
import styles from './map.module.css';
import type { Card, Picture } from './model';
import { paint, readPalette } from './paint';
import { CanvasPen } from './pen';
import { refOf } from './Side';
import { upright } from './upright';
import { type Question, useMap } from './useMap';
import { words } from './words';

/** how wide the side of a page is, until it has been measured */
const USUAL_WIDTH = 270;
const BORDER = 1;
const SHOWN = ['workloads', 'network', 'configuration', 'storage', 'security', 'autoscaling', 'custom'] as const;

/** What one object is connected with, small enough for the side of its page. */
export function MiniMap({ of }: SectionSlotProps) {
  const question = useMemo(
    (): Question => ({
      clusters: [of.cluster],
      namespaces: of.namespace ? [of.namespace] : [],
      group: 'cluster',
      without: without(SHOWN, []),
      focus: { resource: of.resource, namespace: of.namespace ?? '', name: of.name, steps: 1 },
      limit: 24,
    }),
    [of.cluster, of.resource, of.namespace, of.name],
  );
  const { pictures } = useMap(question);
  const picture = pictures[0];
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const width = useWidth(box);
  const drawn = useMemo(() => {
    const focus = picture && centre(picture, of);
    return focus && upright(picture, focus, width);
  }, [picture, of, width]);
  const others = (picture?.cards.size ?? 0) - 1;
  const whole = `${pages.plugin('map', 'map')}${pages.plugin('map', 'map').includes('?') ? '&' : '?'}level=workloads&focus=${encodeURIComponent([of.resource, of.namespace ?? '_', of.name].join('/'))}`;
  const loading = picture === undefined || picture.info.state === 'loading';
  if (drawn === undefined || (loading && others === 0)) return <p>{loading ? t('loading') : t('mini.none')}</p>;
  const label = others === 0 ? t('mini.none') : t('mini.label', { count: others });
  return (
    <div ref={setBox}>
      {picture && others > 0 && <Drawing picture={picture} layout={drawn.layout} label={label} />}
      <p className={styles.miniFoot}>
        <span>{drawn.left > 0 ? `${label} ${t('mini.left', { count: drawn.left })}` : label}</span>
        <Link to={whole}>{t('mini.open')}</Link>
      </p>
    </div>
  );
}

/** The object that the page is about. */
function centre(picture: Picture, of: ObjectRef): Card | undefined {
  const cards = [...picture.cards.values()];
  return cards.find((card) => card.k === of.resource && card.n === of.name && card.ns === (of.namespace ?? '')) ?? cards[0];
}

function useWidth(box: HTMLElement | null): number {
  const [width, setWidth] = useState(USUAL_WIDTH);
  useLayoutEffect(() => {
    if (box === null) return;
    const observer = new ResizeObserver(() => box.clientWidth > 0 && setWidth(box.clientWidth - 2 * BORDER));
    observer.observe(box);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

function Drawing({ picture, layout, label }: { readonly picture: Picture; readonly layout: Layout; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = () => {
      const ratio = window.devicePixelRatio || 1;
      element.width = Math.round(layout.width * ratio);
      element.height = Math.round(layout.height * ratio);
      const on = element.getContext('2d');
      if (!on) return;
      on.scale(ratio, ratio);
      const view = { x: 0, y: 0, w: layout.width, h: layout.height };
      paint(new CanvasPen(on), { layout, pictures: [picture], palette: readPalette(document.documentElement), words, view, scale: 1, upright: true });
    };
    draw();
    let gone = false;
    if (document.fonts?.status === 'loading')
      void document.fonts.ready.then(() => {
        CanvasPen.forgetWidths();
        if (!gone) draw();
      });
    const themes = new MutationObserver(draw);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
    return () => {
      gone = true;
      themes.disconnect();
    };
  });
  const press = (event: MouseEvent<HTMLCanvasElement>) => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = width / layout.width;
    const [x, y] = [(event.clientX - left) / scale, (event.clientY - top) / scale];
    for (const placed of layout.cards.values())
      if (x >= placed.x && x <= placed.x + placed.w && y >= placed.y && y <= placed.y + placed.h) navigate(pages.object(refOf(placed.card, picture.cluster)));
  };
  return <canvas ref={canvas} className={styles.mini} role="img" aria-label={label} onClick={press} />;
}
