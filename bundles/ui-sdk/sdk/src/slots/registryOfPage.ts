import { listen } from '../live/channels';
import type { Module } from '../model/types';
import { under } from '../page/base';
import { setWords } from '../words/words';
import { Registry } from './Registry';

/** The page's registry: modules by import(), style sheets as links. */
export const registry = new Registry({
  module: (base, file) => import(/* @vite-ignore */ new URL(under(base + file), window.location.href).href) as Promise<Record<string, unknown>>,
  sheet: (base, file) => addSheet(under(base + file)),
  words: setWords,
});

function addSheet(address: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = address;
    link.onload = () => resolve(() => link.remove());
    link.onerror = () => {
      link.remove();
      reject(new Error(`The style sheet ${address} could not be loaded`));
    };
    document.head.append(link);
  });
}

/** Follows the server's switches of generations; called once by the frame. */
export function followPlugins(): () => void {
  return listen<{ epoch: number; modules: readonly Module[] }>('plugins', {}, ({ epoch, modules }) => void registry.swap(epoch, modules));
}

const PATIENCE = 10_000;

/** Resolves once a plugin is served by another generation than this one. */
export function otherGeneration(plugin: string, than: string | undefined, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      leave();
      resolve();
    };
    const leave = registry.store.subscribe(() => registry.digest(plugin) !== than && end());
    const timer = setTimeout(end, PATIENCE);
    signal?.addEventListener('abort', end);
    if (registry.digest(plugin) !== than) end();
  });
}
