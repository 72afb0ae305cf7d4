/** What is read of an OpenAPI v3 schema as API servers publish them. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-kubernetes-group-version-kind'?: readonly Gvk[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
}

export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface OpenApi {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const REF = '#/components/schemas/';
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** The schemas of one group version; references are followed and `allOf` is laid together once. */
export class SchemaDocument {
  private readonly schemas: Readonly<Record<string, Schema>>;
  private readonly whole = new WeakMap<Schema, Schema>();

  constructor(openApi: OpenApi) {
    this.schemas = openApi.components?.schemas ?? {};
  }

  kind(gvk: Gvk): Schema | undefined {
    const found = Object.values(this.schemas).find((schema) =>
      schema['x-kubernetes-group-version-kind']?.some((one) => one.group === gvk.group && one.version === gvk.version && one.kind === gvk.kind),
    );
    return found === undefined ? undefined : this.resolve(found);
  }

  /** The schema itself, without references and `allOf`; what stands beside a reference wins, as the field's own description. */
  resolve(schema: Schema): Schema {
    if (schema.$ref === undefined && schema.allOf === undefined) return schema;
    const known = this.whole.get(schema);
    if (known !== undefined) return known;
    const { $ref, allOf, ...own } = schema;
    let merged: Schema = {};
    this.whole.set(schema, own);
    for (const part of [...($ref === undefined ? [] : [this.referred($ref)]), ...(allOf ?? [])]) merged = { ...merged, ...this.resolve(part) };
    const resolved = isQuantity($ref, allOf) ? { ...merged, ...own, format: 'quantity' } : { ...merged, ...own };
    this.whole.set(schema, resolved);
    return resolved;
  }

  private referred(ref: string): Schema {
    return this.schemas[ref.slice(REF.length)] ?? {};
  }

  property(schema: Schema, name: string): Schema | undefined {
    const own = schema.properties?.[name];
    if (own !== undefined) return this.resolve(own);
    if (schema['x-kubernetes-embedded-resource']) {
      if (name === 'apiVersion' || name === 'kind') return { type: 'string' };
      if (name === 'metadata') return this.resolve(this.schemas[OBJECT_META] ?? {});
    }
    if (typeof schema.additionalProperties === 'object') return this.resolve(schema.additionalProperties);
    return undefined;
  }

  items(schema: Schema): Schema | undefined {
    return schema.items === undefined ? undefined : this.resolve(schema.items);
  }

  /** The schema of what stands at a path of names and list indexes. */
  at(schema: Schema, path: readonly (string | number)[]): Schema | undefined {
    return path.reduce<Schema | undefined>((here, step) => {
      if (here === undefined) return undefined;
      return typeof step === 'number' ? this.items(here) : this.property(here, step);
    }, schema);
  }
}

function isQuantity($ref: string | undefined, allOf: readonly Schema[] | undefined): boolean {
  return [$ref, ...(allOf ?? []).map((one) => one.$ref)].some((one) => one?.endsWith('.api.resource.Quantity'));
}

export function isIntOrString(schema: Schema): boolean {
  return schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string';
}

/** Whether fields that the schema does not name may stand there. */
export function isOpen(schema: Schema): boolean {
  if (schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties !== undefined) return true;
  return schema.properties === undefined && (schema.type === undefined || schema.type === 'object');
}

/** Its type in a word: `string`, `[]object`, `map[string]string`, `int or string`. */
export function typeWord(document: SchemaDocument, schema: Schema): string {
  if (isIntOrString(schema)) return 'int or string';
  if (schema.format === 'quantity') return 'quantity';
  if (schema.enum !== undefined && schema.enum.length <= 4) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.type === 'array') return `[]${schema.items ? typeWord(document, document.resolve(schema.items)) : 'any'}`;
  if (schema.properties === undefined && typeof schema.additionalProperties === 'object') {
    return `map[string]${typeWord(document, document.resolve(schema.additionalProperties))}`;
  }
  if (schema.type === undefined) return schema.properties ? 'object' : 'any';
  return schema.format && schema.type !== 'object' ? `${schema.type} (${schema.format})` : schema.type;
}

export function gvkOf(apiVersion: string, kind: string): Gvk {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? { group: '', version: apiVersion, kind } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}

/** Its place in the index of OpenAPI v3: `api/v1`, `apis/apps/v1`. */
export function indexPath({ group, version }: Gvk): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}
