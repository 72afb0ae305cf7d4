import { describe, expect, it } from 'vitest';
import type { Hints } from '../schema/protocol';
import { threeWay } from './merge';
import { managersOf, ownersAt } from './owners';
import { covers, fieldSteps, pathText, pathWords } from './path';
import { isThere, writeOf } from './request';
import { changes, type Data, type valueAt, withChanges } from './tree';

const HINTS: Hints = {
  'spec\0containers': { type: 'map', keys: ['name'] },
  'spec\0containers\0[]\0ports': { type: 'map', keys: ['containerPort', 'protocol'], defaults: { protocol: 'TCP' } },
  'spec\0containers\0[]\0args': { type: 'atomic' },
  'metadata\0finalizers': { type: 'set' },
  'spec\0selector': { type: 'atomic' },
};

const BASE = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', tier: 'front' }, finalizers: ['a', 'b'] },
  spec: {
    containers: [
      { name: 'web', image: 'nginx:1', args: ['-v'], ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] },
      { name: 'side', image: 'side:1' },
    ],
  },
};

/** A copy of BASE as somebody would leave it. */
function edited(change: (copy: typeof BASE) => void): typeof BASE {
  const copy = structuredClone(BASE);
  change(copy);
  return copy;
}

const lines = (before: unknown, after: unknown) =>
  changes(before, after, HINTS).map((one) => `${pathText(one.path)} ${JSON.stringify(one.before)} → ${JSON.stringify(one.after)}`);

describe('what differs', () => {
  it('is told field by field, items of lists by what they are', () => {
    const after = edited((copy) => {
      copy.spec.containers.reverse();
      copy.spec.containers[1]!.image = 'nginx:2';
      copy.spec.containers.push({ name: 'third', image: 'x' } as (typeof BASE.spec.containers)[0]);
      copy.spec.containers[1]!.ports!.shift();
      copy.metadata.finalizers = ['b', 'c'];
    });
    expect(lines(BASE, after)).toEqual([
      '.metadata.finalizers[="a"] "a" → undefined',
      '.metadata.finalizers[="c"] undefined → "c"',
      '.spec.containers[name="web"].image "nginx:1" → "nginx:2"',
      '.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"] {"containerPort":80} → undefined',
      '.spec.containers[name="third"] undefined → {"name":"third","image":"x"}',
    ]);
    const normal = edited((copy) => {
      copy.spec.containers[0]!.ports![0] = { containerPort: 80, protocol: 'TCP' };
    });
    expect(lines(BASE, normal)).toEqual(['.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].protocol undefined → "TCP"']);
  });

  it('is a whole list where the API server takes it as one, or when its items were moved', () => {
    expect(
      lines(
        BASE,
        edited((copy) => copy.spec.containers[0]!.args!.push('-x')),
      ),
    ).toEqual(['.spec.containers[name="web"].args ["-v"] → ["-v","-x"]']);
    const moved = changes(
      BASE,
      edited((copy) => copy.spec.containers.reverse()),
      HINTS,
    );
    expect(moved).toMatchObject([{ path: ['spec', 'containers'], order: true }]);
  });

  it('gives back what it was taken from', () => {
    const after = edited((copy) => {
      copy.metadata.labels = { app: 'x' } as typeof copy.metadata.labels;
      copy.spec.containers[0]!.ports!.pop();
      copy.metadata.finalizers.push('z');
    });
    expect(withChanges(BASE, changes(BASE, after, HINTS))).toEqual(after);
  });
});

describe('three sides', () => {
  it('go together where only one of them changed a field', () => {
    const mine = edited((copy) => {
      copy.spec.containers[0]!.image = 'nginx:2';
    });
    const live = edited((copy) => {
      copy.spec.containers[1]!.image = 'side:2';
      copy.metadata.labels.tier = 'back';
    });
    const merge = threeWay(BASE, mine, live, HINTS);
    expect(merge.clashes).toEqual([]);
    expect(withChanges(live, merge.mine)).toMatchObject({
      metadata: { labels: { tier: 'back' } },
      spec: { containers: [{ image: 'nginx:2' }, { image: 'side:2' }] },
    });
  });

  it('clash where both did, unless they agree', () => {
    const mine = edited((copy) => {
      copy.spec.containers[0]!.image = 'nginx:2';
      copy.metadata.labels.app = 'same';
    });
    const live = edited((copy) => {
      copy.spec.containers[0]!.image = 'nginx:3';
      copy.metadata.labels.app = 'same';
    });
    expect(threeWay(BASE, mine, live, HINTS).clashes).toMatchObject([
      { id: '.spec.containers[name="web"].image', mine: { after: 'nginx:2' }, theirs: { after: 'nginx:3' } },
    ]);
    const removed = { ...live, spec: { containers: live.spec.containers.slice(1) } };
    expect(threeWay(BASE, mine, removed, HINTS).clashes).toMatchObject([{ theirs: { after: undefined } }]);
  });
});

const managed = (manager: string, operation: string, fieldsV1: object, time = '2026-01-01T00:00:00Z') => ({
  manager,
  operation,
  time,
  fieldsV1,
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
});

