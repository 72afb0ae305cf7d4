import type { ActionChange, ActionInput, ActionPlan, ActionTarget, ServerAction } from '@fresnel/sdk';

/** What takes an action back: another action of the same plugin with an input, for the objects that it changed. */
export interface Inverse {
  readonly id: string;
  readonly input: ActionInput;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  pause: 'resume',
  resume: 'pause',
  suspend: 'unsuspend',
  unsuspend: 'suspend',
  cordon: 'uncordon',
  uncordon: 'cordon',
};

/** @param changed what was done, as it was previewed; undefined where nothing takes it back for all of them alike */
export function inverseOf(
  action: Pick<ServerAction, 'id'>,
  input: ActionInput,
  plans: readonly ActionPlan[],
  changed: readonly ActionTarget[],
): Inverse | undefined {
  const changes = plans.flatMap((plan) => plan.changes).filter((change) => changed.some((one) => same(one, change.target)));
  if (changes.length === 0) return undefined;
  const opposite = OPPOSITES[action.id];
  if (opposite !== undefined) return { id: opposite, input: {} };
  const inputs = changes.map((change) => inputBefore(action.id, input, change));
  const [first] = inputs;
  return first !== undefined && inputs.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? { id: action.id, input: first } : undefined;
}

function same(one: ActionTarget, other: ActionTarget): boolean {
  return one.cluster === other.cluster && one.resource === other.resource && (one.namespace ?? '') === (other.namespace ?? '') && one.name === other.name;
}

/** The input that makes one object what it was. */
function inputBefore(id: string, input: ActionInput, { differences }: ActionChange): ActionInput | undefined {
  if (id === 'scale') {
    const replicas = numberOf(differences.find((one) => one.path === '/spec/replicas')?.before);
    return replicas === undefined ? undefined : { replicas };
  }
  if (id === 'image') {
    const [only, ...more] = differences.filter((one) => one.path.endsWith('/image'));
    const image = textOf(only?.before);
    return image === undefined || more.length > 0 || input.container === undefined ? undefined : { container: input.container, image };
  }
  return id === 'label' || id === 'annotate' ? marksBefore(id === 'label' ? 'labels' : 'annotations', differences) : undefined;
}

function marksBefore(field: string, differences: ActionChange['differences']): ActionInput | undefined {
  const start = `/metadata/${field}/`;
  const own = differences.filter((one) => one.path.startsWith(start));
  if (own.length === 0 || own.length < differences.length) return undefined;
  const key = (path: string) => path.slice(start.length).replaceAll('~1', '/').replaceAll('~0', '~');
  const set = own.flatMap(({ path, before }) => (before === undefined ? [] : [`${key(path)}=${textOf(before) ?? ''}`]));
  return { set, remove: own.flatMap(({ path, before }) => (before === undefined ? [key(path)] : [])) };
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

function numberOf(json: string | undefined): number | undefined {
  const value = parsed(json);
  return typeof value === 'number' ? value : undefined;
}

function textOf(json: string | undefined): string | undefined {
  const value = parsed(json);
  return typeof value === 'string' ? value : undefined;
}
