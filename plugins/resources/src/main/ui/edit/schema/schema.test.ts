import { beforeAll, describe, expect, it } from 'vitest';
import { complete, explain } from './assist';
import { cluster, lookupOf, NO_CACHE, realLookup } from './fixture.test-data';
import { hintsOf } from './hints';
import type { Kinds, Lookup } from './protocol';
import { locate, rewrite } from './rewrite';
import { SchemaSource } from './SchemaSource';
import { template } from './template';
import { check } from './validate';

const KINDS: Kinds = [
  { resource: 'deployments.apps', group: 'apps', version: 'v1', versions: ['v1'], kind: 'Deployment', namespaced: true },
  { resource: 'pods', group: '', version: 'v1', versions: ['v1'], kind: 'Pod', namespaced: true },
];

let lookup: Lookup;

/** Completes at `|`. */
async function offered(text: string) {
  const offset = text.indexOf('|');
  return complete(text.slice(0, offset) + text.slice(offset + 1), offset, KINDS, lookup);
}

async function labels(text: string) {
  return (await offered(text))?.options.map((one) => one.label);
}

async function faults(text: string) {
  const { faults: found } = await check(text, lookup);
  return found.map((one) => `${text.slice(one.from, one.to).trim()}: ${one.code} ${Object.values(one.args).join(' ')}`.trim());
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx
        ports:
        - containerPort: 80
        resources:
          requests:
            cpu: 100m
`;

beforeAll(() => {
  lookup = realLookup();
});

describe('completion', () => {
  it('offers kinds and versions that the cluster serves', async () => {
    expect(await labels('apiVersion: apps/v1\nkind: |\n')).toEqual(['Deployment']);
    expect(await labels('apiVersion: |\nkind: Pod\n')).toEqual(['v1']);
    expect(await labels('|')).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  it('offers the fields of the place, without those that are there, required ones marked', async () => {
    const spec = await offered(DEPLOYMENT.replace('  replicas: 2\n', '  |\n'));
    const names = spec!.options.map((one) => one.label);
    expect(names).toContain('replicas');
    expect(names).toContain('strategy');
    expect(names).not.toContain('selector');
    expect(names).not.toContain('template');
    expect(spec!.options.find((one) => one.label === 'replicas')).toMatchObject({ insert: 'replicas: ', detail: 'integer (int32)' });
  });

  it('knows items of lists, at the column of their name and further right', async () => {
    const base = 'apiVersion: v1\nkind: Pod\nspec:\n';
    expect(await labels(`${base}  containers:\n  - name: a\n    im|`)).toContain('image');
    expect(await labels(`${base}  containers:\n  - name: a\n    im|`)).not.toContain('name');
    expect(await labels(`${base}  containers:\n    - |`)).toContain('livenessProbe');
    expect(await labels(`${base}  containers:\n  - name: a\n    env:\n    - name: X\n      valueFrom:\n        |`)).toEqual(
      expect.arrayContaining(['configMapKeyRef', 'secretKeyRef', 'fieldRef']),
    );
    expect(await labels(`${base}  containers:\n  - name: a\n    ports:\n    - containerPort: 80\n  volumes:\n  - n|`)).toContain('configMap');
  });

  it('offers values: enumerations, booleans, the default first', async () => {
    const pool = 'apiVersion: karpenter.sh/v1\nkind: NodePool\nspec:\n  disruption:\n    consolidationPolicy: ';
    expect(await offered(`${pool}|`)).toMatchObject({
      options: [{ label: 'WhenEmptyOrUnderutilized', detail: 'default' }, { label: 'WhenEmpty' }, { label: 'Balanced' }],
    });
    expect(await labels('apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: t|')).toEqual(['true', 'false']);
  });

  it('follows schemas of custom resources', async () => {
    const text = 'apiVersion: keda.sh/v1alpha1\nkind: ScaledJob\nspec:\n  jobTargetRef:\n    template:\n      spec:\n        containers:\n        - |';
    expect(await labels(text)).toEqual(expect.arrayContaining(['image', 'resources', 'securityContext']));
  });

  it('stands in the right document, and is silent in texts and comments', async () => {
    expect(await labels('apiVersion: v1\nkind: Secret\n---\napiVersion: v1\nkind: Pod\nspec:\n  |\n---\nkind: X\n')).toContain('containers');
    expect(await offered('apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |-\n    spe|'.replace('|-', '>-'))).toBeUndefined();
    expect(await offered('apiVersion: v1\nkind: Pod\n# sp|')).toBeUndefined();
  });
});

describe('documentation', () => {
  it('is the schema’s own words for the field under the pointer', async () => {
    const found = await explain(DEPLOYMENT, DEPLOYMENT.indexOf('containerPort') + 3, lookup);
    expect(found).toMatchObject({ title: 'spec.template.spec.containers.ports.containerPort: integer (int32) *' });
    expect(found!.text).toContain('Number of port to expose');
    expect(await explain(DEPLOYMENT, DEPLOYMENT.indexOf('app: web'), lookup)).toBeDefined();
  });
});

describe('validation', () => {
  it('has nothing to say of what is right', async () => {
    expect(await faults(DEPLOYMENT)).toEqual([]);
    expect(await faults('apiVersion: v1\nkind: Service\nspec:\n  ports:\n  - port: 80\n    targetPort: http\n  - port: 81\n    targetPort: 8080\n')).toEqual(
      [],
    );
  });

  it('finds unknown fields, and what was meant', async () => {
    expect(await faults(DEPLOYMENT.replace('replicas', 'replcas'))).toEqual(['replcas: unknown replcas replicas']);
    expect(await faults(DEPLOYMENT.replace('image:', 'imagee:'))).toEqual(['imagee: unknown imagee image']);
  });

  it('finds wrong types, quantities, enumerations and missing fields', async () => {
    expect(await faults(DEPLOYMENT.replace('replicas: 2', 'replicas: two'))).toEqual(['two: type integer string']);
    expect(await faults(DEPLOYMENT.replace('cpu: 100m', 'cpu: 100 m'))).toEqual(['100 m: quantity 100 m']);
    expect(await faults(DEPLOYMENT.replace('  selector:\n    matchLabels: {app: web}\n', ''))).toEqual(['replicas: required selector']);
    const pool =
      'apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\nspec: {template: {spec: {requirements: [], nodeClassRef: {group: a.b, kind: C, name: d}}}, disruption: {consolidateAfter: 1s, consolidationPolicy: X}}\n';
    expect(await faults(pool)).toEqual([expect.stringContaining('X: enum X WhenEmpty')]);
    expect(await faults(DEPLOYMENT.replace('{app: web}', '[app]'))).toEqual(['[app]: type object list']);
  });

  it('finds duplicate keys, items of a list that are twice there, and broken YAML', async () => {
    expect((await faults(DEPLOYMENT.replace('replicas: 2', 'replicas: 2\n  replicas: 3')))[0]).toContain('duplicate');
    expect(await faults(DEPLOYMENT.replace('- containerPort: 80', '- containerPort: 80\n        - containerPort: 80\n          protocol: TCP'))).toEqual([
      'containerPort: twice containerPort=80, protocol=TCP',
    ]);
    expect((await faults('apiVersion: v1\nkind: Pod\nspec: {a: [}\n'))[0]).toContain('syntax');
    expect(await faults('apiVersion: v1\n')).toEqual(['apiVersion: required kind']);
  });

  it('takes anything where the schema says so', async () => {
    const hpa =
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledJob\nmetadata: {name: a}\nspec:\n  jobTargetRef: {template: {spec: {containers: [{name: a, image: b}]}}}\n  triggers: [{type: cron, metadata: {x: "1"}}]\n';
    expect(await faults(hpa)).toEqual([]);
    expect(await faults(hpa.replace('x: "1"', 'x: 1'))).toEqual(['1: type string integer']);
  });

  it('says when the cluster knows no such kind', async () => {
    expect(await check('apiVersion: a/v1\nkind: B\n', lookup)).toMatchObject({ unknownKinds: ['a/v1 B'], faults: [{ tone: 'warning', code: 'unknownKind' }] });
  });
});

describe('schemas of a cluster', () => {
  it('are fetched once for each hash, and kept for the next page', async () => {
    const kept = new Map<string, string>();
    const cache = { get: (key: string) => Promise.resolve(kept.get(key)), put: async (key: string, text: string) => void kept.set(key, text) };
    const first = cluster();
    const source = new SchemaSource('/k8s/test', first.fetchText, cache);
    await lookupOf(source)('v1', 'Pod');
    await lookupOf(source)('apps/v1', 'Deployment');
    expect(first.fetched).toEqual(['/k8s/test/openapi/v3', '/k8s/test/openapi/v3/all?hash=1']);
    const second = cluster();
    await lookupOf(new SchemaSource('/k8s/test', second.fetchText, cache))('v1', 'Pod');
    expect(second.fetched).toEqual(['/k8s/test/openapi/v3']);
  });

  it('are asked again when the first answer failed', async () => {
    let fails = true;
    const { fetchText } = cluster();
    const source = new SchemaSource('/k8s/test', (url) => (fails ? Promise.reject(new Error('503')) : fetchText(url)), NO_CACHE);
    await expect(lookupOf(source)('v1', 'Pod')).rejects.toThrow('503');
    fails = false;
    expect(await lookupOf(source)('v1', 'Pod')).toBeDefined();
  });

  it('say how lists merge', async () => {
    const found = (await lookup('v1', 'Pod'))!;
    const value = { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80 }], args: ['x'] }], tolerations: [{}] }, metadata: { finalizers: ['a'] } };
    const hints = hintsOf(found.document, found.schema, [value]);
    expect(hints['spec\0containers']).toEqual({ type: 'map', keys: ['name'] });
    expect(hints['spec\0containers\0[]\0ports']).toEqual({ type: 'map', keys: ['containerPort', 'protocol'], defaults: { protocol: 'TCP' } });
    expect(hints['spec\0containers\0[]\0args']).toEqual({ type: 'atomic' });
    expect(hints['metadata\0finalizers']).toEqual({ type: 'set' });
  });

  it('make a first object of every kind that passes its own validation', async () => {
    for (const [apiVersion, kind] of [
      ['apps/v1', 'Deployment'],
      ['batch/v1', 'CronJob'],
      ['v1', 'Service'],
      ['networking.k8s.io/v1', 'Ingress'],
      ['keda.sh/v1alpha1', 'ScaledObject'],
    ] as const) {
      const found = (await lookup(apiVersion, kind))!;
      const made = template(found.document, found.schema, apiVersion, kind, 'shop');
      expect(made).toMatchObject({ apiVersion, kind, metadata: { namespace: 'shop' } });
      expect(await faults(JSON.stringify(made))).toEqual([]);
    }
  });
});

describe('a text', () => {
  it('takes changes in without losing comments', () => {
    const text = '# mine\nspec:\n  replicas: 2 # two\n  list:\n  - a: 1\n  - a: 2\n';
    expect(
      rewrite(text, 0, [
        { path: ['spec', 'list', 1, 'a'], value: 3 },
        { path: ['metadata', 'labels', 'x'], value: 'y' },
      ]),
    ).toBe('# mine\nspec:\n  replicas: 2 # two\n  list:\n  - a: 1\n  - a: 3\nmetadata:\n  labels:\n    x: y\n');
    expect(rewrite('a: 1\nb: 2\n', 0, [{ path: ['a'], value: undefined }])).toBe('b: 2\n');
  });

  it('fills what was empty like what stands around it, and leaves in one line what somebody wrote so', () => {
    const text = 'containers:\n- name: web\n  resources: {}\n  args: []\n  ports: [{ containerPort: 80 }]\n';
    expect(
      rewrite(text, 0, [
        { path: ['containers', 0, 'resources', 'requests', 'cpu'], value: '1' },
        { path: ['containers', 0, 'resources', 'limits', 'cpu'], value: '2' },
        { path: ['containers', 0, 'args', 0], value: '-v' },
        { path: ['containers', 0, 'ports', 0, 'containerPort'], value: 81 },
      ]),
    ).toBe(
      'containers:\n- name: web\n  resources:\n    requests:\n      cpu: "1"\n    limits:\n      cpu: "2"\n  args:\n  - -v\n  ports: [ { containerPort: 81 } ]\n',
    );
    expect(rewrite('{"a":{}}', 0, [{ path: ['a', 'b'], value: 1 }]).replaceAll(/\s/g, '')).toBe('{"a":{b:1}}');
  });

  it('knows where a field stands, or the nearest that is there', () => {
    const text = 'a: 1\n---\nspec:\n  list:\n  - name: x\n';
    const at = (path: (string | number)[]) => {
      const [from, to] = locate(text, 1, [path])[0]!;
      return text.slice(from, to);
    };
    expect(at(['spec', 'list', 0, 'name'])).toBe('name');
    expect(at(['spec', 'list', 0, 'missing'])).toBe('name');
    expect(at(['spec', 'other'])).toBe('spec');
  });
});
