import { t } from '@fresnel/sdk';
import { LEAST_HEIGHT, panels, USUAL_HEIGHT } from '@fresnel/sdk/host';
import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Dock.module.css';

const STEP = 24;
/** The page's head, its bars and a few rows stay in sight. */
const REST = 236;

function most(): number {
  return Math.max(LEAST_HEIGHT, window.innerHeight - REST);
}

function resize(height: number): void {
  panels.resize(Math.min(most(), height));
}

/** The edge that is dragged, or moved with the arrow keys. */
export function Handle({ height }: { readonly height: number }) {
  const drag = (down: PointerEvent<HTMLDivElement>) => {
    const handle = down.currentTarget;
    const from = Math.min(most(), height) + down.clientY;
    handle.setPointerCapture(down.pointerId);
    handle.onpointermove = (move) => resize(from - move.clientY);
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  const press = (event: KeyboardEvent) => {
    const now = Math.min(most(), height);
    const next = { ArrowUp: now + STEP, ArrowDown: now - STEP, Home: LEAST_HEIGHT, End: most() }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={t('dock.resize')}
      aria-valuemin={LEAST_HEIGHT}
      aria-valuemax={most()}
      aria-valuenow={Math.min(most(), height)}
      className={styles.handle}
      onPointerDown={drag}
      onDoubleClick={() => resize(USUAL_HEIGHT)}
      onKeyDown={press}
    />
  );
}
