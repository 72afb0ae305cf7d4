import { href, type Kind, type KubeObject, ProblemError, type Row } from '@fresnel/sdk';

const PAGE = 500;

/** The objects behind these rows as the API server has them, in the order of the rows; values of Secrets stay out, as everywhere but behind the eye. */
export async function wholeObjects(kind: Kind, rows: readonly Row[]): Promise<readonly KubeObject[]> {
  const found = new Map<string, KubeObject>();
  const places = new Set(rows.map((row) => JSON.stringify([row.c, row.ns ?? ''])));
  for (const place of places) {
    const [cluster, namespace] = JSON.parse(place) as [string, string];
    const wanted = new Set(rows.filter((row) => row.c === cluster && (row.ns ?? '') === namespace).map((row) => row.u));
    for await (const object of listed(kind, cluster, namespace)) {
      const uid = object.metadata.uid ?? '';
      if (wanted.has(uid)) found.set(`${cluster}/${uid}`, plain(kind, object));
    }
  }
  return rows.flatMap((row) => found.get(`${row.c}/${row.u}`) ?? []);
}

async function* listed(kind: Kind, cluster: string, namespace: string): AsyncGenerator<KubeObject> {
  const { group, version, resource } = kind;
  const base = group === '' ? `api/${version}` : `apis/${group}/${version}`;
  const plural = resource.split('.')[0]!;
  const path = `/k8s/${encodeURIComponent(cluster)}/${base}/${namespace === '' ? '' : `namespaces/${namespace}/`}${plural}`;
  let token = '';
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(token ? { continue: token } : {}) });
    const response = await fetch(`${href(path)}?${query}`, { headers: { Accept: 'application/json' } });
    const body = (await response.json()) as {
      items?: KubeObject[];
      metadata?: { continue?: string };
      message?: string;
      kind?: string;
      apiVersion?: string;
    };
    if (!response.ok) throw new ProblemError({ status: response.status, title: response.statusText, detail: body.message ?? '', code: 'KUBERNETES' });
    for (const item of body.items ?? []) yield { apiVersion: group === '' ? version : `${group}/${version}`, kind: kind.kind, ...item };
    token = body.metadata?.continue ?? '';
  } while (token !== '');
}

/** As people exchange objects: without who managed which field. */
function plain(kind: Kind, object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  if (kind.resource !== 'secrets') return { ...object, metadata };
  const { data, stringData: __, ...rest } = object;
  const { 'kubectl.kubernetes.io/last-applied-configuration': ___, ...annotations } = metadata.annotations ?? {};
  const keys = Object.keys((data ?? {}) as object);
  return { ...rest, metadata: { ...metadata, annotations }, dataKeys: keys };
}
