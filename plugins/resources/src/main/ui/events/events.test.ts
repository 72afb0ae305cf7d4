import type { Group, Kind, Row } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { both, COLUMNS, columnOf, fieldsOfGroup, GROUPINGS, inStates, involvedIn, objectOf } from './events';

const columns = ['object', 'path:.involvedObject.kind', 'path:.involvedObject.apiVersion'].map((id) => ({
  id,
  name: id,
  type: 'string',
  priority: 0,
  description: '',
}));
const row = (...cells: string[]) => ({ k: 'k', c: 'demo', ns: 'shop', n: 'web.123', u: 'u', t: 1, s: 'warning', r: '', cells }) as Row;
const kind = (resource: string, group: string, name: string, namespaced = true) =>
  ({ resource, group, kind: name, namespaced, version: 'v1', verbs: [] }) as unknown as Kind;
const kinds = [
  kind('pods', '', 'Pod'),
  kind('nodes', '', 'Node', false),
  kind('services', '', 'Service'),
  kind('services.serving.knative.dev', 'serving.knative.dev', 'Service'),
];

describe('events', () => {
  it('lead to their object', () => {
    expect(objectOf(columns, row('pod/web-1', 'Pod', 'v1'), kinds)).toEqual({ cluster: 'demo', resource: 'pods', name: 'web-1', namespace: 'shop' });
    expect(objectOf(columns, row('node/n1', 'Node', '<none>'), kinds)).toEqual({ cluster: 'demo', resource: 'nodes', name: 'n1' });
    expect(objectOf(columns, row('service/a', 'Service', 'serving.knative.dev/v1'), kinds)?.resource).toBe('services.serving.knative.dev');
    expect(objectOf(columns, row('widget/a', 'Widget', 'example.com/v1'), kinds)).toBeUndefined();
  });

  it('of the newer API lead to theirs', () => {
    const modern = columns.map((column) => ({ ...column, id: column.id.replace('involvedObject', 'regarding') }));
    expect(objectOf(modern, row('service/a', 'Service', 'serving.knative.dev/v1'), kinds)?.resource).toBe('services.serving.knative.dev');
    for (const by of GROUPINGS) {
      expect([...COLUMNS.regarding, 'namespace']).toContain(columnOf(by, 'regarding'));
      expect([...COLUMNS.involvedObject, 'namespace']).toContain(columnOf(by, 'involvedObject'));
    }
  });

  it('of one group are found by a field', () => {
    const fields = GROUPINGS.map((by) => fieldsOfGroup(by, by.id === 'object' ? 'pod/web-1' : 'X', 'involvedObject'));
    expect(fields).toEqual(['reason=X', 'involvedObject.name=web-1', 'involvedObject.kind=X', undefined]);
    expect(fieldsOfGroup({ id: 'kind' }, 'Pod', involvedIn('events.events.k8s.io'))).toBe('regarding.kind=Pod');
    expect(both('', 'reason=X')).toBe('reason=X');
    expect(both('type=Warning', 'reason=X')).toBe('type=Warning,reason=X');
  });
});

it('of groups is left what is in the states that are looked for', () => {
  const group = (key: string, counts: Record<string, number>): Group => ({ key, total: Object.values(counts).reduce((a, b) => a + b, 0), counts, times: 9 });
  const groups = [group('Lost', { warning: 2 }), group('Seen', { ok: 5 }), group('Both', { ok: 1, error: 1 })];
  expect(inStates(groups, [])).toBe(groups);
  expect(inStates(groups, ['warning', 'error'])).toEqual([groups[0], { key: 'Both', total: 1, counts: { warning: 0, error: 1 } }]);
});
