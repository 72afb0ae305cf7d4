import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gvkOf, indexPath, type OpenApi, type Schema } from './openapi';
import type { Lookup } from './protocol';
import { SchemaSource } from './SchemaSource';

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const data = resolve(import.meta.dirname, '../../../../../../demo-cluster/src/main/resources/dev/fresnel/democluster/data');
const read = (file: string) => JSON.parse(gunzipSync(readFileSync(resolve(data, file))).toString()) as unknown;

/** The schemas of a real API server 1.36 and of real CRDs (KEDA, Karpenter), served as a cluster does. */
export function cluster() {
  const schemas = { ...(read('schemas.json.gz') as Record<string, Schema>) };
  const groups = new Set<string>();
  for (const { spec } of read('crds.json.gz') as readonly Definition[]) {
    for (const version of spec.versions) {
      const gvk = { group: spec.group, version: version.name, kind: spec.names.kind };
      const schema = version.schema.openAPIV3Schema;
      const metadata: Schema = { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] };
      schemas[`${spec.group}.${version.name}.${spec.names.kind}`] = {
        ...schema,
        properties: { ...schema.properties, metadata },
        'x-kubernetes-group-version-kind': [gvk],
      };
    }
  }
  for (const schema of Object.values(schemas)) for (const gvk of schema['x-kubernetes-group-version-kind'] ?? []) groups.add(indexPath(gvk));
  const openApi: OpenApi = { components: { schemas } };
  const fetched: string[] = [];
  const texts: Record<string, string> = {
    '/k8s/test/openapi/v3': JSON.stringify({ paths: Object.fromEntries([...groups].map((path) => [path, { serverRelativeURL: `/openapi/v3/all?hash=1` }])) }),
    '/k8s/test/openapi/v3/all?hash=1': JSON.stringify(openApi),
  };
  const fetchText = (url: string) => {
    fetched.push(url);
    const text = texts[url];
    return text === undefined ? Promise.reject(new Error(`404 ${url}`)) : Promise.resolve(text);
  };
  return { texts, fetched, fetchText };
}

export function lookupOf(source: SchemaSource): Lookup {
  return async (apiVersion, kind) => {
    const gvk = gvkOf(apiVersion, kind);
    const document = await source.document(gvk);
    const schema = document?.kind(gvk);
    return document === undefined || schema === undefined ? undefined : { document, schema };
  };
}

export const NO_CACHE = { get: () => Promise.resolve(undefined), put: () => Promise.resolve() };

export function realLookup(): Lookup {
  return lookupOf(new SchemaSource('/k8s/test', cluster().fetchText, NO_CACHE));
}
