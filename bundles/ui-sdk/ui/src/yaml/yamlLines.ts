/** A piece of a line with its meaning. */
export interface Token {
  readonly text: string;
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark';
}

export type Line = readonly Token[];

/** JSON data as lines of YAML 1.2, as kubectl prints it: two spaces, lists at the level of their key, long texts as blocks. */
export function yamlLines(value: unknown): readonly Line[] {
  if (isEmpty(value) || !isNested(value)) return [[scalar(value)]];
  const lines: Token[][] = [];
  write(value as object, 0, lines);
  return lines;
}

export function yamlText(value: unknown): string {
  return `${yamlLines(value)
    .map((line) => line.map((token) => token.text).join(''))
    .join('\n')}\n`;
}

function write(value: object, indent: number, lines: Token[][]): void {
  if (Array.isArray(value)) for (const item of value) writeItem(item, indent, lines);
  else for (const [key, item] of Object.entries(value)) if (item !== undefined) writeEntry(key, item, indent, lines, pad(indent));
}

function writeEntry(key: string, value: unknown, indent: number, lines: Token[][], start: Token): void {
  const head: Token[] = [start, { text: plain(key) ? key : JSON.stringify(key), kind: 'key' }, mark(':')];
  if (isNested(value) && !isEmpty(value)) {
    lines.push(head);
    write(value as object, Array.isArray(value) ? indent : indent + 1, lines);
  } else if (isBlock(value)) {
    writeBlock(value, head, indent + 1, lines);
  } else {
    lines.push([...head, mark(' '), scalar(value)]);
  }
}

function writeItem(value: unknown, indent: number, lines: Token[][]): void {
  const dash: Token = { text: `${'  '.repeat(indent)}- `, kind: 'mark' };
  if (!isNested(value) || isEmpty(value)) {
    if (isBlock(value)) writeBlock(value, [dash], indent + 1, lines);
    else lines.push([dash, scalar(value)]);
    return;
  }
  if (Array.isArray(value)) {
    lines.push([mark(dash.text.trimEnd())]);
    write(value, indent + 1, lines);
    return;
  }
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  for (const [index, [key, item]] of entries.entries()) writeEntry(key, item, indent + 1, lines, index === 0 ? dash : pad(indent + 1));
}

function writeBlock(text: string, head: readonly Token[], indent: number, lines: Token[][]): void {
  const trailing = /\n*$/.exec(text)![0].length;
  lines.push([...head, mark(head.length === 1 ? '|' : ' |'), mark(trailing === 0 ? '-' : trailing === 1 ? '' : '+')]);
  const body = trailing === 0 ? text : text.slice(0, -1);
  for (const line of body.split('\n')) lines.push(line === '' ? [] : [pad(indent), { text: line, kind: 'string' }]);
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Texts of several lines are blocks, unless a block could not give them back exactly. */
function isBlock(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n') && !/^[\s]/.test(value) && !/[^\n\t\x20-\x7e\u00a0-\ufffd]|[ \t]\n/.test(value);
}

function pad(indent: number): Token {
  return mark('  '.repeat(indent));
}

function mark(text: string): Token {
  return { text, kind: 'mark' };
}

function scalar(value: unknown): Token {
  if (typeof value === 'string') return { text: plain(value) ? value : JSON.stringify(value), kind: 'string' };
  if (typeof value === 'number') return { text: String(value), kind: 'number' };
  if (Array.isArray(value)) return mark('[]');
  if (isNested(value)) return mark('{}');
  return { text: String(value ?? null), kind: 'word' };
}

const AMBIGUOUS = /^(?:true|false|null|yes|no|on|off|y|n|~|[-+]?(?:\.inf|\.nan)|[-+]?[\d.][\d_.,:xobe+-]*|0x[\da-f]+)$/i;
const DATE = /^\d{4}-\d\d?-\d\d?/;

/** Whether a text may stand without quotes and be read as the same text. */
function plain(text: string): boolean {
  if (text === '' || text !== text.trim()) return false;
  if (AMBIGUOUS.test(text) || DATE.test(text)) return false;
  if (/^[-?:,[\]{}#&*!|>'"%@`]/.test(text) && !/^-(?!--)\S/.test(text)) return false;
  return !/: |:$| #|[^\x20-\x7e\u00a0-\ufffd]/.test(text);
}
