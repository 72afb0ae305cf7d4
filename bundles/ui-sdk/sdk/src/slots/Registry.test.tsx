import { act, cleanup, render, screen } from '@testing-library/react';
import type { ComponentType } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useStore } from '../model/store';
import type { Module } from '../model/types';
import { type Loader, Registry } from './Registry';

function module(id: string, digest: string, change: Partial<Module> = {}): Module {
  return {
    id,
    title: id,
    version: '1',
    digest,
    base: `/ui/m/${id}/${digest}/`,
    css: ['style.css'],
    contributions: {
      contract: 1,
      pages: [{ route: 'hello', module: './HelloPage' }],
      navigation: [{ id: 'hello', title: 'title', group: 'cluster', route: 'hello' }],
    },
    messages: { en: { title: `Title ${digest}` } },
    ...change,
  };
}

function Revisions({ registry, drawn }: { readonly registry: Registry; readonly drawn: string[] }) {
  const text = useStore(registry.store)
    .slots.pages.map((one) => one.revision)
    .join(' ');
  drawn.push(text);
  return <p>{text}</p>;
}

describe('the registry', () => {
  let sheets: string[];
  let words: Record<string, unknown>;
  let files: Record<string, Record<string, unknown>>;
  let registry: Registry;
  let slowSheet: Promise<void> | undefined;

  beforeEach(() => {
    sheets = [];
    words = {};
    files = {};
    slowSheet = undefined;
    const loader: Loader = {
      module: (base, file) => (files[base + file] ? Promise.resolve(files[base + file]!) : Promise.reject(new Error(`no ${base}${file}`))),
      sheet: async (base, file) => {
        await slowSheet;
        sheets.push(base + file);
        return () => sheets.splice(sheets.indexOf(base + file), 1);
      },
      words: (owner, messages) => {
        words[owner] = messages;
      },
    };
    registry = new Registry(loader);
  });

  afterEach(cleanup);

  const page = () => registry.store.get().slots.pages[0]!;
  const view =
    (text: string): ComponentType =>
    () => <p>{text}</p>;

  it('shows what a module contributes, with whose it is', async () => {
    await registry.swap(1, [module('a', 'one')]);
    expect(page()).toMatchObject({ plugin: 'a', revision: 'one', id: 'a/pages/hello' });
    expect(sheets).toEqual(['/ui/m/a/one/style.css']);
    expect(words.a).toEqual({ en: { title: 'Title one' } });
  });

  it('swaps in one change: no moment without the page, none with both', async () => {
    await registry.swap(1, [module('a', 'one'), module('b', 'one')]);
    const seen: string[][] = [];
    registry.store.subscribe(() => seen.push(registry.store.get().slots.pages.map((one) => `${one.plugin} ${one.revision}`)));
    await registry.swap(2, [module('a', 'two'), module('b', 'two')]);
    expect(seen).toEqual([['a two', 'b two']]);
  });

  it('renders once for a swap of two plugins', async () => {
    await registry.swap(1, [module('a', 'one'), module('b', 'one')]);
    const drawn: string[] = [];
    render(<Revisions registry={registry} drawn={drawn} />);
    drawn.length = 0;
    await act(() => registry.swap(2, [module('a', 'two'), module('b', 'two')]));
    expect(drawn).toEqual(['two two']);
    expect(screen.getByText('two two')).toBeDefined();
  });

  it('loads the next generation of an open page before it changes anything', async () => {
    files['/ui/m/a/one/HelloPage.js'] = { HelloPage: view('one') };
    files['/ui/m/a/two/HelloPage.js'] = { HelloPage: view('two') };
    await registry.swap(1, [module('a', 'one')]);
    await registry.load(page()).promise;
    await registry.swap(2, [module('a', 'two')]);
    expect(registry.load(page()).component).toBe(files['/ui/m/a/two/HelloPage.js']!.HelloPage);
  });

  it('has the new style sheet before the change and takes the old one away after it', async () => {
    await registry.swap(1, [module('a', 'one')]);
    const atChange: string[][] = [];
    registry.store.subscribe(() => atChange.push([...sheets]));
    await registry.swap(2, [module('a', 'two')]);
    expect(atChange).toEqual([['/ui/m/a/one/style.css', '/ui/m/a/two/style.css']]);
    expect(sheets).toEqual(['/ui/m/a/two/style.css']);
  });

  it('carries out swaps one after the other and ends at the last', async () => {
    let release = () => undefined as undefined;
    slowSheet = new Promise((resolve) => {
      release = () => resolve(undefined) as undefined;
    });
    const first = registry.swap(1, [module('a', 'one')]);
    const second = registry.swap(2, [module('a', 'two')]);
    release();
    await Promise.all([first, second]);
    expect(page().revision).toBe('two');
    expect(sheets).toEqual(['/ui/m/a/two/style.css']);
  });

  it('takes everything of a plugin away that leaves, its memory too', async () => {
    await registry.swap(1, [module('a', 'one')]);
    registry.memo('a').set('scroll', 7);
    await registry.swap(2, []);
    expect(registry.store.get().slots.pages).toEqual([]);
    expect(sheets).toEqual([]);
    expect(words.a).toBeUndefined();
    expect(registry.memo('a').size).toBe(0);
  });

  it('keeps a plugin’s memory over a swap', async () => {
    await registry.swap(1, [module('a', 'one')]);
    registry.memo('a').set('scroll', 7);
    await registry.swap(2, [module('a', 'two')]);
    expect(registry.memo('a').get('scroll')).toBe(7);
  });

  it('says which page failed to load, and loads again on wish', async () => {
    await registry.swap(1, [module('a', 'one')]);
    await expect(registry.load(page()).promise).rejects.toThrow('no /ui/m/a/one/HelloPage.js');
    registry.forget(page());
    files['/ui/m/a/one/HelloPage.js'] = { HelloPage: view('one') };
    await expect(registry.load(page()).promise).resolves.toBeTypeOf('function');
  });

  it('goes on with the others when a module cannot be loaded', async () => {
    const silence = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    files['/ui/m/a/one/HelloPage.js'] = { HelloPage: view('one') };
    await registry.swap(1, [module('a', 'one')]);
    await registry.load(page()).promise;
    await registry.swap(2, [module('a', 'broken'), module('b', 'one')]);
    expect(registry.store.get().slots.pages.map((one) => one.revision)).toEqual(['broken', 'one']);
    expect(silence).toHaveBeenCalled();
    silence.mockRestore();
  });

  it('reports slots and contracts that it does not know, and uses the rest', async () => {
    const contributions = { contract: 1, pages: [{ route: 'x', module: './X' }], holograms: [{ id: 'h' }] };
    await registry.swap(1, [module('a', 'one', { contributions }), module('b', 'one', { contributions: { contract: 2, pages: [] } })]);
    expect(registry.store.get().faults.map((fault) => fault.plugin)).toEqual(['a', 'b']);
    expect(registry.store.get().slots.pages).toHaveLength(1);
  });

  it('ignores a switch that is older than what it shows', async () => {
    await registry.swap(5, [module('a', 'five')]);
    await registry.swap(4, [module('a', 'four')]);
    expect(page().revision).toBe('five');
  });
});
