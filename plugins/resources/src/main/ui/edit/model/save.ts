import { type Kind, type KubeCause, KubeError, type KubeObject, kubePath, kubeRequest, type ObjectRef } from '@fresnel/sdk';
import type { Hints } from '../schema/protocol';
import { type Clash, threeWay } from './merge';
import { editable } from './object';
import { managersOf, ownersAt } from './owners';
import { pathText } from './path';
import { type Operation, type Write, writeOf } from './request';
import { type Change, type Data, same, valueAt } from './tree';

/** An object that is edited: where it is, how it was when the editing began, and how it shall be. */
export interface Edit {
  readonly of: ObjectRef;
  readonly kind: Kind;
  readonly base: Data;
  readonly mine: Data;
  readonly hints: Hints;
  /** the field manager that we write as */
  readonly manager: string;
  /** by the path of the field: whose value shall stand */
  readonly decisions: Readonly<Record<string, 'mine' | 'theirs'>>;
  /** fail when anything at all has changed since this version */
  readonly onlyVersion?: string;
}

/** A field that somebody else changed or owns. */
export interface Conflict {
  readonly id: string;
  readonly mine: Change;
  /** what stands there now */
  readonly now: unknown;
  /** who owns it; empty when it only changed meanwhile */
  readonly owners: readonly string[];
  /** it changed since the editing began */
  readonly changed: boolean;
}

export type Review =
  | { readonly state: 'nothing'; readonly live: KubeObject }
  | { readonly state: 'conflicts'; readonly live: KubeObject; readonly conflicts: readonly Conflict[] }
  | {
      readonly state: 'ready';
      readonly live: KubeObject;
      readonly wanted: readonly Change[];
      readonly write: Write;
      readonly force: boolean;
      readonly stored: KubeObject;
      readonly warnings: readonly string[];
    };

const PARTIAL = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const TYPES = { apply: 'application/apply-patch+yaml', patch: 'application/json-patch+json', merge: 'application/merge-patch+json' } as const;

/** Of Secrets nothing but the metadata comes to the page. */
function accept(edit: Pick<Edit, 'of'>): string {
  return edit.of.resource === 'secrets' ? PARTIAL : 'application/json';
}

function pathOf(edit: Edit): string {
  return kubePath(edit.kind, edit.of);
}

/** The object as it is this moment. */
async function fresh(edit: Edit, signal: AbortSignal | undefined): Promise<KubeObject> {
  const { body } = await kubeRequest<KubeObject>(edit.of.cluster, pathOf(edit), { accept: accept(edit), ...(signal ? { signal } : {}) });
  return { ...body, apiVersion: edit.base.apiVersion as string, kind: edit.base.kind as string };
}

/**
 * Asks the API server what it would store, without storing it. Conflicts come back field by field; those that are decided are taken
 * as decided, and none of them is asked twice.
 */
export async function review(edit: Edit, signal?: AbortSignal): Promise<Review> {
  const live = await fresh(edit, signal);
  const merge = threeWay(edit.base, edit.mine, seen(edit, live), edit.hints);
  const open = merge.clashes.filter((clash) => edit.decisions[clash.id] === undefined);
  if (open.length > 0) return { state: 'conflicts', live, conflicts: open.map((clash) => clashed(clash, live)) };
  const wanted = merge.mine.filter((change) => edit.decisions[pathText(change.path)] !== 'theirs');
  if (wanted.length === 0) return { state: 'nothing', live };
  const write = writeOf(live, wanted, edit.manager);
  if (write.how === 'patch') {
    const owned = wanted.flatMap((change) => ownedByOthers(change, live, edit)).filter((one) => edit.decisions[one.id] === undefined);
    if (owned.length > 0) return { state: 'conflicts', live, conflicts: owned };
  }
  try {
    const { body, warnings } = await send(edit, write, { dryRun: true, force: false }, signal);
    return { state: 'ready', live, wanted, write, force: false, stored: body, warnings };
  } catch (cause) {
    const conflicts = conflictsIn(cause, wanted, live);
    if (conflicts === undefined) throw cause;
    const asked = conflicts.filter((one) => edit.decisions[one.id] === undefined && !oursByAnotherDoor(one, edit));
    if (asked.length > 0) return { state: 'conflicts', live, conflicts: asked };
    const { body, warnings } = await send(edit, write, { dryRun: true, force: true }, signal);
    return { state: 'ready', live, wanted, write, force: true, stored: body, warnings };
  }
}

const TRIES = 4;

/**
 * Writes what a review has found ready, against the object as it is at that moment: what others wrote meanwhile stays. A value that
 * changed between reading and writing makes it look again, a few times at most; new conflicts come back as such.
 */
