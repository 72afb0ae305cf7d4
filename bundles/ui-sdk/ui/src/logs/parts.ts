import type { LogLine } from './types';

/** A piece of a line: words of style, whether it matches, what kind of thing it is. */
export interface Part {
  readonly text: string;
  readonly style?: string;
  readonly match?: boolean;
  readonly kind?: 'key' | 'sign';
}

export type Fields = Readonly<Record<string, string>>;

const MESSAGES = ['msg', 'message', 'log', 'text', '@message'];
/** shown elsewhere on the line */
const SHOWN = new Set(['level', 'lvl', 'severity', 'ts', 'time', 'timestamp', '@timestamp', 'log.level', '@level', 'asctime']);
const LOGFMT = /([^\s="]+)=("(?:[^"\\]|\\.)*"|\S*)/g;

/** The text of a line with its colours and matches, with `keys` names of logfmt fields too. */
export function plainParts(line: LogLine, keys = false): readonly Part[] {
  const cuts = new Set([0, line.x.length]);
  const names = keys && fieldsOf(line) !== undefined ? [...line.x.matchAll(LOGFMT)].map((found) => [found.index, found.index + found[1]!.length] as const) : [];
  for (const [from, to] of names) cuts.add(from).add(to);
  for (const [from, to] of line.a ?? []) cuts.add(from).add(to);
  for (const [from, to] of line.m ?? []) cuts.add(from).add(to);
  const places = [...cuts].filter((place) => place <= line.x.length).sort((one, other) => one - other);
  const parts: Part[] = [];
  for (let i = 0; i + 1 < places.length; i++) {
    const from = places[i]!;
    const text = line.x.slice(from, places[i + 1]);
    const style = line.a?.find(([begin, end]) => begin <= from && from < end)?.[2];
    const match = line.m?.some(([begin, end]) => begin <= from && from < end) ?? false;
    const key = names.some(([begin, end]) => begin <= from && from < end);
    parts.push({ text, ...(style === undefined ? {} : { style }), ...(match ? { match } : {}), ...(key ? { kind: 'key' as const } : {}) });
  }
  return parts;
}

const known = new WeakMap<LogLine, Fields | undefined>();

/** The fields of a line, if it is a JSON object or logfmt; nested ones have dots in their names. */
export function fieldsOf(line: LogLine): Fields | undefined {
  if (!known.has(line)) known.set(line, read(line));
  return known.get(line);
}

function read(line: LogLine): Fields | undefined {
  const text = line.x.trim();
  if (text.startsWith('{') && text.endsWith('}')) {
    try {
      return flat(JSON.parse(text) as object);
    } catch {
      return undefined;
    }
  }
  const fields: Record<string, string> = {};
  for (const [, key, value] of text.matchAll(LOGFMT)) fields[key!] ??= unquoted(value!);
  return Object.keys(fields).length >= 2 ? fields : undefined;
}

function unquoted(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\n', '\n') : value;
}

function flat(value: object, prefix = '', into: Record<string, string> = {}): Record<string, string> {
  for (const [key, one] of Object.entries(value)) {
    const name = prefix + key;
    if (one !== null && typeof one === 'object' && !Array.isArray(one)) flat(one as object, `${name}.`, into);
    else into[name] = typeof one === 'string' ? one : JSON.stringify(one);
  }
  return into;
}

/** A line of fields: its message, then names and values; what is shown in columns or elsewhere is left out. */
export function parsedParts(line: LogLine, columns: readonly string[]): readonly Part[] | undefined {
  if (!line.x.trimStart().startsWith('{')) return undefined;
  const fields = fieldsOf(line);
  if (fields === undefined) return undefined;
  const message = MESSAGES.find((name) => fields[name] !== undefined);
  const parts: Part[] = message === undefined ? [] : [{ text: fields[message]! }];
  for (const [name, value] of Object.entries(fields)) {
    if (name === message || SHOWN.has(name) || columns.includes(name)) continue;
    parts.push(
      { text: `${parts.length === 0 ? '' : ' '}${name}`, kind: 'key' },
      { text: '=', kind: 'sign' },
      { text: /[\s"]/.test(value) ? JSON.stringify(value) : value },
    );
  }
  const words = [...new Set((line.m ?? []).map(([from, to]) => line.x.slice(from, to)))];
  return words.length === 0 ? parts : parts.flatMap((part) => matched(part, words));
}

/** The same words again: places in the line as it came say nothing here. */
function matched(part: Part, words: readonly string[]): readonly Part[] {
  const word = words.find((one) => part.text.includes(one));
  if (word === undefined) return [part];
  const at = part.text.indexOf(word);
  const before = part.text.slice(0, at);
  const after = part.text.slice(at + word.length);
  return [
    ...(before === '' ? [] : [{ ...part, text: before }]),
    { ...part, text: word, match: true },
    ...(after === '' ? [] : matched({ ...part, text: after }, words)),
  ];
}

/** `checkout-api-6d8f7b9c54-q8z2k` is q8z2k among its like. */
export function shortName(pod: string): string {
  const last = pod.slice(pod.lastIndexOf('-') + 1);
  return /^[a-z0-9]{5}$/.test(last) || /^\d{1,3}$/.test(last)
    ? /^\d/.test(last) && last.length <= 3
      ? pod.slice(pod.lastIndexOf('-', pod.length - last.length - 2) + 1)
      : last
    : pod;
}

const two = (value: number, digits = 2) => String(value).padStart(digits, '0');

/** Time of day to the millisecond, in the person's own zone. */
export function timeOf(t: number): string {
  const date = new Date(t);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

/** The moment to the nanosecond, as the API server writes it. */
export function stampOf(line: LogLine): string {
  return `${new Date(line.t).toISOString().slice(0, -1)}${two(line.ns, 6)}Z`;
}
