import { getJson, type Problem, ProblemError, problemOf, useChannel, useContributed } from '@fresnel/sdk';
import { basePath, problemIn } from '@fresnel/sdk/host';
import { useCallback, useEffect, useMemo, useState } from 'react';

/** The shapes of kernel/docs/interfaces.md §6. */
export interface CatalogEntry {
  readonly id: string;
  readonly kind?: 'plugin' | 'bundle';
  readonly title: string;
  readonly summary?: string;
  readonly publisher?: string;
  readonly license?: string;
  readonly version?: string;
  readonly digest?: string;
  readonly size?: number;
  readonly source?: string;
  readonly trust?: Trust;
  readonly compatible?: boolean;
  readonly reasons?: readonly string[];
  readonly adds?: readonly string[];
  readonly asks?: readonly string[];
  readonly needs?: readonly string[];
  readonly installed?: Installed;
  readonly update?: Update;
  readonly versions?: readonly Version[];
  /** Markdown by whoever published it: words of a stranger */
  readonly readme?: string;
  readonly changelog?: string;
}

export interface Trust {
  readonly state: 'trusted' | 'pinned' | 'local' | 'unsigned' | 'refused';
  readonly reasons?: readonly string[];
}

export interface Update {
  readonly version: string;
  readonly digest: string;
  readonly source?: string;
  readonly newAsks?: readonly string[];
}

export interface Version {
  readonly version: string;
  readonly digest: string;
  readonly size?: number;
  readonly source?: string;
  readonly compatible?: boolean;
  readonly reasons?: readonly string[];
}

export interface Build {
  readonly version: string;
  readonly digest: string;
}

export interface Installed {
  readonly version: string;
  readonly digest: string;
  readonly state: 'SERVING' | 'REFUSED' | 'QUARANTINED' | 'OFF';
  readonly source?: string;
  readonly file?: string;
  readonly pin?: boolean;
  readonly hold?: boolean;
  readonly policy?: string;
  readonly former?: readonly Build[];
  readonly since?: number;
  readonly reasons?: readonly string[];
}

export type Action = 'install' | 'update' | 'rollback' | 'remove' | 'pin' | 'unpin' | 'hold' | 'release' | 'policy';

export interface Wish {
  readonly action: Action;
  readonly id: string;
  readonly version?: string;
  readonly digest?: string;
  readonly source?: string;
  readonly policy?: string;
}

export interface Change {
  readonly action: Action;
  readonly id: string;
  readonly title?: string;
  readonly from?: Build;
  readonly to?: Build & { readonly source?: string; readonly size?: number };
  readonly why?: string;
  readonly asks?: readonly string[];
  readonly newAsks?: readonly string[];
  readonly canRollBack?: boolean;
  readonly notes?: readonly string[];
}

export interface Plan {
  readonly id: string;
  readonly ok: boolean;
  readonly reasons?: readonly string[];
  readonly changes: readonly Change[];
  readonly touches?: readonly string[];
  /** capabilities that need consent */
  readonly asks?: readonly string[];
  readonly canRollBack?: boolean;
  readonly download?: number;
  readonly expires?: number;
}

export const STEPS = ['fetch', 'verify', 'stage', 'probe', 'switch', 'commit', 'drain', 'done'] as const;

export interface Operation {
  readonly id: string;
  readonly plan?: string;
  readonly who?: string;
  readonly state: 'RUNNING' | 'COMMITTED' | 'ROLLED_BACK';
  readonly step?: (typeof STEPS)[number];
  readonly bytes?: number;
  readonly total?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly changes?: readonly Change[];
  readonly reasons?: readonly string[];
}

export interface HistoryEvent {
  readonly at: number;
  readonly operation?: string;
  readonly who?: string;
  readonly what: string;
  readonly result: 'committed' | 'rolled back' | 'refused' | 'interrupted';
  readonly reasons?: readonly string[];
  readonly plugins?: readonly string[];
}

export interface CatalogSource {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'index' | 'maven' | 'oci' | 'upload';
  readonly location: string;
  readonly fixed?: boolean;
  readonly checkedAt?: number;
  readonly reasons?: readonly string[];
  readonly entries?: number;
}

export interface CatalogSettings {
  readonly policy: 'manual' | 'patch' | 'minor';
  readonly unsigned?: 'folder' | 'allowed' | 'never';
  readonly checkEvery?: number;
}

export interface Catalog {
  readonly checkedAt?: number;
  readonly entries: readonly CatalogEntry[];
  readonly problems?: readonly { readonly source: string; readonly reasons?: readonly string[] }[];
}

/** What is read by GET and read again when asked to; the last value stays while it is. */
export interface Asked<T> {
  readonly value?: T;
  readonly problem?: Problem;
  readonly again: () => void;
}

export function useAsked<T>(path: string | undefined, key: unknown): Asked<T> {
  const [state, setState] = useState<{ readonly value?: T; readonly problem?: Problem }>({});
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn and each change of the key reads again
  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    getJson<T>(path, abort.signal).then(
      (value) => setState({ value }),
      (cause: unknown) => !abort.signal.aborted && setState((before) => ({ ...before, problem: problemOf(cause) })),
    );
    return () => abort.abort();
  }, [path, key, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, again };
}

/** Sends something to the catalog; an answer without content is undefined. */
export async function send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> {
  const response = await fetch(`${basePath()}/api/v1/catalog${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

const NO_OPERATIONS: readonly Operation[] = [];
const ALL = {};

export interface Operations {
  readonly operations: readonly Operation[];
  /** whether this server has a catalog; undefined until it is told */
  readonly served: boolean | undefined;
}

/** Changes that run now or ended just now. Whoever may not change plugins is told of none. */
export function useOperations(): Operations {
  const { value, problem, closed } = useChannel<{ operations: readonly Operation[] }>('operations', ALL);
  const served = value !== undefined ? true : problem?.code === 'CHANNEL_UNKNOWN' ? false : problem || closed ? true : undefined;
  return useMemo(() => ({ operations: value?.operations ?? NO_OPERATIONS, served }), [value, served]);
}

/** All entries; read again after each switch of generations and each change that ends. Nothing is asked of a server without a catalog. */
export function useCatalog({ operations, served }: Operations): Asked<Catalog> {
  const { epoch } = useContributed();
  const ended = operations.filter((one) => one.state !== 'RUNNING').map((one) => one.id);
  return useAsked<Catalog>(served ? '/api/v1/catalog' : undefined, `${epoch} ${ended.join()}`);
}

/** What the caller may do with Fresnel itself; undefined until it is told. */
export function useMay(right: string): boolean | undefined {
  const { value, problem } = useAsked<{ may: Readonly<Record<string, boolean>> }>('/api/v1/access', right);
  return value ? value.may[right] === true : problem ? false : undefined;
}
