import { clock, t } from '@fresnel/sdk';
import { memo, useRef, useState } from 'react';
import styles from './strip.module.css';
import type { LogStrip } from './types';

export interface DensityStripProps {
  readonly strip: LogStrip;
  /** what is on screen */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly onGo: (time: number) => void;
}

const HEIGHT = 36;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
/** drawn from the foot up: quiet ones, warnings, errors on top */
const LAYERS = [
  { of: [0, 1, 2], name: 'quiet' },
  { of: [3], name: 'warn' },
  { of: [4], name: 'error' },
] as const;

/** Drawn again when there are other lines, not when others are on screen. */
const Bars = memo(function Bars({ strip }: { readonly strip: LogStrip }) {
  const most = Math.max(1, ...strip.bars.map((bar) => bar.reduce((sum, count) => sum + count, 0)));
  return strip.bars.map((bar, index) => {
    let y = HEIGHT;
    return LAYERS.map((layer) => {
      const count = layer.of.reduce<number>((sum, level) => sum + (bar[level] ?? 0), 0);
      if (count === 0) return undefined;
      const height = Math.max(1.5, (count / most) * (HEIGHT - 4));
      y -= height;
      // biome-ignore lint/suspicious/noArrayIndexKey: bars are their place
      return <rect key={`${index}${layer.name}`} className={styles[layer.name]} x={index + 0.08} y={y} width={0.84} height={height} />;
    });
  });
});

/** How many lines there are over time, by level; a brush over what is on screen. */
export function DensityStrip({ strip, from, to, onGo }: DensityStripProps) {
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState(false);
  const bars = strip.bars.length;
  const end = strip.from + strip.width * bars;
  const x = (time: number) => Math.min(bars, Math.max(0, (time - strip.from) / strip.width));
  const go = (clientX: number) => {
    const area = box.current?.getBoundingClientRect();
    if (area) onGo(strip.from + Math.min(1, Math.max(0, (clientX - area.left) / area.width)) * (end - strip.from));
  };
  const brush = from === undefined || to === undefined ? undefined : { x: x(from), width: Math.max(bars / 120, x(to) - x(from)) };
  const long = end - strip.from > 86_400_000;
  const label = (time: number) => (long ? `${new Date(time).toISOString().slice(5, 10)} ${clock(time).slice(0, 5)}` : clock(time));
  return (
    <div className={styles.strip}>
      <div
        ref={box}
        className={styles.bars}
        role="slider"
        tabIndex={0}
        aria-label={t('logs.strip')}
        aria-valuemin={Math.round(strip.from)}
        aria-valuemax={Math.round(end)}
        aria-valuenow={Math.round(from ?? strip.from)}
        aria-valuetext={from === undefined ? '' : clock(from)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag(true);
          go(event.clientX);
        }}
        onPointerMove={(event) => drag && go(event.clientX)}
        onPointerUp={() => setDrag(false)}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: 10, PageUp: -10 }[event.key];
          const goal =
            event.key === 'Home' ? strip.from : event.key === 'End' ? end : step === undefined ? undefined : (from ?? strip.from) + step * strip.width;
          if (goal === undefined) return;
          event.preventDefault();
          onGo(goal);
        }}
      >
        <svg viewBox={`0 0 ${bars} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <Bars strip={strip} />
          {brush && <rect className={styles.brush} x={brush.x} y={0.5} width={brush.width} height={HEIGHT - 1} />}
          {strip.firstError !== undefined && <line className={styles.firstError} x1={x(strip.firstError)} x2={x(strip.firstError)} y1={0} y2={HEIGHT} />}
        </svg>
        {strip.firstError !== undefined && (
          <span
            className={`${styles.firstErrorWord} ${x(strip.firstError) > bars / 2 ? styles.before : ''}`}
            style={{ insetInlineStart: `${(x(strip.firstError) / bars) * 100}%` }}
            aria-hidden="true"
          >
            {t('logs.firstError', { time: clock(strip.firstError) })}
          </span>
        )}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {TICKS.map((part) => (
          <span key={part}>{label(strip.from + part * (end - strip.from))}</span>
        ))}
      </div>
    </div>
  );
}
