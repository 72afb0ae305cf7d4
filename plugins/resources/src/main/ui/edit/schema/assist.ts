import { isIntOrString, type Schema, type SchemaDocument, typeWord } from './openapi';
import { placeAt } from './place';
import type { KindName, Kinds, Lookup } from './protocol';

export interface Offer {
  readonly label: string;
  readonly insert?: string;
  readonly detail?: string;
  readonly info?: string;
  readonly kind?: 'property' | 'enum' | 'constant' | 'type';
  readonly boost?: number;
}

export interface Offers {
  readonly from: number;
  readonly options: readonly Offer[];
}

export interface Explanation {
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly text: string;
}

/** What may be written at a place. */
export async function complete(text: string, offset: number, kinds: Kinds, lookup: Lookup): Promise<Offers | undefined> {
  const place = placeAt(text, offset);
  if (place === undefined) return undefined;
  const top = place.path.length === 0;
  if (top && place.role === 'value' && place.key === 'kind') return { from: place.from, options: kindOffers(kinds, place.apiVersion) };
  if (top && place.role === 'value' && place.key === 'apiVersion') return { from: place.from, options: versionOffers(kinds, place.kind) };
  const found = await lookup(place.apiVersion, place.kind);
  if (found === undefined)
    return top && place.role === 'key' ? { from: place.from, options: HEADS.filter((one) => !place.siblings.includes(one.label)) } : undefined;
  const here = found.document.at(found.schema, place.path);
  if (here === undefined) return undefined;
  if (place.role === 'value') {
    const value = found.document.property(here, place.key!);
    return value && { from: place.from, options: valueOffers(value) };
  }
  if (here.properties === undefined) return { from: place.from, options: valueOffers(here) };
  const names = Object.keys(here.properties).filter((name) => !place.siblings.includes(name) && !(top && name === 'status'));
  return { from: place.from, options: names.map((name) => propertyOffer(found.document, here, name, place.indent)) };
}

const HEADS: readonly Offer[] = ['apiVersion', 'kind', 'metadata'].map((label) => ({
  label,
  insert: label === 'metadata' ? 'metadata:\n  name: ' : `${label}: `,
}));

function propertyOffer(document: SchemaDocument, parent: Schema, name: string, indent: number): Offer {
  const schema = document.resolve(parent.properties![name]!);
  const required = parent.required?.includes(name) ?? false;
  const deeper = `\n${' '.repeat(indent + 2)}`;
  const nested = schema.type === 'array' ? `:${deeper}- ` : isObject(schema) ? `:${deeper}` : ': ';
  const detail = `${typeWord(document, schema)}${required ? ' *' : ''}`;
  const info = schema.description === undefined ? {} : { info: schema.description };
  return { label: name, insert: (/^[\w./-]+$/.test(name) ? name : JSON.stringify(name)) + nested, detail, kind: 'property', boost: required ? 2 : 0, ...info };
}

function isObject(schema: Schema): boolean {
  return !isIntOrString(schema) && (schema.properties !== undefined || schema.type === 'object');
}

function valueOffers(schema: Schema): readonly Offer[] {
  const values = schema.enum ?? (schema.type === 'boolean' ? [true, false] : schema.items?.enum) ?? [];
  const usual = schema.default;
  const all = usual !== undefined && typeof usual !== 'object' ? [usual, ...values.filter((one) => one !== usual)] : values;
  return all
    .filter((one) => one !== '' && one !== 0)
    .map((one) => ({ label: scalar(one), kind: 'enum', ...(one === usual ? { detail: 'default', boost: 1 } : {}) }) as Offer);
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value) ? value : JSON.stringify(value);
}

function kindOffers(kinds: Kinds, apiVersion: string): readonly Offer[] {
  const fits = (kind: KindName) => apiVersion === '' || kind.versions.some((version) => versionWord(kind, version) === apiVersion);
  const names = kinds.filter(fits).map((kind) => ({ label: kind.kind, detail: versionWord(kind, kind.version), kind: 'type' as const }));
  return names.filter((one, index) => names.findIndex((other) => other.label === one.label && other.detail === one.detail) === index);
}

function versionOffers(kinds: Kinds, kind: string): readonly Offer[] {
  const wanted = kinds.filter((one) => kind === '' || one.kind === kind);
  return [...new Set(wanted.flatMap((one) => one.versions.map((version) => versionWord(one, version))))].sort().map((label) => ({ label, kind: 'constant' }));
}

export function versionWord({ group }: Pick<KindName, 'group'>, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** What the field under a place is, in the schema's own words. */
export async function explain(text: string, offset: number, lookup: Lookup): Promise<Explanation | undefined> {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const keyed = /^(\s*(?:-\s+)*)(?:"([^"]*)"|'([^']*)'|([^\s#:"'[{][^#:]*?))\s*:(?=\s|$)/.exec(line);
  if (keyed === null) return undefined;
  const name = keyed[2] ?? keyed[3] ?? keyed[4]!;
  const from = lineStart + keyed[1]!.length;
  const place = placeAt(text, from);
  if (place === undefined) return undefined;
  const found = await lookup(place.apiVersion, place.kind);
  const parent = found?.document.at(found.schema, place.path);
  const schema = parent && found!.document.property(parent, name);
  if (schema === undefined || parent === undefined) return undefined;
  const required = parent.required?.includes(name) ?? false;
  const title = `${[...place.path.filter((step) => typeof step === 'string'), name].join('.')}: ${typeWord(found!.document, schema)}${required ? ' *' : ''}`;
  const facts = [
    schema.description,
    schema.enum && schema.enum.length > 4 ? schema.enum.map((one) => JSON.stringify(one)).join(' | ') : undefined,
    schema.default === undefined || isEmpty(schema.default) ? undefined : `default ${JSON.stringify(schema.default)}`,
  ];
  return { from, to: from + keyed[0].length - keyed[1]!.length, title, text: facts.filter(Boolean).join('\n\n') };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && (value === null || Object.keys(value).length === 0);
}
