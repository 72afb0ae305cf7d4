import { useSyncExternalStore } from 'react';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A duration as kubectl prints it (apimachinery duration.HumanDuration): `47s`, `2m5s`, `3h12m`, `5d2h`, `2y14d`. */
export function humanDuration(milliseconds: number): string {
  if (milliseconds < -SECOND) return '<invalid>';
  if (milliseconds < SECOND) return '0s';
  const seconds = Math.floor(milliseconds / SECOND);
  if (milliseconds < 2 * MINUTE) return `${seconds}s`;
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (milliseconds < 3 * HOUR) return `${minutes}m`;
  const hours = Math.floor(milliseconds / HOUR);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(milliseconds / DAY);
  if (hours < 192) return two(days, 'd', hours % 24, 'h');
  if (milliseconds < 2 * YEAR) return `${days}d`;
  const years = Math.floor(milliseconds / YEAR);
  return milliseconds < 8 * YEAR ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** One clock for the whole page: ages move together, once a second, and only while somebody shows one. */
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
let time = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    time = Date.now();
    for (const one of [...listeners]) one();
  }, SECOND);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** An age that moves; the component is rendered again only when its text changes. */
export function useAge(since: number | undefined): string {
  return useSyncExternalStore(subscribe, () => (since === undefined ? '' : humanDuration(Math.max(0, now() - since))));
}

function now(): number {
  if (ticking === undefined) time = Date.now();
  return time;
}
