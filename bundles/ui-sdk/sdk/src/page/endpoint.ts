import { under } from './base';
import { ProblemError, problemIn } from './problem';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface EndpointCall {
  readonly query?: Query;
  readonly signal?: AbortSignal;
}

/** A plugin's own endpoints, asked of the generation that this page's module came from. */
export interface Endpoint {
  get<T>(path: string, call?: EndpointCall): Promise<T>;
  post<T>(path: string, body: unknown, call?: EndpointCall): Promise<T>;
}

export interface Generations {
  digest(plugin: string): string | undefined;
  /** resolves once the plugin has another digest, or after a while */
  other(plugin: string, than: string | undefined, signal: AbortSignal | undefined): Promise<void>;
}

/**
 * Calls carry the digest of the generation. A generation that is gone answers 409: then the page waits for its successor
 * and repeats what is safe to repeat.
 */
export function endpointOf(plugin: string, generations: Generations): Endpoint {
  async function call<T>(method: string, path: string, body: unknown, options: EndpointCall, repeat: boolean): Promise<T> {
    const digest = generations.digest(plugin);
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (digest !== undefined) headers['Fresnel-Generation'] = digest;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const init: RequestInit = { method, headers };
    if (options.signal) init.signal = options.signal;
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(under(`/api/v1/plugins/${plugin}${path}${text(options.query)}`), init);
    if (response.status === 409 && method === 'GET' && repeat) {
      await generations.other(plugin, digest, options.signal);
      return call<T>(method, path, body, options, false);
    }
    if (!response.ok) throw new ProblemError(await problemIn(response));
    return (await response.json()) as T;
  }
  return {
    get: (path, options = {}) => call('GET', path, undefined, options, true),
    post: (path, body, options = {}) => call('POST', path, body, options, false),
  };
}

function text(query: Query | undefined): string {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}
