import { t } from '@fresnel/sdk';
import { type KeyboardEvent, type RefObject, useMemo } from 'react';
import { LineRow } from './LineRow';
import styles from './lines.module.css';
import type { LogLook, LogSnapshot, LogSourceInfo } from './types';
import { LINE, type LogScroll } from './useLogScroll';

export interface Chosen {
  readonly from: number;
  readonly to: number;
}

export interface LinesProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly label: string;
  readonly snapshot: LogSnapshot;
  readonly scroll: LogScroll;
  /** inner height of the box */
  readonly height: number;
  readonly look: LogLook;
  readonly follow: boolean;
  readonly current: number;
  readonly chosen: Chosen | undefined;
  readonly onPick: (row: number, extend: boolean) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Pods have a colour each, in the order in which they came; the seventh and later share one. */
export function coloursOf(sources: readonly LogSourceInfo[]): ReadonlyMap<number, number> {
  const pods: string[] = [];
  const colours = new Map<number, number>();
  for (const source of sources) {
    const pod = `${source.cluster}/${source.namespace}/${source.pod}`;
    let place = pods.indexOf(pod);
    if (place < 0) place = pods.push(pod) - 1;
    colours.set(source.i, place < 6 ? place + 1 : 0);
  }
  return colours;
}

/** The lines on screen, and no others. */
export function Lines({ box, label, snapshot, scroll, height, look, follow, current, chosen, onPick, onKey }: LinesProps) {
  const { sources, rows, offset, end } = snapshot;
  const colours = useMemo(() => coloursOf(sources), [sources]);
  const containers = useMemo(() => new Set(sources.map((source) => source.container)).size > 1, [sources]);
  const begin = Math.floor(scroll.top);
  const stop = Math.min(end, begin + scroll.fit + 2);
  const bottom = follow && look.wrap;
  const shown = [];
  for (let row = begin; row < stop; row++) {
    const line = rows[row - offset];
    shown.push(
      line === undefined ? (
        <div key={row} className={`${styles.line} ${styles.absent}`} data-row={row} />
      ) : (
        <LineRow
          key={line.n}
          line={line}
          row={row}
          source={sources.length > 1 ? sources[line.s] : undefined}
          colour={colours.get(line.s) ?? 0}
          containers={containers}
          look={look}
          current={row === current}
          chosen={chosen !== undefined && row >= chosen.from && row <= chosen.to}
          onPick={onPick}
        />
      ),
    );
  }
  const shift = follow ? 0 : -(scroll.top - begin) * LINE;
  return (
    // biome-ignore lint/a11y/useSemanticElements: lines are drawn as they are scrolled to
    <div
      ref={box}
      className={`${styles.lines} ${look.wrap ? styles.wrap : ''}`}
      role="group"
      aria-label={t('logs.lines', { label, count: end - snapshot.first })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onKeyDown={onKey}
    >
      <div className={styles.tall} style={{ blockSize: scroll.tall }}>
        <div className={`${styles.screen} ${bottom ? styles.bottom : ''}`} style={{ blockSize: height }}>
          <div style={{ transform: bottom ? 'none' : `translateY(${shift}px)` }}>{shown}</div>
        </div>
      </div>
    </div>
  );
}
