import type { ActionPlan } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { inverseOf } from './inverse';

const target = (name: string) => ({ cluster: 'demo', resource: 'deployments.apps', namespace: 'shop', name });
const plan = (...changes: readonly (readonly [string, string, string | undefined, string | undefined])[]) =>
  [
    {
      changes: changes.map(([name, path, before, after]) => ({
        target: target(name),
        differences: [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }],
      })),
    },
  ] as unknown as readonly ActionPlan[];

describe('inverseOf', () => {
  it('scales back, if all were alike', () => {
    const plans = plan(['a', '/spec/replicas', '2', '4'], ['b', '/spec/replicas', '2', '4'], ['c', '/spec/replicas', '7', '4']);
    expect(inverseOf({ id: 'scale' }, { replicas: 4 }, plans, [target('a'), target('b')])).toEqual({ id: 'scale', input: { replicas: 2 } });
    expect(inverseOf({ id: 'scale' }, { replicas: 4 }, plans, [target('a'), target('c')])).toBeUndefined();
    expect(inverseOf({ id: 'scale' }, { replicas: 4 }, plans, [])).toBeUndefined();
  });

  it('knows opposites', () => {
    expect(inverseOf({ id: 'cordon' }, {}, plan(['a', '/spec/unschedulable', undefined, 'true']), [target('a')])).toEqual({ id: 'uncordon', input: {} });
    expect(inverseOf({ id: 'delete' }, {}, plan(['a', '', '{}', undefined]), [target('a')])).toBeUndefined();
  });

  it('puts labels back and takes new ones away', () => {
    expect(inverseOf({ id: 'label' }, {}, plan(['a', '/metadata/labels/a.b~1c', '"x"', '"y"']), [target('a')])).toEqual({
      id: 'label',
      input: { set: ['a.b/c=x'], remove: [] },
    });
    expect(inverseOf({ id: 'label' }, {}, plan(['a', '/metadata/labels/new', undefined, '"y"']), [target('a')])).toEqual({
      id: 'label',
      input: { set: [], remove: ['new'] },
    });
    expect(inverseOf({ id: 'label' }, {}, plan(['a', '/metadata/labels', undefined, '{"new":"y"}']), [target('a')])).toBeUndefined();
  });

  it('sets the former image', () => {
    const plans = plan(['a', '/spec/template/spec/containers/0/image', '"nginx:1"', '"nginx:2"']);
    expect(inverseOf({ id: 'image' }, { container: 'web', image: 'nginx:2' }, plans, [target('a')])).toEqual({
      id: 'image',
      input: { container: 'web', image: 'nginx:1' },
    });
  });
});
