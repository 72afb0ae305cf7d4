import { Store } from '../model/store';
import type { Health, ObjectRef, Problem } from '../model/types';
import { under } from '../page/base';
import { ProblemError, problemIn } from '../page/problem';
import { type Arguments, say } from '../words/words';

/** An object to act upon; with `uid` this very one and no later one of its name. */
export interface ActionTarget extends ObjectRef {
  readonly uid?: string;
}

/** One question of an action's form. */
export interface ActionField {
  readonly name: string;
  readonly type: 'text' | 'number' | 'flag' | 'choice' | 'list';
  /** message key of the plugin */
  readonly title?: string;
  readonly help?: string;
  readonly value?: ActionValue;
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly options?: readonly string[];
}

export type ActionValue = string | number | boolean | readonly string[];
export type ActionInput = Readonly<Record<string, ActionValue>>;

export interface MissingRight {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
}

/** What the server offers to do with objects of a kind. */
export interface ServerAction {
  readonly plugin: string;
  readonly id: string;
  /** message key of the plugin */
  readonly title: string;
  readonly level: 'safe' | 'change' | 'disruptive' | 'destructive';
  /** how many objects at once */
  readonly most: number;
  readonly fields: readonly ActionField[];
  readonly missing: readonly MissingRight[];
}

export interface ActionRefusal {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  readonly conflicts: readonly { readonly field: string; readonly text: string }[];
}

export interface ActionDifference {
  readonly path: string;
  /** JSON text; absent = was not there */
  readonly before?: string;
  /** JSON text; absent = is gone */
  readonly after?: string;
}

/** What would be done with one object. */
export interface ActionChange {
  readonly target: ObjectRef;
  readonly verb: string;
  readonly reason: PluginMessage;
  readonly differences: readonly ActionDifference[];
  readonly kubectl: string;
  readonly keeper: string;
  readonly finalizers: readonly string[];
  readonly refusal?: ActionRefusal;
}

export interface PluginMessage {
  readonly key: string;
  readonly args?: Arguments;
}

/** What an action would do in one cluster; `plan` and `at` carry it out. */
export interface ActionPlan {
  readonly cluster: string;
  readonly plan: string;
  readonly at: number;
  readonly level: ServerAction['level'];
  readonly sequence: boolean;
  readonly changes: readonly ActionChange[];
  readonly commands: readonly string[];
  readonly notes: readonly PluginMessage[];
}

export interface ActionResult {
  readonly target: ObjectRef;
  readonly state: 'done' | 'unchanged' | 'pending' | 'failed' | 'skipped' | 'waiting';
  readonly refusal?: ActionRefusal;
  readonly detail?: string;
}

/** What a form begins with for these objects. */
export interface ActionSuggestion {
  readonly input: ActionInput;
  readonly options: Readonly<Record<string, readonly { readonly value: string; readonly title: string }[]>>;
}

/** Words of a plugin in the person's language, for what the server names by key. */
export function pluginWords(plugin: string, key: string, args?: Arguments): string {
  return say(plugin, key, args);
}

type Named = Pick<ServerAction, 'plugin' | 'id'> & Partial<Pick<ServerAction, 'title'>>;

/** An action that has ended, with what it takes to take it back. */
export interface Deed {
  readonly at: number;
  readonly action: Named;
  readonly targets: readonly ActionTarget[];
  readonly input: ActionInput;
  /** what was previewed; of a great many objects nothing is kept */
  readonly plans: readonly ActionPlan[];
  readonly undone?: boolean;
  /** the last word on each object */
  readonly results: readonly ActionResult[];
}

const MOST_DEEDS = 30;
/** of so many objects a deed keeps what was previewed */
const MOST_KEPT = 200;

/** What was done in this page, newest first. */
export const deeds = new Store<readonly Deed[]>([]);

async function post(action: Named, cluster: string, body: object, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(under(`/api/v1/actions/${action.plugin}/${action.id}?cluster=${encodeURIComponent(cluster)}`), {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
  return response;
}

function bodyOf(targets: readonly ActionTarget[], input: ActionInput): object {
  const objects = targets.map(({ namespace, name, uid }) => ({ namespace: namespace ?? '', name, ...(uid === undefined ? {} : { uid }) }));
  return { resource: targets[0]!.resource, objects, input };
}

/** The targets of each cluster: a plan is of one. */
export function byCluster(targets: readonly ActionTarget[]): readonly (readonly [string, readonly ActionTarget[]])[] {
  const clusters = new Map<string, ActionTarget[]>();
  for (const target of targets) clusters.set(target.cluster, [...(clusters.get(target.cluster) ?? []), target]);
  return [...clusters];
}

/** What a form should begin with; asked of the first cluster alone. */
export async function suggestInput(action: Named, targets: readonly ActionTarget[], signal?: AbortSignal): Promise<ActionSuggestion> {
  const [cluster, own] = byCluster(targets)[0]!;
  const told = (await (await post(action, cluster, { ...bodyOf(own, {}), suggest: true }, signal)).json()) as Partial<ActionSuggestion>;
  return { input: told.input ?? {}, options: told.options ?? {} };
}

/** What would be done, tried out by each API server without doing it. */
export function previewAction(action: Named, targets: readonly ActionTarget[], input: ActionInput, signal?: AbortSignal): Promise<readonly ActionPlan[]> {
  return Promise.all(
    byCluster(targets).map(async ([cluster, own]) => {
      const plan = (await (await post(action, cluster, bodyOf(own, input), signal)).json()) as ActionPlan;
      return { ...plan, commands: plan.commands ?? [], notes: plan.notes ?? [], cluster };
    }),
  );
}

/** Carries out what was shown; `tell` hears each result as it comes. Aborting cancels what has not begun. */
export async function applyAction(
  action: Named,
  targets: readonly ActionTarget[],
  input: ActionInput,
  plans: readonly ActionPlan[],
  tell: (result: ActionResult) => void,
  signal: AbortSignal,
): Promise<void> {
  const groups = byCluster(targets);
  const last = new Map<string, ActionResult>();
  const runs = await Promise.allSettled(
    plans.map(async ({ cluster, plan, at }) => {
      const own = groups.find(([one]) => one === cluster)![1];
      const response = await post(action, cluster, { ...bodyOf(own, input), plan, at }, signal);
      await lines(response.body!, (line) => {
        const result = JSON.parse(line) as ActionResult;
        last.set(JSON.stringify(result.target), result);
        tell(result);
      });
    }),
  );
  if (last.size > 0) {
    const few = targets.length <= MOST_KEPT;
    const deed: Deed = { at: Date.now(), action, targets: few ? targets : [], input, plans: few ? plans : [], results: [...last.values()] };
    deeds.update((before) => [deed, ...before].slice(0, MOST_DEEDS));
  }
  const failed = runs.find((run) => run.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Text that comes piece by piece, line by line. */
export async function lines(body: ReadableStream<Uint8Array>, tell: (line: string) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const whole = rest.split('\n');
    rest = done ? '' : whole.pop()!;
    for (const line of whole) if (line.trim() !== '') tell(line);
    if (done) return;
  }
}

/** How a result looks among the seven states. */
export const RESULT_HEALTH: Readonly<Record<ActionResult['state'], Health>> = {
  done: 'ok',
  unchanged: 'off',
  pending: 'progress',
  failed: 'error',
  skipped: 'off',
  waiting: 'waiting',
};

/** Why a problem means "look at it again": the objects have changed since the preview. */
export function planChanged(problem: Problem): boolean {
  return problem.code === 'PLAN_CHANGED';
}
