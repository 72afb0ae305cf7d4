import { currentSettings } from '../page/settings';

/** A formatter for each way of writing; few, and costly to make. */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  let format = made.get(key) as T | undefined;
  if (format === undefined) {
    format = make();
    made.set(key, format);
  }
  return format;
}

/** Whose way of writing numbers and dates: the person's locale, else the language. */
export function locale(): string {
  const { locale: chosen, language } = currentSettings();
  return chosen === '' ? language : chosen;
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const where = locale();
  return kept(`n ${where} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(where, options));
}

/** @param shape what of a moment is said; hours and zone are the person's */
function moments(shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const where = locale();
  const { zone, hours } = currentSettings();
  const options = { ...shape, ...(zone === '' ? {} : { timeZone: zone }), ...(hours === '12' ? { hour12: true } : { hourCycle: 'h23' as const }) };
  return kept(`d ${where} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(where, options));
}

/** `1,284` as the person writes it. */
export function number(value: number): string {
  return numbers({}).format(value);
}

/** `5.6`: with so many digits after the point at most. */
export function rounded(value: number, digits: number): string {
  return numbers({ maximumFractionDigits: digits }).format(value);
}

/** `82 %`. @param part of one */
export function percent(part: number): string {
  return numbers({ style: 'percent', maximumFractionDigits: 0 }).format(part);
}

/** Date and time to the second with the zone, for tooltips and facts. */
export function moment(epochMs: number): string {
  return moments({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' }).format(
    epochMs,
  );
}

/** Time of day to the second. */
export function clock(epochMs: number): string {
  return moments({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(epochMs);
}

/** The day. */
export function day(epochMs: number): string {
  return moments({ year: 'numeric', month: 'short', day: 'numeric' }).format(epochMs);
}

/** CPU as Kubernetes writes it, `412m` or `2.5`; only its decimals are the person's. */
export function cores(value: number): string {
  return value < 1 ? `${number(Math.round(value * 1000))}m` : rounded(value, 2);
}

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** Bytes as Kubernetes writes them, `5.6Gi`. */
export function bytes(value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${rounded(rest, rest >= 100 || unit === 0 ? 0 : 1)}${UNITS[unit]}`;
}