export async function save(
  edit: Edit,
  signal?: AbortSignal,
): Promise<Review | { readonly state: 'saved'; readonly object: KubeObject; readonly warnings: readonly string[] }> {
  for (let turn = 1; ; turn++) {
    const found = await review(edit, signal);
    if (found.state !== 'ready') return found;
    try {
      const { body, warnings } = await send(edit, found.write, { dryRun: false, force: found.force }, signal);
      return { state: 'saved', object: body, warnings };
    } catch (cause) {
      const moved =
        cause instanceof KubeError &&
        ((found.write.how === 'patch' && cause.problem.status === 422 && cause.causes.length === 0) ||
          conflictsIn(cause, found.wanted, found.live) !== undefined);
      if (!moved || turn >= TRIES || edit.onlyVersion !== undefined) throw cause;
    }
  }
}

async function send(edit: Edit, write: Write, { dryRun, force }: { readonly dryRun: boolean; readonly force: boolean }, signal: AbortSignal | undefined) {
  const query = { fieldManager: edit.manager, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined, force: write.how === 'apply' && force };
  return kubeRequest<KubeObject>(edit.of.cluster, pathOf(edit), {
    method: 'PATCH',
    query,
    body: guarded(write, edit.onlyVersion),
    contentType: TYPES[write.how],
    accept: accept(edit),
    ...(signal ? { signal } : {}),
  });
}

/** Only where somebody asked for it the version is part of the request. */
function guarded(write: Write, version: string | undefined): unknown {
  if (version === undefined) return write.body;
  if (write.how === 'patch') return [{ op: 'test', path: '/metadata/resourceVersion', value: version } satisfies Operation, ...write.body];
  return { ...write.body, metadata: { ...(write.body.metadata as Data | undefined), resourceVersion: version } };
}

/** Values of a Secret are not known: for what is compared they are as they were. */
function seen(edit: Edit, live: KubeObject): Data {
  const now = editable(live);
  if (edit.of.resource !== 'secrets') return now;
  const { metadata, apiVersion, kind } = now;
  return { ...edit.base, apiVersion, kind, metadata };
}

function clashed({ id, mine, theirs }: Clash, live: KubeObject): Conflict {
  const owners = ownersAt(managersOf(live), mine.path).map((one) => one.name);
  return { id, mine, now: valueAt(live, mine.path) ?? theirs.after, owners: [...new Set(owners)], changed: true };
}

/** A JSON patch asks nobody: who owns what it changes is read from the object itself. */
function ownedByOthers(mine: Change, live: KubeObject, edit: Edit): readonly Conflict[] {
  const owners = ownersAt(managersOf(live), mine.path).filter((one) => one.name !== edit.manager && !isOurs(one.name));
  if (owners.length === 0) return [];
  return [{ id: pathText(mine.path), mine, now: valueAt(live, mine.path), owners: [...new Set(owners.map((one) => one.name))], changed: false }];
}

export const MANAGER = 'fresnel';

function isOurs(name: string): boolean {
  return name === MANAGER || name.startsWith(`${MANAGER}:`);
}

/** What Fresnel wrote by another door (an action, another person before), and was seen as it is: changing it needs no question. */
function oursByAnotherDoor(conflict: Conflict, edit: Edit): boolean {
  return conflict.owners.every(isOurs) && same(valueAt(edit.base, conflict.mine.path), conflict.now);
}

/** The fields that an apply was refused for, and their owners; undefined when it was refused for something else. */
export function conflictsIn(cause: unknown, wanted: readonly Change[], live: KubeObject): readonly Conflict[] | undefined {
  if (!(cause instanceof KubeError) || cause.problem.status !== 409) return undefined;
  const fields = cause.causes.filter((one) => one.reason === 'FieldManagerConflict');
  if (fields.length === 0) return undefined;
  const found = new Map<string, Conflict>();
  for (const field of fields) {
    const mine = changeAt(field, wanted);
    if (mine === undefined) continue;
    const id = pathText(mine.path);
    const owners = [...new Set([...(found.get(id)?.owners ?? []), ownerIn(field)])];
    found.set(id, { id, mine, now: valueAt(live, mine.path), owners, changed: false });
  }
  return found.size > 0 ? [...found.values()] : undefined;
}

function ownerIn(cause: KubeCause): string {
  return /conflict with "([^"]*)"/.exec(cause.message)?.[1] ?? cause.message;
}

/** The change that a field of the API server's answer belongs to. */
function changeAt(cause: KubeCause, wanted: readonly Change[]): Change | undefined {
  return wanted.find(({ path }) => {
    const text = pathText(path);
    return cause.field === text || cause.field.startsWith(`${text}.`) || cause.field.startsWith(`${text}[`) || text.startsWith(cause.field);
  });
}

export function decisionsFor(conflicts: readonly Conflict[], whose: 'mine' | 'theirs'): Readonly<Record<string, 'mine' | 'theirs'>> {
  return Object.fromEntries(conflicts.map((one) => [one.id, whose]));
}
