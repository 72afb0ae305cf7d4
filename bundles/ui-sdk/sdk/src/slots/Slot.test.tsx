import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Module } from '../model/types';
import { useSlot } from './hooks';
import { registry } from './registryOfPage';
import { Slot } from './Slot';

const { files } = vi.hoisted(() => ({ files: new Map<string, () => React.ReactNode>() }));

vi.mock('./registryOfPage', async () => {
  const { Registry } = await import('./Registry');
  const loader = {
    module: (base: string) => (files.has(base) ? Promise.resolve({ Page: files.get(base) }) : Promise.reject(new Error(`no file below ${base}`))),
    sheet: () => Promise.resolve(() => undefined),
    words: () => undefined,
  };
  return { registry: new Registry(loader), otherGeneration: () => Promise.resolve() };
});

const module = (digest: string): Module => ({
  id: 'hello',
  title: 'Hello',
  version: '1.2',
  digest,
  base: digest,
  css: [],
  contributions: { pages: [{ route: 'page', module: './Page' }] },
  messages: {},
});

function Host() {
  const page = useSlot('pages')[0];
  if (page === undefined) return <p>no page</p>;
  return (
    <>
      <p>the rest of the page</p>
      <Slot
        of={page}
        props={{}}
        loading="loading"
        failed={({ pluginTitle, version, problem }, retry) => (
          <button type="button" onClick={retry}>
            {pluginTitle} {version} failed: {problem.detail}
          </button>
        )}
      />
    </>
  );
}

describe('what a plugin contributes', () => {
  let epoch = 0;
  const serve = (...digests: string[]) => act(() => registry.swap(++epoch, digests.map(module)));

  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });

  afterEach(async () => {
    cleanup();
    files.clear();
    await registry.swap(++epoch, []);
    vi.restoreAllMocks();
  });

  it('shows, is replaced in place, and leaves', async () => {
    files.set('one', () => <p>first</p>).set('two', () => <p>second</p>);
    await serve('one');
    await act(async () => void render(<Host />));
    expect(screen.getByText('first')).toBeDefined();
    await serve('two');
    expect(screen.getByText('second')).toBeDefined();
    expect(screen.queryByText('first')).toBeNull();
    await serve();
    expect(screen.getByText('no page')).toBeDefined();
  });

  it('costs its own rectangle when it throws, names its plugin, and heals with the next generation', async () => {
    files
      .set('bad', () => {
        throw new Error('it broke');
      })
      .set('good', () => <p>healed</p>);
    await serve('bad');
    await act(async () => void render(<Host />));
    expect(screen.getByText('Hello 1.2 failed: it broke')).toBeDefined();
    expect(screen.getByText('the rest of the page')).toBeDefined();
    await serve('good');
    expect(screen.getByText('healed')).toBeDefined();
  });

  it('loads again on wish when its file could not be had', async () => {
    await serve('late');
    await act(async () => void render(<Host />));
    const failed = screen.getByRole('button', { name: 'Hello 1.2 failed: no file below late' });
    files.set('late', () => <p>here now</p>);
    await act(async () => void fireEvent.click(failed));
    expect(screen.getByText('here now')).toBeDefined();
  });
});
