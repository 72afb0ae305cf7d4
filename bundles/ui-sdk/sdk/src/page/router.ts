import { Store, useStore } from '../model/store';
import type { ObjectRef } from '../model/types';
import { basePath } from './base';

export interface PageLocation {
  /** below the base path, `/` at least */
  readonly path: string;
  readonly query: URLSearchParams;
  /** the entry in the browser's history: the same again when somebody goes back to it */
  readonly entry: string;
}

let entries = 0;

function freshEntry(): string {
  return `${Date.now().toString(36)}-${entries++}`;
}

function read(): PageLocation {
  const { pathname, search } = window.location;
  const base = basePath();
  const path = base !== '' && pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  const entry = (window.history.state as { entry?: string } | null)?.entry ?? 'first';
  return { path: path === '' ? '/' : path, query: new URLSearchParams(search), entry };
}

const here = new Store<PageLocation>({ path: '/', query: new URLSearchParams(), entry: 'first' });

/** Begins to follow the address bar; called once by the frame. */
export function startRouter(): () => void {
  const follow = () => here.set(read());
  follow();
  window.addEventListener('popstate', follow);
  return () => window.removeEventListener('popstate', follow);
}

export function useLocation(): PageLocation {
  return useStore(here);
}

export function currentLocation(): PageLocation {
  return here.get();
}

/** Goes to a page of Fresnel. `to` stands below the base path. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const url = basePath() + to;
  if (options.replace) window.history.replaceState(window.history.state, '', url);
  else window.history.pushState({ entry: freshEntry() }, '', url);
  here.set(read());
}

/** The address of a page, for a link. */
export function href(to: string): string {
  return basePath() + to;
}

/** Changes parts of the address' query and keeps the rest; undefined or '' removes a part. */
export function setQuery(change: Readonly<Record<string, string | undefined>>, options: { replace?: boolean } = { replace: true }): void {
  const { path, query } = here.get();
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = queryText(next);
  if (text !== queryText(query)) navigate(path + text, options);
}

/** Commas, colons and the like stay readable, so that an address can be read aloud. */
function queryText(query: URLSearchParams): string {
  const text = query.toString().replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%3D/g, '=').replace(/%21/g, '!');
  return text === '' ? '' : `?${text}`;
}

/** One word of the address as state: its value and how to change it. */
export function useQueryState(name: string): readonly [string, (value: string | undefined) => void] {
  const { query } = useLocation();
  return [query.get(name) ?? '', (value) => setQuery({ [name]: value })];
}

/** Addresses of Fresnel's pages; the namespaces that are chosen stay chosen. */
export const pages = {
  home: () => '/',
  cluster: (clusters: readonly string[]) => `/c/${clusters.join('+')}${namespaces()}`,
  list: (clusters: readonly string[], resource: string, query?: Readonly<Record<string, string>>) => `/c/${clusters.join('+')}/${resource}${namespaces(query)}`,
  object: (ref: ObjectRef, query?: Readonly<Record<string, string>>) =>
    `/c/${ref.cluster}/${ref.resource}/${encodeURIComponent(ref.namespace ?? '_')}/${encodeURIComponent(ref.name)}${namespaces(query)}`,
  plugin: (plugin: string, route: string) => `/p/${plugin}/${route}${kept()}`,
  plugins: () => `/plugins${kept()}`,
  settings: () => `/settings${kept()}`,
};

function namespaces(more: Readonly<Record<string, string>> = {}): string {
  const ns = here.get().query.get('ns');
  return queryText(new URLSearchParams({ ...(ns ? { ns } : {}), ...more }));
}

/** Pages outside of a cluster remember which one was looked at, by the query `c`. */
function kept(): string {
  const { path, query } = here.get();
  const cluster = /^\/c\/([^/]+)/.exec(path)?.[1]?.replaceAll('+', ',') ?? query.get('c');
  const ns = query.get('ns');
  return queryText(new URLSearchParams({ ...(cluster ? { c: decodeURIComponent(cluster) } : {}), ...(ns ? { ns } : {}) }));
}
