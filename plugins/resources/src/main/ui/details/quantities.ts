const SUFFIX: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number behind a quantity of Kubernetes (`500m`, `1Gi`, `12e6`); undefined when it is none. */
export function amountOf(text: string): number | undefined {
  const parts = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/.exec(text.trim());
  if (parts === null) return undefined;
  return Number(parts[1]) * SUFFIX[parts[2] ?? '']!;
}

/** `412m`, `2`, `1.5`. */
export function cores(value: number): string {
  if (value === 0) return '0';
  if (value < 0.001) return `${short(value * 1000)}m`;
  return value < 1 ? `${Math.round(value * 1000)}m` : short(value);
}

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** `5.6Gi`, `128Mi`. */
export function bytes(value: number): string {
  let rest = value;
  let unit = 0;
  while (Math.abs(rest) >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${short(rest)}${UNITS[unit]}`;
}

function short(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10);
}

/** An amount of a resource by its name: cores, bytes, or a plain number. */
export function amountText(resource: string, value: number): string {
  if (/(^|\.)cpu$/.test(resource)) return cores(value);
  return /memory|storage|hugepages/.test(resource) ? bytes(value) : String(value);
}
