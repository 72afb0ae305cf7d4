import type { Schema, SchemaDocument } from './openapi';
import type { Hints, MergeHint } from './protocol';

/** How the lists and maps that these values have merge: what server-side apply will do with them. */
export function hintsOf(document: SchemaDocument, schema: Schema, values: readonly unknown[]): Hints {
  const hints: Record<string, MergeHint> = {};
  for (const value of values) walk(document, schema, value, [], hints);
  return hints;
}

function walk(document: SchemaDocument, schema: Schema, value: unknown, path: readonly string[], hints: Record<string, MergeHint>): void {
  if (Array.isArray(value)) {
    const items = document.items(schema);
    const hint = listHint(document, schema, items);
    hints[path.join('\0')] = hint;
    if (items !== undefined && hint.type === 'map') for (const item of value) walk(document, items, item, [...path, '[]'], hints);
  } else if (typeof value === 'object' && value !== null) {
    if (schema['x-kubernetes-map-type'] === 'atomic') hints[path.join('\0')] = { type: 'atomic' };
    for (const [name, field] of Object.entries(value)) {
      const of = document.property(schema, name);
      if (of !== undefined && typeof field === 'object') walk(document, of, field, [...path, name], hints);
    }
  }
}

function listHint(document: SchemaDocument, schema: Schema, items: Schema | undefined): MergeHint {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return { type: 'set' };
  const keys = schema['x-kubernetes-list-map-keys'];
  if (type !== 'map' || keys === undefined) return { type: 'atomic' };
  const defaults = keys.flatMap((key) => {
    const usual = items && document.property(items, key)?.default;
    return (typeof usual === 'string' && usual !== '') || (typeof usual === 'number' && usual !== 0) || typeof usual === 'boolean'
      ? [[key, usual] as const]
      : [];
  });
  return { type: 'map', keys, ...(defaults.length > 0 ? { defaults: Object.fromEntries(defaults) } : {}) };
}
