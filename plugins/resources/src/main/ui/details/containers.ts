import type { Health, KubeObject } from '@fresnel/sdk';
import { at, type Fields, fieldsOf, listOf, textOf } from './fields';

export interface Container {
  readonly name: string;
  readonly role: 'main' | 'init' | 'ephemeral';
  readonly image: string;
  /** undefined for a template: nothing runs there */
  readonly state: ContainerState | undefined;
  readonly restarts: number;
  readonly cpu: string;
  readonly memory: string;
  readonly probes: readonly ('ready' | 'live' | 'startup')[];
  readonly ports: string;
}

export interface ContainerState {
  readonly health: Health;
  /** Kubernetes' own word; undefined before the container is created */
  readonly word: string | undefined;
  readonly more: string | undefined;
  readonly since: number | undefined;
}

/** The pod spec inside any kind: a pod's own, a workload's template, a CronJob's job template. */
export function podSpec(object: KubeObject): { readonly spec: Fields; readonly isPod: boolean } | undefined {
  if (object.kind === 'Pod') return { spec: fieldsOf(object.spec), isPod: true };
  const template = at(object.spec, 'template', 'spec') ?? at(object.spec, 'jobTemplate', 'spec', 'template', 'spec') ?? at(object.template, 'spec');
  return listOf(at(template, 'containers')).length > 0 ? { spec: fieldsOf(template), isPod: false } : undefined;
}

export function containersOf(object: KubeObject): readonly Container[] {
  const found = podSpec(object);
  if (found === undefined) return [];
  const { spec, isPod } = found;
  const part = (field: string, status: string, role: Container['role']) => {
    const statuses = new Map(listOf(at(object.status, status)).map((one) => [textOf(one.name), one]));
    return listOf(spec[field]).map((one) => container(one, role, isPod ? (statuses.get(textOf(one.name)) ?? {}) : undefined));
  };
  return [
    ...part('initContainers', 'initContainerStatuses', 'init'),
    ...part('containers', 'containerStatuses', 'main'),
    ...part('ephemeralContainers', 'ephemeralContainerStatuses', 'ephemeral'),
  ];
}

function container(spec: Fields, role: Container['role'], status: Fields | undefined): Container {
  const amount = (name: string) => `${textOf(at(spec.resources, 'requests', name)) || '–'} / ${textOf(at(spec.resources, 'limits', name)) || '–'}`;
  const probes = [spec.readinessProbe && 'ready', spec.livenessProbe && 'live', spec.startupProbe && 'startup'];
  return {
    name: textOf(spec.name),
    role,
    image: textOf(spec.image),
    state: status && stateOf(status, role),
    restarts: Number(status?.restartCount ?? 0),
    cpu: amount('cpu'),
    memory: amount('memory'),
    probes: probes.filter((one): one is 'ready' | 'live' | 'startup' => typeof one === 'string'),
    ports: listOf(spec.ports)
      .map((port) => `${textOf(port.containerPort)}/${textOf(port.protocol) || 'TCP'}`)
      .join(', '),
  };
}

function stateOf(status: Fields, role: Container['role']): ContainerState {
  const [[word, detail] = ['', {}]] = Object.entries(fieldsOf(status.state)).map(([name, fields]) => [name, fieldsOf(fields)] as const);
  const since = Date.parse(textOf(detail.startedAt) || textOf(detail.finishedAt));
  const state = { more: undefined, since: Number.isNaN(since) ? undefined : since };
  if (word === 'running') return { ...state, health: status.ready === false && role === 'main' ? 'warning' : 'ok', word: 'Running', more: lastEnd(status) };
  if (word === 'terminated') return { ...state, ...ended(detail) };
  if (word === 'waiting') {
    const reason = textOf(detail.reason);
    const starting = reason === 'ContainerCreating' || reason === 'PodInitializing';
    return { ...state, health: starting ? 'progress' : 'error', word: reason, more: lastEnd(status) };
  }
  return { ...state, health: 'off', word: undefined };
}

function ended(detail: Fields): Pick<ContainerState, 'health' | 'word' | 'more'> {
  const code = Number(detail.exitCode ?? 0);
  const more = code === 0 ? undefined : `exit ${code}`;
  return { health: code === 0 ? 'off' : 'error', word: textOf(detail.reason) || 'Terminated', more };
}

/** How it ended the last time, if it did. */
function lastEnd(status: Fields): string | undefined {
  const last = fieldsOf(at(status, 'lastState', 'terminated'));
  if (last.exitCode === undefined) return undefined;
  return `${textOf(last.reason) || 'Terminated'}, exit ${textOf(last.exitCode)}`;
}
