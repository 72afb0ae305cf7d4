import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useComputed } from './Related';

const OF = { cluster: 'demo', resource: 'pods', namespace: 'shop', name: 'web-1' };
const POD = { metadata: { name: 'web-1', uid: 'u1' } } as Parameters<typeof useComputed>[1];
const answer = (...names: string[]) => ({
  relations: names.map((name) => ({ plugin: 'resources', to: { ...OF, resource: 'services', name }, role: 'service' })),
  sections: [],
});

describe('what has to do with an object', () => {
  const asked = vi.fn();
  let now = answer('front');
  beforeEach(() => {
    vi.useFakeTimers();
    asked.mockReset();
    now = answer('front');
    vi.stubGlobal('fetch', async (address: string) => {
      asked(address);
      return new Response(JSON.stringify(now), { headers: { 'Content-Type': 'application/json' } });
    });
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const pass = (time: number) => act(() => vi.advanceTimersByTimeAsync(time));
  const names = (details: ReturnType<typeof useComputed>) => details.relations.map(({ to }) => to.name);

  it('comes and goes on an open page', async () => {
    const { result } = renderHook(() => useComputed(OF, POD, true));
    await pass(0);
    expect(names(result.current)).toEqual(['front']);
    const first = result.current;
    await pass(15_000);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(result.current).toBe(first);
    now = answer('front', 'back');
    await pass(15_000);
    expect(names(result.current)).toEqual(['front', 'back']);
  });

  it('is not asked for while nobody looks, or the cluster is away', async () => {
    const { result, rerender } = renderHook(({ live }) => useComputed(OF, POD, live), { initialProps: { live: false } });
    await pass(60_000);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(names(result.current)).toEqual(['front']);
    rerender({ live: true });
    await pass(15_000);
    expect(asked).toHaveBeenCalledTimes(2);
  });
});
