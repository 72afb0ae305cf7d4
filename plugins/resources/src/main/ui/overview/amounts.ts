import { number } from '@fresnel/sdk';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `412m` below one, else `5.6` or `283`. */
export function cores(value: number): string {
  if (value === 0) return '0';
  return value < 1 ? `${Math.round(value * 1000)}m` : digits(value);
}

/** `5.6 GiB`. */
export function bytes(value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${digits(rest)} ${UNITS[unit]}`;
}

function digits(value: number): string {
  return number(value >= 100 ? Math.round(value) : value >= 10 ? Math.round(value * 10) / 10 : Math.round(value * 100) / 100);
}

/** `37 %` of something that is there. */
export function percent(part: number, whole: number): string {
  return `${number(Math.round((part / whole) * 100))} %`;
}
