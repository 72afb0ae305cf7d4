import { t } from '@fresnel/sdk';
import { type CSSProperties, type KeyboardEvent, type RefObject, useMemo } from 'react';
import { LineRow } from './LineRow';
import styles from './lines.module.css';
import { namesOf } from './names';
import type { LogLook, LogSnapshot } from './types';
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

/** Room for names of pods, in letters. */
const NAMES = [11, 34] as const;

/** The lines on screen, and no others. */
export function Lines({ box, label, snapshot, scroll, height, look, follow, current, chosen, onPick, onKey }: LinesProps) {
  const { sources, rows, offset, end } = snapshot;
  const { names, colours, longest } = useMemo(() => namesOf(sources), [sources]);
  const letters = Math.min(NAMES[1], Math.max(NAMES[0], longest));
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
          source={sources.length > 1 || line.l === 'note' ? sources[line.s] : undefined}
          name={names.get(line.s) ?? ''}
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
    <div
      ref={box}
      className={`${styles.lines} ${look.wrap ? styles.wrap : ''}`}
      style={{ '--logs-names': `${letters}ch` } as CSSProperties}
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
