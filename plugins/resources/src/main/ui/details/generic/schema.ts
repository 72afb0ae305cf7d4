import { getJson, type Kind } from '@fresnel/sdk';
import { useEffect, useState } from 'react';
import { type Fields, fieldsOf, listOf, textOf } from '../fields';

/** What OpenAPI says of a field; the parts that a page needs. */
export interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
}

interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const documents = new Map<string, Promise<Document>>();
const MOST = 12;

/** The document of one group and version; asked for once. */
function documentOf(cluster: string, group: string, version: string): Promise<Document> {
  const place = group === '' ? `api/${version}` : `apis/${group}/${version}`;
  const key = `${cluster} ${place}`;
  const known = documents.get(key);
  if (known !== undefined) return known;
  const asked = getJson<Document>(`/k8s/${encodeURIComponent(cluster)}/openapi/v3/${place}`);
  documents.set(key, asked);
  asked.catch(() => documents.delete(key));
  for (const old of [...documents.keys()].slice(0, -MOST)) documents.delete(old);
  return asked;
}

/** The schema of a kind, when `wanted`; `undefined` while it is not there, and for good when the cluster does not tell it. */
export function useSchema(cluster: string, kind: Kind | undefined, version: string, wanted: boolean): Schema | undefined {
  const [schema, setSchema] = useState<Schema>();
  const name = wanted ? kind?.kind : undefined;
  const group = kind?.group ?? '';
  useEffect(() => {
    setSchema(undefined);
    if (name === undefined) return;
    let left = false;
    documentOf(cluster, group, version).then(
      (document) => left || setSchema(schemaOf(document, group, version, name)),
      () => {},
    );
    return () => {
      left = true;
    };
  }, [cluster, group, version, name]);
  return schema;
}

/** The schema of a kind in a document, with references followed as they are read. */
export function schemaOf(document: Document, group: string, version: string, kind: string): Schema | undefined {
  const schemas = document.components?.schemas ?? {};
  const found = Object.values(schemas).find((one) =>
    listOf((one as Fields)['x-kubernetes-group-version-kind']).some(
      (gvk) => textOf(gvk.group) === group && textOf(gvk.version) === version && textOf(gvk.kind) === kind,
    ),
  );
  return found === undefined ? undefined : followed(found, schemas);
}

/** A view of a schema whose references are resolved when they are looked at: schemas may hold themselves. */
function followed(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const target = reference(schema, schemas);
  const base: Schema = target === undefined ? schema : { ...target, ...(schema.description ? { description: schema.description } : {}) };
  return {
    ...(base.description ? { description: base.description } : {}),
    get properties() {
      return base.properties === undefined
        ? undefined
        : (new Proxy(base.properties, { get: (all, name: string) => (Object.hasOwn(all, name) ? followed(all[name]!, schemas) : undefined) }) as Record<
            string,
            Schema
          >);
    },
    get items() {
      return base.items === undefined ? undefined : followed(base.items, schemas);
    },
  } as Schema;
}

function reference(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema | undefined {
  const ref = schema.$ref ?? schema.allOf?.find((one) => one.$ref)?.$ref;
  return ref === undefined ? undefined : schemas[ref.slice(ref.lastIndexOf('/') + 1)];
}

/** The schema of a field; `*` = of a list's items. */
export function under(schema: Schema | undefined, field: string): Schema | undefined {
  if (schema === undefined) return undefined;
  if (field === '*') return schema.items;
  return (fieldsOf(schema.properties)[field] ?? (schema.items && fieldsOf(schema.items.properties)[field])) as Schema | undefined;
}
