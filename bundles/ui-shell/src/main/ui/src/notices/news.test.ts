import type { Module, Row } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { about, changedModules } from './news';

const module = (id: string, digest: string) => ({ id, title: id, version: '1', digest }) as Module;
const columns = ['object', 'reason'].map((id) => ({ id, name: id, type: 'string', priority: 0, description: '' }));
const row = (object: string, ns: string) => ({ k: object, c: 'demo', ns, n: 'e', u: 'u', t: 1, s: 'warning', r: '', cells: [object, 'BackOff'] }) as Row;

describe('news', () => {
  it('tells plugins that came, changed and went', () => {
    const news = changedModules([module('a', '1'), module('b', '1'), module('c', '1')], [module('a', '1'), module('b', '2'), module('d', '1')], 7);
    expect(news.map(({ id, what, at }) => [id, what, at])).toEqual([
      ['b', 'changed', 7],
      ['d', 'came', 7],
      ['c', 'left', 7],
    ]);
  });

  it('finds warnings about what is starred and about what belongs to it', () => {
    const rows = [row('pod/web-6d8f-x2', 'shop'), row('pod/web-6d8f-x2', 'bank'), row('pod/webhook-1', 'shop'), row('deployment/web', 'shop')];
    const found = about(columns, rows, [{ resource: 'deployments.apps', cluster: 'demo', namespace: 'shop', name: 'web' }, { resource: 'pods' }]);
    expect(found.map((one) => one.object)).toEqual(['pod/web-6d8f-x2', 'deployment/web']);
  });
});
