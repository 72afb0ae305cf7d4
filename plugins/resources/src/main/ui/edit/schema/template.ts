import { isIntOrString, type Schema, type SchemaDocument } from './openapi';
import { USUAL } from './usual';

/** A first object of a kind: what its schema requires, and what nearly everybody sets. */
export function template(document: SchemaDocument, schema: Schema, apiVersion: string, kind: string, namespace: string | undefined): unknown {
  const name = `my-${kind.toLowerCase()}`;
  const usual = USUAL[`${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`];
  const required = fill(document, schema, 0) as Record<string, unknown>;
  const { apiVersion: _version, kind: _kind, metadata: _metadata, status: _status, ...rest } = required;
  const spec = schema.properties?.spec === undefined ? {} : { spec: fill(document, document.resolve(schema.properties.spec), 0) };
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, ...(usual === undefined ? { ...spec, ...rest } : usual(name)) };
}

/** Deeper than this a required field is for the person to fill in. */
const DEEPEST = 8;

function fill(document: SchemaDocument, schema: Schema, depth: number): unknown {
  if (schema.default !== undefined && !isEmpty(schema.default)) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (isIntOrString(schema)) return 1;
  if (schema.format === 'quantity') return '1';
  switch (schema.type) {
    case 'string':
      return schema.format === 'date-time' ? new Date(0).toISOString() : schema.minLength ? 'value' : '';
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'array':
      return depth < DEEPEST && schema.items ? [fill(document, document.resolve(schema.items), depth + 1)] : [];
    default:
      return Object.fromEntries(
        (depth < DEEPEST ? (schema.required ?? []) : []).map((name) => [name, fill(document, document.property(schema, name) ?? {}, depth + 1)]),
      );
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && (value === null || Object.keys(value).length === 0);
}
