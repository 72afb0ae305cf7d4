import styles from './MicroBar.module.css';

export interface MicroBarProps {
  readonly used: number;
  /** the tick */
  readonly request?: number | undefined;
  /** the whole track; without one the track is dotted */
  readonly limit?: number | undefined;
}

const WIDTH = 52;
const HEIGHT = 12;
const NEAR = 0.85;
const AT = 0.97;

/** How near use is to its limit: `warning` from 85 %, `error` from 97 %. */
export function pressure(used: number, limit: number | undefined): 'warning' | 'error' | undefined {
  if (limit === undefined || limit <= 0) return undefined;
  const part = used / limit;
  return part >= AT ? 'error' : part >= NEAR ? 'warning' : undefined;
}

/** Use as the fill, the limit as the track, the request as a tick. The figure stands beside it, so it says nothing by itself. */
export function MicroBar({ used, request, limit }: MicroBarProps) {
  const open = limit === undefined || limit <= 0;
  const whole = open ? Math.max(used, request ?? 0) * 1.25 || 1 : limit;
  const at = (value: number) => Math.max(0, Math.min(WIDTH, (value / whole) * WIDTH));
  const tone = pressure(used, limit);
  return (
    <svg className={styles.bar} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      {open ? <path className={styles.open} d={`M1 6H${WIDTH}`} /> : <rect className={styles.track} x="0" y="3" width={WIDTH} height="6" />}
      <rect className={tone ? styles[tone] : styles.fill} x="0" y="3" width={Math.max(used > 0 ? 1.5 : 0, at(used))} height="6" />
      {request !== undefined && request > 0 && <rect className={styles.tick} x={Math.min(WIDTH - 1.5, at(request))} y="0" width="1.5" height={HEIGHT} />}
    </svg>
  );
}
