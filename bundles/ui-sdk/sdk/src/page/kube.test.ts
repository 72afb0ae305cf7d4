import { afterEach, describe, expect, it, vi } from 'vitest';
import { KubeError, kubePath, kubeRequest, warningsIn } from './kube';

const DEPLOYMENTS = { resource: 'deployments.apps', group: 'apps', version: 'v1', namespaced: true };

describe('calls of a cluster’s own API', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('name objects as the API server does', () => {
    expect(kubePath(DEPLOYMENTS, { namespace: 'shop', name: 'web' })).toBe('/apis/apps/v1/namespaces/shop/deployments/web');
    expect(kubePath({ resource: 'nodes', group: '', version: 'v1', namespaced: false }, { name: 'a/b' })).toBe('/api/v1/nodes/a%2Fb');
    expect(kubePath(DEPLOYMENTS, { namespace: 'shop' })).toBe('/apis/apps/v1/namespaces/shop/deployments');
  });

  it('give back what the API server warned of', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ a: 1 }, { headers: { Warning: '299 - "a is \\"old\\"", 299 - "b"' } })));
    expect(await kubeRequest('demo', '/api/v1/pods', { query: { dryRun: 'All', force: false } })).toEqual({
      status: 200,
      body: { a: 1 },
      warnings: ['a is "old"', 'b'],
    });
    expect(warningsIn(null)).toEqual([]);
  });

  it('fail with the API server’s words and every cause', async () => {
    const cause = { reason: 'FieldManagerConflict', message: 'conflict with "kubectl"', field: '.spec.replicas' };
    const status = { kind: 'Status', message: 'Apply failed', reason: 'Conflict', code: 409, details: { causes: [cause] } };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(status, { status: 409 })));
    const refused = await kubeRequest('demo', '/x', { method: 'PATCH', body: {} }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(KubeError);
    expect(refused).toMatchObject({ message: 'Apply failed', causes: [cause], problem: { status: 409, code: 'Conflict' } });
  });
});
