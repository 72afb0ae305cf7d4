import { navigate, pages, type SectionSlotProps, t } from '@fresnel/sdk';
import { Link } from '@fresnel/ui';
import { type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { without } from './kinds';
import { Arrangement, type Layout } from './layout';
import styles from './map.module.css';
import type { Picture } from './model';
import { paint, readPalette } from './paint';
import { CanvasPen } from './pen';
import { refOf } from './Side';
import { type Question, useMap } from './useMap';
import { words } from './words';

const TALLEST = 260;
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
  const layout = useMemo(() => new Arrangement().arrange(picture ? [picture] : [], 600), [picture]);
  const others = (picture?.cards.size ?? 0) - 1;
  const whole = `${pages.plugin('map', 'map')}${pages.plugin('map', 'map').includes('?') ? '&' : '?'}level=workloads&focus=${encodeURIComponent([of.resource, of.namespace ?? '_', of.name].join('/'))}`;
  if (picture === undefined || others < 0) return <p>{picture === undefined || picture.info.state === 'loading' ? t('loading') : t('mini.none')}</p>;
  return (
    <>
      {others > 0 && <Drawing picture={picture} layout={layout} label={t('mini.label', { count: others })} />}
      <p>
        {others === 0 ? t('mini.none') : t('mini.label', { count: others })} <Link to={whole}>{t('mini.open')}</Link>
      </p>
    </>
  );
}

function Drawing({ picture, layout, label }: { readonly picture: Picture; readonly layout: Layout; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scaleOf = (width: number) => Math.min(1, width / layout.width, TALLEST / layout.height);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = () => {
      const ratio = window.devicePixelRatio || 1;
      const scale = scaleOf(element.clientWidth);
      element.width = Math.round(element.clientWidth * ratio);
      element.height = Math.round(layout.height * scale * ratio);
      const on = element.getContext('2d');
      if (!on || element.width === 0) return;
      on.scale(scale * ratio, scale * ratio);
      const view = { x: 0, y: 0, w: layout.width, h: layout.height };
      // Small, but with its names: they are what it is for.
      paint(new CanvasPen(on), { layout, pictures: [picture], palette: readPalette(document.documentElement), words, view, scale: Math.max(scale, 0.4) });
    };
    draw();
    const themes = new MutationObserver(draw);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
    return () => themes.disconnect();
  });
  const press = (event: MouseEvent<HTMLCanvasElement>) => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = scaleOf(width);
    const [x, y] = [(event.clientX - left) / scale, (event.clientY - top) / scale];
    for (const placed of layout.cards.values())
      if (x >= placed.x && x <= placed.x + placed.w && y >= placed.y && y <= placed.y + placed.h) navigate(pages.object(refOf(placed.card, picture.cluster)));
  };
  return <canvas ref={canvas} className={styles.mini} role="img" aria-label={label} onClick={press} />;
}
