import { at, type Fields, fieldsOf, listOf, textOf } from '../fields';

/** What a probe or a hook does, as `kubectl describe` says it: `http-get http://:8080/healthz`. */
export function handlerWords(handler: unknown): string {
  const { exec, httpGet, tcpSocket, grpc, sleep } = fieldsOf(handler);
  if (exec !== undefined) return `exec [${commandOf(at(exec, 'command')).join(' ')}]`;
  if (httpGet !== undefined) {
    const { scheme, host, port, path } = fieldsOf(httpGet);
    return `http-get ${(textOf(scheme) || 'HTTP').toLowerCase()}://${textOf(host)}:${textOf(port)}${slashed(textOf(path))}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${textOf(at(tcpSocket, 'host'))}:${textOf(at(tcpSocket, 'port'))}`;
  if (grpc !== undefined) return `grpc <pod>:${textOf(at(grpc, 'port'))} ${textOf(at(grpc, 'service'))}`;
  if (sleep !== undefined) return `sleep ${textOf(at(sleep, 'seconds'))}s`;
  return '';
}

function slashed(path: string): string {
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

/** `http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3`. */
export function probeWords(probe: Fields): string {
  const times = `delay=${textOf(probe.initialDelaySeconds) || 0}s timeout=${textOf(probe.timeoutSeconds) || 1}s period=${textOf(probe.periodSeconds) || 10}s`;
  return `${handlerWords(probe)} ${times} #success=${textOf(probe.successThreshold) || 1} #failure=${textOf(probe.failureThreshold) || 3}`;
}

export function commandOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

/** `node.kubernetes.io/not-ready:NoExecute op=Exists for 300s`. */
export function tolerationWords(one: Fields): string {
  const value = textOf(one.value);
  const key = `${textOf(one.key)}${value ? `=${value}` : ''}`;
  const effect = textOf(one.effect);
  const op = textOf(one.operator);
  const seconds = textOf(one.tolerationSeconds);
  const parts = [`${key}${effect ? `:${effect}` : ''}`, value === '' && op ? `op=${op}` : '', seconds ? `for ${seconds}s` : ''];
  return parts.filter(Boolean).join(' ') || `op=${op || 'Exists'}`;
}

/** `dedicated=gpu:NoSchedule`. */
export function taintWords(one: Fields): string {
  const value = textOf(one.value);
  return `${textOf(one.key)}${value ? `=${value}` : ''}:${textOf(one.effect)}`;
}

export function portWords(port: Fields): string {
  const name = textOf(port.name);
  return `${textOf(port.containerPort)}/${textOf(port.protocol) || 'TCP'}${name ? ` (${name})` : ''}`;
}

/** Where a volume comes from: the one member that is no name. */
export function volumeSource(volume: Fields): readonly [string, Fields] {
  const entry = Object.entries(volume).find(([name]) => name !== 'name');
  return entry === undefined ? ['emptyDir', {}] : [entry[0], fieldsOf(entry[1])];
}

/** Kubernetes' name of that kind of volume, as describe prints it. */
export function volumeType(source: string): string {
  return VOLUME_TYPES[source] ?? source.charAt(0).toUpperCase() + source.slice(1);
}

const VOLUME_TYPES: Readonly<Record<string, string>> = {
  awsElasticBlockStore: 'AWSElasticBlockStore',
  configMap: 'ConfigMap',
  csi: 'CSI',
  downwardAPI: 'DownwardAPI',
  emptyDir: 'EmptyDir',
  ephemeral: 'EphemeralVolume',
  fc: 'FC',
  gcePersistentDisk: 'GCEPersistentDisk',
  hostPath: 'HostPath',
  iscsi: 'ISCSI',
  local: 'LocalVolume',
  nfs: 'NFS',
  persistentVolumeClaim: 'PersistentVolumeClaim',
  projected: 'Projected',
  rbd: 'RBD',
  secret: 'Secret',
};

/** Everything that a pod reads from ConfigMaps and Secrets by name, for one question about each. */
export function envSources(containers: readonly Fields[]): { readonly configMaps: readonly string[]; readonly secrets: readonly string[] } {
  const names = (pick: (one: Fields) => unknown, from: string) =>
    containers.flatMap((container) => listOf(container[from]).map((one) => textOf(at(pick(one), 'name')))).filter(Boolean);
  const unique = (all: readonly string[]) => [...new Set(all)];
  return {
    configMaps: unique([...names((one) => at(one.valueFrom, 'configMapKeyRef'), 'env'), ...names((one) => one.configMapRef, 'envFrom')]),
    secrets: unique([...names((one) => at(one.valueFrom, 'secretKeyRef'), 'env'), ...names((one) => one.secretRef, 'envFrom')]),
  };
}
