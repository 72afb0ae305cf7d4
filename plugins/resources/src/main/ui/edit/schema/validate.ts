import { isMap, isPair, isScalar, isSeq, type Node, type Pair, parseAllDocuments, type YAMLMap, type YAMLSeq } from 'yaml';
import { isIntOrString, isOpen, type Schema, type SchemaDocument } from './openapi';
import type { Checked, Fault, Lookup, ReadDocument } from './protocol';

const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

type Args = Fault['args'];
type Report = (node: Range, code: string, args?: Args, tone?: Fault['tone']) => void;
type Range = readonly [number, number];

/** Reads every document of a text and holds it against the cluster's schema. */
export async function check(text: string, lookup: Lookup): Promise<Checked> {
  const faults: Fault[] = [];
  const unknownKinds = new Set<string>();
  const documents: ReadDocument[] = [];
  for (const parsed of parse(text)) {
    const range: Range = parsed.contents?.range ? [parsed.contents.range[0], parsed.contents.range[1]] : [parsed.range[0], parsed.range[1]];
    const before = faults.length;
    for (const { code, message, pos } of parsed.errors) {
      const duplicate = code === 'DUPLICATE_KEY';
      faults.push({
        from: pos[0],
        to: Math.max(pos[1], pos[0] + 1),
        tone: 'error',
        code: duplicate ? 'duplicate' : 'syntax',
        args: { message: message.split('\n')[0]! },
      });
    }
    if (parsed.contents === null && parsed.errors.length === 0) continue;
    const value = readable(parsed);
    const report: Report = ([from, to], code, args = {}, tone = 'error') => faults.push({ from, to: Math.max(to, from + 1), tone, code, args });
    if (isMap(parsed.contents)) await checkObject(parsed.contents, value, lookup, report, unknownKinds);
    else if (parsed.errors.length === 0) report(range, 'noObject');
    documents.push({ from: parsed.range[0], to: parsed.range[2], value, broken: faults.slice(before).some((fault) => fault.tone === 'error') });
  }
  return { documents, faults, unknownKinds: [...unknownKinds] };
}

export function parse(text: string) {
  const documents = parseAllDocuments(text, { uniqueKeys: true, merge: true, prettyErrors: false, strict: true, logLevel: 'silent' });
  return Array.isArray(documents) ? documents : [];
}

