import type { KubeObject } from '@fresnel/sdk';

export interface Container {
  readonly name: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly running: boolean;
  readonly debug: boolean;
  /** why it waits */
  readonly waiting?: string;
  readonly ports: readonly { readonly name?: string; readonly port: number }[];
}

interface Named {
  readonly name: string;
  readonly tty?: boolean;
  readonly stdin?: boolean;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
  readonly restartPolicy?: string;
}

interface StatusOf {
  readonly name: string;
  readonly state?: { readonly running?: object; readonly waiting?: { readonly reason?: string }; readonly terminated?: object };
}

/**
 * The containers that a shell could run in, those of the pod first, then sidecars, what prepares the pod while it does, and debug
 * containers.
 */
export function containersOf(pod: KubeObject): readonly Container[] {
  const spec = (pod.spec ?? {}) as { containers?: readonly Named[]; initContainers?: readonly Named[]; ephemeralContainers?: readonly Named[] };
  const status = (pod.status ?? {}) as Readonly<Record<`${string}Statuses`, readonly StatusOf[] | undefined>>;
  const first = listed(spec.initContainers, status.initContainerStatuses, false);
  const sidecars = new Set((spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  return [
    ...listed(spec.containers, status.containerStatuses, false),
    ...first.filter(({ name }) => sidecars.has(name)),
    ...first.filter(({ name, running }) => running && !sidecars.has(name)),
    ...listed(spec.ephemeralContainers, status.ephemeralContainerStatuses, true),
  ];
}

function listed(containers: readonly Named[] = [], statuses: readonly StatusOf[] = [], debug: boolean): Container[] {
  return containers.map(({ name, tty, stdin, ports = [] }) => {
    const state = statuses.find((one) => one.name === name)?.state;
    const waiting = state?.waiting?.reason;
    return {
      name,
      tty: tty === true,
      stdin: stdin === true,
      running: state?.running !== undefined,
      debug,
      ports: ports
        .filter(({ protocol }) => protocol === undefined || protocol === 'TCP')
        .map((one) => ({ port: one.containerPort, ...(one.name ? { name: one.name } : {}) })),
      ...(waiting ? { waiting } : {}),
    };
  });
}

/** The one that kubectl takes: named by annotation, else the first that runs. */
export function usualContainer(pod: KubeObject): Container | undefined {
  const all = containersOf(pod);
  const named = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  return all.find((one) => one.name === named) ?? all.find((one) => one.running && !one.debug) ?? all[0];
}

export function runsWindows(pod: KubeObject): boolean {
  const spec = (pod.spec ?? {}) as { os?: { name?: string }; nodeSelector?: Readonly<Record<string, string>> };
  return spec.os?.name === 'windows' || spec.nodeSelector?.['kubernetes.io/os'] === 'windows';
}

export function phaseOf(pod: KubeObject): string {
  return String((pod.status as { phase?: unknown } | undefined)?.phase ?? '');
}
