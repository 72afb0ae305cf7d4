import { useState } from 'react';
import { type Endpoint, type EndpointCall, endpointOf } from '../page/endpoint';
import { type EndpointAnswer, useAnswer } from '../page/useAnswer';
import { type Arguments, say } from '../words/words';
import { otherGeneration, registry } from './registryOfPage';

export interface PluginContext {
  readonly id: string;
  /** survives the switch to the next generation of the same plugin */
  readonly memo: Map<string, unknown>;
}

export interface Bound {
  readonly t: (key: string, args?: Arguments) => string;
  readonly ctx: PluginContext;
  readonly endpoint: Endpoint;
  readonly useEndpoint: <T>(path: string, query?: EndpointCall['query']) => EndpointAnswer<T>;
  readonly useKept: <T>(key: string, initial: T) => readonly [T, (value: T) => void];
}

/** The parts of the SDK that belong to one plugin. The build writes the call; nobody else needs it. */
export function bind(id: string): Bound {
  const ctx: PluginContext = {
    id,
    get memo() {
      return registry.memo(id);
    },
  };
  const endpoint = endpointOf(id, { digest: (plugin) => registry.digest(plugin), other: otherGeneration });
  return {
    t: (key, args) => say(id, key, args),
    ctx,
    endpoint,
    useEndpoint: (path, query) => useAnswer(endpoint, path, query),
    useKept: (key, initial) => {
      const [value, setValue] = useState(() => (ctx.memo.has(key) ? (ctx.memo.get(key) as typeof initial) : initial));
      const keep = (next: typeof initial) => {
        ctx.memo.set(key, next);
        setValue(next);
      };
      return [value, keep];
    },
  };
}

/** Words of this plugin in the person's language, by key from its messages. A key that is missing ends the build. */
export function t(key: string, args?: Arguments): string {
  throw unbound('t', key, args);
}

/** This plugin: its id, and a memo that survives a switch of generations. */
export const ctx: PluginContext = {
  get id(): string {
    throw unbound('ctx');
  },
  get memo(): Map<string, unknown> {
    throw unbound('ctx');
  },
};

/** This plugin's own endpoints. */
export const endpoint: Endpoint = {
  get: () => Promise.reject(unbound('endpoint')),
  post: () => Promise.reject(unbound('endpoint')),
};

/**
 * What one of this plugin's endpoints answers for the cluster that the page shows; asked again when the path, the query or the
 * cluster changes. A Java `Answer` keeps its meaning.
 */
export function useEndpoint<T>(path: string, query?: EndpointCall['query']): EndpointAnswer<T> {
  throw unbound('useEndpoint', path, query);
}

/** State that survives a switch of generations. */
export function useKept<T>(key: string, initial: T): readonly [T, (value: T) => void] {
  throw unbound('useKept', key, initial);
}

function unbound(name: string, ..._: readonly unknown[]): Error {
  return new Error(`${name} belongs to a plugin: import it by name from '@fresnel/sdk' in a module that is built by fresnelPlugin()`);
}