function readable(parsed: ReturnType<typeof parse>[number]): unknown {
  try {
    return parsed.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

async function checkObject(map: YAMLMap, value: unknown, lookup: Lookup, report: Report, unknownKinds: Set<string>): Promise<void> {
  const { apiVersion, kind, items } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown; items?: unknown };
  const range = headOf(map);
  if (typeof apiVersion !== 'string' || apiVersion === '') report(range, 'required', { field: 'apiVersion' });
  if (typeof kind !== 'string' || kind === '') report(range, 'required', { field: 'kind' });
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return;
  if (kind === 'List' && Array.isArray(items)) return;
  const found = await lookup(apiVersion, kind);
  if (found === undefined) {
    unknownKinds.add(`${apiVersion} ${kind}`);
    const at = map.items.find((pair) => isScalar(pair.key) && pair.key.value === 'kind');
    report(at ? rangeOf(at.value, range) : range, 'unknownKind', { kind, apiVersion }, 'warning');
    return;
  }
  new Inspection(found.document, report).node(map, found.schema, range, true);
}

/** One walk through a document beside its schema. */
class Inspection {
  constructor(
    private readonly document: SchemaDocument,
    private readonly report: Report,
  ) {}

  node(node: unknown, schema: Schema, near: Range, root = false): void {
    const range = rangeOf(node, near);
    if (isMap(node)) this.map(node, schema, range, root);
    else if (isSeq(node)) this.list(node, schema, range);
    else if (isScalar(node)) this.scalar(node.value, schema, range);
  }

  private map(map: YAMLMap, schema: Schema, range: Range, root: boolean): void {
    if (isIntOrString(schema) || (schema.type !== undefined && schema.type !== 'object')) {
      this.report(range, 'type', { wanted: wordOf(schema), found: 'object' });
      return;
    }
    const names = new Set<string>();
    for (const pair of map.items as Pair[]) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      names.add(name);
      const at = rangeOf(pair.key, range);
      const of = this.document.property(schema, name);
      if (of !== undefined) this.node(pair.value ?? undefined, of, at);
      else if (name !== '<<' && !isOpen(schema)) this.report(at, 'unknown', { field: name, near: nearest(name, Object.keys(schema.properties ?? {})) });
      if (of !== undefined && isNothing(pair.value) && of.nullable !== true && (of.type === 'string' || of.type === 'integer' || of.type === 'boolean')) {
        this.report(at, 'empty', { field: name }, 'info');
      }
    }
    for (const field of schema.required ?? []) if (!names.has(field) && !(root && field === 'status')) this.report(headOf(map, range), 'required', { field });
  }

  private list(list: YAMLSeq, schema: Schema, range: Range): void {
    if (schema.type !== undefined && schema.type !== 'array') {
      this.report(range, 'type', { wanted: wordOf(schema), found: 'list' });
      return;
    }
    const items = this.document.items(schema);
    if (items !== undefined) for (const item of list.items) this.node(item, items, range);
    if (schema.maxItems !== undefined && list.items.length > schema.maxItems) this.report(range, 'maxItems', { most: schema.maxItems });
    if (schema.minItems !== undefined && list.items.length < schema.minItems) this.report(range, 'minItems', { least: schema.minItems });
    this.identities(list, schema, items, range);
  }

  /** Two items with the same keys, or twice the same value in a set: no server takes it. */
  private identities(list: YAMLSeq, schema: Schema, items: Schema | undefined, range: Range): void {
    const type = schema['x-kubernetes-list-type'];
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    if (type !== 'map' && type !== 'set') return;
    const seen = new Set<string>();
    for (const item of list.items) {
      const value = isMap(item) || isScalar(item) ? (item.toJSON() as unknown) : undefined;
      const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
      const identity = type === 'set' ? JSON.stringify(value) : JSON.stringify(keys.map((key) => fields[key] ?? items?.properties?.[key]?.default));
      if (value !== undefined && seen.has(identity)) {
        const of = type === 'set' ? String(value) : keys.map((key) => `${key}=${String(fields[key] ?? '')}`).join(', ');
        this.report(rangeOf(isMap(item) ? item.items[0]?.key : item, range), 'twice', { item: of });
      }
      seen.add(identity);
    }
  }

  private scalar(value: unknown, schema: Schema, range: Range): void {
    if (value === null || value === undefined) return;
    const found = typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
    if (isIntOrString(schema)) {
      if (found !== 'integer' && found !== 'string') this.report(range, 'type', { wanted: 'int or string', found });
    } else if (schema.format === 'quantity') {
      if (!QUANTITY.test(String(value))) this.report(range, 'quantity', { value: String(value) });
      return;
    } else if (schema.type !== undefined && !fits(schema.type, found)) {
      this.report(range, 'type', { wanted: wordOf(schema), found });
      return;
    }
    if (schema.enum !== undefined && !schema.enum.includes(value))
      this.report(range, 'enum', { value: String(value), allowed: schema.enum.map(String).join(', ') });
    if (typeof value === 'number') this.bounds(value, schema, range);
    if (typeof value === 'string') this.text(value, schema, range);
  }

  private bounds(value: number, schema: Schema, range: Range): void {
    if (schema.minimum !== undefined && value < schema.minimum) this.report(range, 'minimum', { least: schema.minimum });
    if (schema.maximum !== undefined && value > schema.maximum) this.report(range, 'maximum', { most: schema.maximum });
    if (schema.format === 'int32' && Math.abs(value) > 2_147_483_648) this.report(range, 'maximum', { most: 2_147_483_647 });
  }

  private text(value: string, schema: Schema, range: Range): void {
    if (schema.minLength !== undefined && value.length < schema.minLength) this.report(range, 'minLength', { least: schema.minLength });
    if (schema.maxLength !== undefined && value.length > schema.maxLength) this.report(range, 'maxLength', { most: schema.maxLength });
    if (schema.format === 'date-time' && !DATE_TIME.test(value)) this.report(range, 'format', { format: 'date-time' });
    if (schema.format === 'byte' && !BASE64.test(value)) this.report(range, 'format', { format: 'base64' });
    if (schema.pattern !== undefined && value.length < 4096 && matches(schema.pattern, value) === false)
      this.report(range, 'pattern', { pattern: schema.pattern });
  }
}

/** Patterns are Go's; one that this engine cannot read says nothing. */
function matches(pattern: string, value: string): boolean | undefined {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return undefined;
  }
}

function fits(type: string, found: string): boolean {
  return type === found || (type === 'number' && found === 'integer');
}

function wordOf(schema: Schema): string {
  return isIntOrString(schema) ? 'int or string' : schema.type === 'array' ? 'list' : (schema.type ?? 'value');
}

function rangeOf(node: unknown, near: Range): Range {
  const range = (node as Node | undefined | null)?.range;
  return range ? [range[0], range[1]] : near;
}

/** The first name of a map, for what is missing in it. */
function headOf(map: YAMLMap, near: Range = [map.range?.[0] ?? 0, map.range?.[1] ?? 1]): Range {
  const first = map.items[0];
  return isPair(first) ? rangeOf(first.key, near) : near;
}

function isNothing(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '');
}

/** A name that was meant, when only a letter or two differ. */
function nearest(name: string, names: readonly string[]): string {
  const close = names.map((one) => [distance(name.toLowerCase(), one.toLowerCase()), one] as const).sort((a, b) => a[0] - b[0])[0];
  return close !== undefined && close[0] <= Math.min(2, Math.floor(name.length / 3)) ? close[1] : '';
}

function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 9;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
