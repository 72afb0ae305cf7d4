import type { Named } from '../context';
import { groupOf } from '../context';
import { type Fields, textOf } from '../fields';

/** Fields whose text is the name of an object, by the name of the field. */
const BY_FIELD: Readonly<Record<string, string>> = {
  claimName: 'PersistentVolumeClaim',
  configMapName: 'ConfigMap',
  deviceClassName: 'DeviceClass',
  gatewayClassName: 'GatewayClass',
  ingressClassName: 'IngressClass',
  jobName: 'Job',
  nodeName: 'Node',
  nominatedNodeName: 'Node',
  persistentVolumeName: 'PersistentVolume',
  podName: 'Pod',
  priorityClassName: 'PriorityClass',
  priorityLevelConfiguration: 'PriorityLevelConfiguration',
  resourceClaimName: 'ResourceClaim',
  resourceClaimTemplateName: 'ResourceClaimTemplate',
  runtimeClassName: 'RuntimeClass',
  secretName: 'Secret',
  serviceAccount: 'ServiceAccount',
  serviceAccountName: 'ServiceAccount',
  serviceName: 'Service',
  storageClassName: 'StorageClass',
  volumeAttributesClassName: 'VolumeAttributesClass',
  volumeName: 'PersistentVolume',
  volumeSnapshotClassName: 'VolumeSnapshotClass',
  boundVolumeSnapshotContentName: 'VolumeSnapshotContent',
  volumeSnapshotContentName: 'VolumeSnapshotContent',
  persistentVolumeClaimName: 'PersistentVolumeClaim',
};

/** Objects with a name alone, whose kind is in the field's name: `secretRef`, `configMapKeyRef`, `priorityLevelConfiguration`. */
const BY_REF: Readonly<Record<string, string>> = {
  configMap: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  imagePullSecrets: 'Secret',
  nodePublishSecretRef: 'Secret',
  priorityLevelConfiguration: 'PriorityLevelConfiguration',
  secret: 'Secret',
  secrets: 'Secret',
  secretKeyRef: 'Secret',
  secretRef: 'Secret',
  secretTargetRef: 'Secret',
  service: 'Service',
};

/** What the text of a field names. */
export function namedByText(field: string, text: string): Named | undefined {
  const kind = BY_FIELD[field];
  return kind === undefined || text === '' ? undefined : { kind, name: text };
}

/** What an object of fields names: by its own `kind` and `name`, else by the name of the field that it stands in. */
export function namedByObject(field: string, value: Fields): Named | undefined {
  const name = textOf(value.name);
  if (name === '') return undefined;
  const namespace = textOf(value.namespace) || undefined;
  const kind = textOf(value.kind);
  if (kind !== '') {
    const declared = value.apiGroup ?? value.group;
    const group = typeof declared === 'string' ? declared : typeof value.apiVersion === 'string' ? groupOf(value.apiVersion) : undefined;
    return { kind, name, group: group === 'core' ? '' : group, namespace };
  }
  const known = BY_REF[field];
  return known === undefined ? undefined : { kind: known, name, namespace };
}
