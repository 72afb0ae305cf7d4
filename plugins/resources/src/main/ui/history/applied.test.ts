import { describe, expect, it } from 'vitest';
import { drift } from './applied';

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
