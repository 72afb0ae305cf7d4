import { describe, expect, it } from 'vitest';
import { asApplied, drift, withoutNothing } from './applied';

describe('drift', () => {
  it('says what is no longer as it was applied, and not what others added', () => {
    const applied = { spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'a:1', ports: [{ containerPort: 80 }] }] } } } };
    const live = {
      spec: {
        replicas: 5,
        strategy: {},
        template: { spec: { containers: [{ name: 'sidecar' }, { name: 'web', image: 'a:1', ports: [{ containerPort: 80, protocol: 'TCP' }] }] } },
      },
      status: { ready: 1 },
    };
    expect(drift(applied, live)).toEqual([{ path: '.spec.replicas', before: '2', after: '5' }]);
  });

  it('says what is gone, and nothing of what was empty', () => {
    expect(drift({ metadata: { labels: { 'a/b': 'x' }, annotations: {} }, status: {} }, { metadata: { labels: {} } })).toEqual([
      { path: '.metadata.labels["a/b"]', before: '"x"' },
    ]);
    expect(drift({ args: ['a'] }, { args: ['a', 'b'] })).toEqual([{ path: '.args', before: '["a"]', after: '["a","b"]' }]);
  });
});

describe('what is beside what was applied', () => {
  const applied = {
    kind: 'Deployment',
    metadata: { name: 'web', annotations: {}, labels: { a: '1' } },
    spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'a:1' }] } } },
    status: {},
  };

  it('has its fields alone, in its order, and items by their names', () => {
    const live = {
      metadata: { labels: { b: '2', a: '1' }, uid: 'u', name: 'web' },
      spec: { strategy: {}, template: { spec: { containers: [{ name: 'sidecar' }, { image: 'a:2', name: 'web', ports: [] }] } }, replicas: 2 },
      kind: 'Deployment',
      status: { ready: 1 },
    };
    expect(JSON.stringify(asApplied(applied, live))).toBe(
      JSON.stringify({
        kind: 'Deployment',
        metadata: { name: 'web', labels: { a: '1' } },
        spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'a:2' }] } } },
      }),
    );
  });

  it('is the same where nothing changed', () => {
    expect(JSON.stringify(asApplied(applied, { ...applied, spec: { ...applied.spec, paused: true } }))).toBe(JSON.stringify(withoutNothing(applied)));
  });

  it('leaves away what is gone, and shows a plain list as it is', () => {
    expect(asApplied({ args: ['a'], gone: 1 }, { args: ['b', 'c'] })).toEqual({ args: ['b', 'c'] });
  });
});
