import type { Kind } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import type { Checked } from '../schema/protocol';
import { bodyOf, wantedOf } from './documents';
import { joined, textOf } from './files';

const kind = (resource: string, group: string, name: string, namespaced = true, custom = false): Kind => ({
  resource,
  group,
  version: 'v1',
  kind: name,
  namespaced,
  verbs: [],
  custom,
  versions: ['v1'],
});

const KINDS = [
  kind('pods', '', 'Pod'),
  kind('namespaces', '', 'Namespace', false),
  kind('services', '', 'Service'),
  kind('configmaps', '', 'ConfigMap'),
  kind('deployments.apps', 'apps', 'Deployment'),
  kind('customresourcedefinitions.apiextensions.k8s.io', 'apiextensions.k8s.io', 'CustomResourceDefinition', false),
  kind('things.a.b', 'a.b', 'Thing', true, true),
];

const checked = (...values: unknown[]): Checked => ({
  documents: values.map((value, index) => ({ from: index * 10, to: index * 10 + 9, value, broken: false })),
  faults: [],
  unknownKinds: [],
});

const object = (apiVersion: string, kindName: string, name: string, more: object = {}) => ({ apiVersion, kind: kindName, metadata: { name }, ...more });

describe('objects of a text', () => {
  it('are made in the order in which they need each other, and know what they wait for', () => {
    const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'news.x.y', {
      spec: { group: 'x.y', names: { kind: 'New', plural: 'news' }, scope: 'Namespaced', versions: [{ name: 'v1' }] },
    });
    const text = checked(
      object('x.y/v1', 'New', 'n'),
      object('a.b/v1', 'Thing', 't'),
      object('apps/v1', 'Deployment', 'd', { metadata: { name: 'd', namespace: 'fresh' } }),
      object('v1', 'ConfigMap', 'c'),
      crd,
      object('v1', 'Namespace', 'fresh'),
    );
    const wanted = wantedOf(text, KINDS, 'default');
    expect(wanted.map((one) => `${one.kindName} ${one.namespace ?? '-'} ${one.after ?? ''}`.trim())).toEqual([
      'Namespace -',
      'CustomResourceDefinition -',
      'ConfigMap default',
      'Deployment fresh namespace',
      'Thing default',
      'New default definition',
    ]);
    expect(wanted[5]!.kind).toMatchObject({ resource: 'news.x.y', namespaced: true });
  });

  it('that cannot be sent say why', () => {
    const wanted = wantedOf(checked('text', object('v9', 'Pod', 'p'), { apiVersion: 'v1', kind: 'Pod', metadata: {} }), KINDS, 'default');
    expect(new Set(wanted.map((one) => one.broken))).toEqual(new Set(['syntax', 'kind', 'name']));
  });

  it('of a List are many, and come without what only an API server writes', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'a', uid: 'u', resourceVersion: '1', managedFields: [], labels: { x: 'y' } },
      spec: {},
      status: {},
    };
    const wanted = wantedOf(checked({ apiVersion: 'v1', kind: 'List', items: [pod, object('v1', 'Namespace', 'n')] }), KINDS, 'default');
    expect(wanted.map((one) => one.name)).toEqual(['n', 'p']);
    expect(bodyOf(wanted[1]!)).toEqual({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'a', labels: { x: 'y' } }, spec: {} });
    expect(bodyOf(wanted[0]!).metadata).toEqual({ name: 'n' });
  });
});

describe('files', () => {
  it('become one text in the order of their names; others than YAML and JSON are left away, and named', async () => {
    const files = [new File(['---\nb: 1\n'], 'b.yaml'), new File(['\uFEFFa: 1'], 'a.yml'), new File(['x'], 'readme.md'), new File(['{"c":1}'], 'c.json')];
    expect(await textOf(files)).toEqual({ text: 'a: 1\n---\nb: 1\n---\n{"c":1}\n', left: ['readme.md'] });
    expect(joined(['', ' a: 1 \n'])).toBe('a: 1\n');
  });
});
