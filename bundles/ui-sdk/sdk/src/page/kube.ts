import type { Kind, ObjectRef, Problem } from '../model/types';
import { under } from './base';
import { ProblemError, problemIn } from './problem';

/** One reason among several of a Kubernetes `Status`, e.g. a field that somebody else owns. */
export interface KubeCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** What an API server refused: its `Status` as a problem, and the causes that it names. */
export class KubeError extends ProblemError {
  constructor(
    problem: Problem,
    readonly causes: readonly KubeCause[],
    readonly warnings: readonly string[],
  ) {
    super(problem);
    this.name = 'KubeError';
  }
}

export interface KubeCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | boolean | undefined>>;
  readonly body?: unknown;
  /** default `application/json` */
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

export interface KubeAnswer<T> {
  readonly status: number;
  readonly body: T;
  /** what the API server warned of, in its own words */
  readonly warnings: readonly string[];
}

/** One call of a cluster's own API (`path` as the API server knows it), with the rights of whoever looks at the page; writes are audited. */
export async function kubeRequest<T>(cluster: string, path: string, call: KubeCall = {}): Promise<KubeAnswer<T>> {
  const headers: Record<string, string> = { Accept: call.accept ?? 'application/json' };
  if (call.body !== undefined) headers['Content-Type'] = call.contentType ?? 'application/json';
  const response = await fetch(under(`/k8s/${encodeURIComponent(cluster)}${path}${queryOf(call.query)}`), {
    method: call.method ?? 'GET',
    headers,
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    ...(call.signal ? { signal: call.signal } : {}),
  });
  const warnings = warningsIn(response.headers.get('Warning'));
  if (!response.ok) throw await refusal(response, warnings);
  return { status: response.status, body: (await response.json()) as T, warnings };
}

/** The path of a kind, or of one object of it, in the API; `version` when it is another than the preferred one. */
export function kubePath(
  kind: Pick<Kind, 'resource' | 'group' | 'version' | 'namespaced'>,
  ref: Pick<ObjectRef, 'namespace'> & { readonly name?: string },
): string {
  const start = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const place = kind.namespaced && ref.namespace ? `/namespaces/${encodeURIComponent(ref.namespace)}` : '';
  const plural = kind.group === '' ? kind.resource : kind.resource.slice(0, kind.resource.indexOf('.'));
  return `${start}${place}/${plural}${ref.name === undefined ? '' : `/${encodeURIComponent(ref.name)}`}`;
}

function queryOf(query: KubeCall['query']): string {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== false);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

/** `299 - "text"`, several of them with commas between. */
export function warningsIn(header: string | null): readonly string[] {
  return [...(header ?? '').matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!.replace(/\\(.)/g, '$1'));
}

interface Status {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: { readonly causes?: readonly Partial<KubeCause>[] };
}

async function refusal(response: Response, warnings: readonly string[]): Promise<KubeError> {
  const copy = response.clone();
  const status = (await copy.json().catch(() => undefined)) as Status | undefined;
  if (status?.kind !== 'Status') return new KubeError(await problemIn(response), [], warnings);
  const causes = (status.details?.causes ?? []).map((one) => ({ reason: one.reason ?? '', message: one.message ?? '', field: one.field ?? '' }));
  const code = status.reason || 'KUBERNETES';
  return new KubeError({ status: response.status, title: code, detail: status.message ?? '', code }, causes, warnings);
}
