import { KubeError, type KubeObject, kubePath, kubeRequest, type Problem, problemOf } from '@fresnel/sdk';
import { shown } from '../model/object';
import { type Change, changes, isData } from '../model/tree';
import { bodyOf, type Wanted } from './documents';

/** What the API server said to one object. */
export type Result =
  | { readonly state: 'busy' }
  /** it would be made, or was */
  | { readonly state: 'new'; readonly warnings: readonly string[] }
  | { readonly state: 'changed'; readonly changes: readonly Change[]; readonly warnings: readonly string[] }
  | { readonly state: 'unchanged'; readonly warnings: readonly string[] }
  /** what it needs is not there yet; it is checked when its turn comes */
  | { readonly state: 'waits' }
  | { readonly state: 'conflict'; readonly fields: readonly { readonly field: string; readonly owner: string }[]; readonly problem: Problem }
  | { readonly state: 'failed'; readonly problem: Problem; readonly cause: unknown };

export interface Sending {
  readonly cluster: string;
  readonly manager: string;
  readonly dryRun: boolean;
  /** fields that others own become ours */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

const PARTIAL = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** Makes one object, or changes it to what the text says; with `dryRun` nothing is kept. */
export async function send(wanted: Wanted, sending: Sending): Promise<Result> {
  if (wanted.kind === undefined || wanted.broken !== undefined) throw new Error('it cannot be sent');
  try {
    const secret = wanted.kind.resource === 'secrets';
    const { status, body, warnings } = await written(wanted, sending, secret);
    if (status === 201 || wanted.name.endsWith('…')) return { state: 'new', warnings };
    if (!sending.dryRun) return { state: 'changed', changes: [], warnings };
    const before = secret ? undefined : await present(wanted, sending);
    const differs = before === undefined ? [] : changes(shown(before), shown(body), {});
    return differs.length === 0 && !secret ? { state: 'unchanged', warnings } : { state: 'changed', changes: differs, warnings };
  } catch (cause) {
    return refused(cause, wanted, sending.dryRun);
  }
}

async function present(wanted: Wanted, { cluster, signal }: Sending): Promise<KubeObject | undefined> {
  if (wanted.name.endsWith('…')) return undefined;
  try {
    return (await kubeRequest<KubeObject>(cluster, pathOf(wanted), { signal })).body;
  } catch (cause) {
    // who may write and not read is told what was written, not what it was before
    if (cause instanceof KubeError && (cause.problem.status === 404 || cause.problem.status === 403)) return undefined;
    throw cause;
  }
}

function pathOf({ kind, name, namespace }: Wanted): string {
  return kubePath(kind!, { name, ...(namespace === undefined ? {} : { namespace }) });
}

function written(wanted: Wanted, { cluster, manager, dryRun, force, signal }: Sending, secret: boolean) {
  const query = { fieldManager: manager, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined };
  const common = { body: bodyOf(wanted), accept: secret ? PARTIAL : 'application/json', signal };
  if (wanted.name.endsWith('…')) {
    const path = kubePath(wanted.kind!, wanted.namespace === undefined ? {} : { namespace: wanted.namespace });
    return kubeRequest<KubeObject>(cluster, path, { ...common, method: 'POST', query });
  }
  return kubeRequest<KubeObject>(cluster, pathOf(wanted), {
    ...common,
    method: 'PATCH',
    contentType: 'application/apply-patch+yaml',
    query: { ...query, force },
  });
}

function refused(cause: unknown, wanted: Wanted, dryRun: boolean): Result {
  const problem = problemOf(cause);
  if (dryRun && problem.status === 404 && wanted.after !== undefined) return { state: 'waits' };
  const fields = cause instanceof KubeError ? cause.causes.filter((one) => one.reason === 'FieldManagerConflict') : [];
  if (problem.status === 409 && fields.length > 0) {
    const owners = fields.map(({ field, message }) => ({ field, owner: /conflict with "([^"]*)"/.exec(message)?.[1] ?? message }));
    return { state: 'conflict', fields: owners, problem };
  }
  return { state: 'failed', problem, cause };
}

const ESTABLISHED_WITHIN = 15_000;
const AGAIN_AFTER = 300;

/** A CRD is served a moment after it was made; what comes next may need it. */
export async function served(wanted: Wanted, { cluster, signal }: Sending): Promise<void> {
  if (wanted.kindName !== 'CustomResourceDefinition') return;
  const end = Date.now() + ESTABLISHED_WITHIN;
  while (Date.now() < end && !signal.aborted) {
    const { body } = await kubeRequest<KubeObject>(cluster, pathOf(wanted), { signal });
    const conditions =
      isData(body.status) && Array.isArray(body.status.conditions) ? (body.status.conditions as readonly { type: string; status: string }[]) : [];
    if (conditions.some((one) => one.type === 'Established' && one.status === 'True')) return;
    await new Promise((next) => setTimeout(next, AGAIN_AFTER));
  }
}