const live = (...managedFields: object[]) => ({ ...BASE, metadata: { ...BASE.metadata, managedFields } });

const IMAGE = { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:image': {} } } } };

const wanted = (change: (copy: typeof BASE) => void) => changes(BASE, edited(change), HINTS);

describe('a write', () => {
  it('applies what changes and nothing else, items named by their keys', () => {
    const change = wanted((copy) => {
      copy.spec.containers[0]!.image = 'nginx:2';
      copy.spec.containers[0]!.ports!.push({ containerPort: 443 } as never);
    });
    expect(writeOf(live(managed('kubectl', 'Update', IMAGE)), change, 'fresnel')).toEqual({
      how: 'apply',
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { containers: [{ name: 'web', image: 'nginx:2', ports: [{ containerPort: 443, protocol: 'TCP' }] }] },
      },
    });
  });

  it('says again what was applied before, with the values of now, and leaves out what shall go', () => {
    const ours = managed('fresnel', 'Apply', { ...IMAGE, 'f:metadata': { 'f:labels': { 'f:tier': {}, 'f:app': {} } } });
    const change = wanted((copy) => {
      copy.metadata.labels = { app: 'web' } as typeof copy.metadata.labels;
    });
    expect(writeOf(live(ours), change, 'fresnel')).toEqual({
      how: 'apply',
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'nginx:1' }] },
      },
    });
  });

  it('does not take over what is in an item that we own as such', () => {
    const ours = managed('fresnel', 'Apply', { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {} } } } });
    const { body } = writeOf(
      live(ours),
      wanted((copy) => {
        copy.metadata.labels.app = 'x';
      }),
      'fresnel',
    );
    expect((body as Data).spec).toEqual({ containers: [{ name: 'web' }] });
  });

  it('is a JSON patch that tests what it replaces where others own what shall go', () => {
    const change = wanted((copy) => {
      copy.spec.containers.splice(1, 1);
      copy.spec.containers[0]!.ports!.shift();
      copy.metadata.labels = { tier: 'front', more: 'x/y' } as never;
    });
    const write = writeOf(live(managed('kubectl', 'Update', IMAGE)), change, 'fresnel');
    expect(write.how).toBe('patch');
    expect(write.body).toEqual([
      { op: 'test', path: '/metadata/labels/app', value: 'web' },
      { op: 'remove', path: '/metadata/labels/app' },
      { op: 'add', path: '/metadata/labels/more', value: 'x/y' },
      { op: 'test', path: '/spec/containers/1/name', value: 'side' },
      { op: 'test', path: '/spec/containers/1', value: { name: 'side', image: 'side:1' } },
      { op: 'remove', path: '/spec/containers/1' },
      { op: 'test', path: '/spec/containers/0/name', value: 'web' },
      { op: 'test', path: '/spec/containers/0/ports/0/containerPort', value: 80 },
      { op: 'test', path: '/spec/containers/0/ports/0', value: { containerPort: 80 } },
      { op: 'remove', path: '/spec/containers/0/ports/0' },
    ]);
    expect(isThere(withChanges(BASE, change), change)).toBe(true);
  });

  it('of a Secret names the keys that change, and no others', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', managedFields: [managed('fresnel', 'Apply', { 'f:data': { 'f:a': {}, 'f:b': {} } })] },
    };
    const change = [
      { path: ['data', 'a'], before: undefined, after: 'eA==' },
      { path: ['data', 'old'], before: '?', after: undefined },
    ];
    expect(writeOf(secret, change, 'fresnel')).toEqual({ how: 'merge', body: { data: { a: 'eA==', old: null } } });
  });
});

describe('who owns a field', () => {
  it('is read from the managed fields; owning a part is owning', () => {
    const managers = managersOf(live(managed('kubectl', 'Update', IMAGE), managed('hpa', 'Update', { 'f:spec': { 'f:replicas': {} } })));
    const names = (...path: Parameters<typeof valueAt>[1]) => ownersAt(managers, path).map((one) => one.name);
    expect(names('spec', 'replicas')).toEqual(['hpa']);
    expect(names('spec', 'containers', { keys: { name: 'web' } })).toEqual(['kubectl']);
    expect(names('spec', 'containers', { keys: { name: 'side' } })).toEqual([]);
  });
});

describe('paths', () => {
  it('are written for servers and for people', () => {
    const path = ['metadata', 'labels', 'a.b/c'];
    expect(pathText(path)).toBe('.metadata.labels.a.b/c');
    expect(pathWords(path)).toBe('metadata.labels[a.b/c]');
    expect(pathWords(['spec', 'ports', { keys: { containerPort: 80, protocol: 'TCP' } }])).toBe('spec.ports[80/TCP]');
    expect(covers(['spec'], ['spec', { keys: { name: 'a' } }])).toBe(true);
    expect(fieldSteps('spec.template.spec.containers[0].image')).toEqual(['spec', 'template', 'spec', 'containers', 0, 'image']);
    expect(fieldSteps('metadata.labels[a.b/c]')).toEqual(['metadata', 'labels', 'a.b/c']);
  });
});
