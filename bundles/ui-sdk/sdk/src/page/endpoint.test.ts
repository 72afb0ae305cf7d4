import { afterEach, describe, expect, it, vi } from 'vitest';
import { endpointOf } from './endpoint';

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

describe('a plugin’s endpoints', () => {
  afterEach(() => vi.unstubAllGlobals());

  function calls(...answers: Response[]) {
    const fetch = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(answers.shift()!));
    vi.stubGlobal('fetch', fetch);
    return fetch;
  }

  it('are asked of the generation that the page came from', async () => {
    const fetch = calls(answer(200, { pods: 3 }));
    const endpoint = endpointOf('hello', { digest: () => 'one', other: () => Promise.resolve() });
    expect(await endpoint.get('/count', { query: { cluster: 'demo', namespace: undefined } })).toEqual({ pods: 3 });
    expect(fetch.mock.calls[0]![0]).toBe('/api/v1/plugins/hello/count?cluster=demo');
    expect(fetch.mock.calls[0]![1].headers).toMatchObject({ 'Fresnel-Generation': 'one' });
  });

  it('are asked again of the next generation when theirs is gone', async () => {
    const fetch = calls(answer(409, { code: 'GENERATION_GONE' }), answer(200, { pods: 3 }));
    let digest = 'one';
    const other = vi.fn(() => {
      digest = 'two';
      return Promise.resolve();
    });
    const endpoint = endpointOf('hello', { digest: () => digest, other });
    expect(await endpoint.get('/count')).toEqual({ pods: 3 });
    expect(other).toHaveBeenCalledOnce();
    expect(fetch.mock.calls[1]![1].headers).toMatchObject({ 'Fresnel-Generation': 'two' });
  });

  it('are not asked twice to change something', async () => {
    const fetch = calls(answer(409, { code: 'GENERATION_GONE', detail: 'gone' }));
    const endpoint = endpointOf('hello', { digest: () => 'one', other: () => Promise.resolve() });
    await expect(endpoint.post('/restart', {})).rejects.toThrow('gone');
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('fail with the server’s words', async () => {
    calls(answer(403, { code: 'FORBIDDEN', detail: 'You may not list pods.' }));
    const endpoint = endpointOf('hello', { digest: () => undefined, other: () => Promise.resolve() });
    await expect(endpoint.get('/count')).rejects.toMatchObject({ problem: { status: 403, code: 'FORBIDDEN', detail: 'You may not list pods.' } });
  });
});
