import { t } from '@fresnel/sdk';
import { Section } from '@fresnel/ui';
import type { ComponentType } from 'react';
import { useSubject } from './context';
import { fieldsOf } from './fields';
import { FieldTree } from './generic/FieldTree';
import { SigningRequest } from './parts/Certificates';
import { CRON, JobsOfCronJob, Schedule } from './parts/cronjob';
import { ConfigData } from './parts/Data';
import { FactGrid, usePathFacts } from './parts/FactGrid';
import { NamespaceSummary } from './parts/namespace';
import { IngressRules, PolicyRules, ServicePorts, SliceEndpoints } from './parts/network';
import { NodeFacts, NodeImages, NodeResources } from './parts/node';
import { LimitTable, QuotaBars } from './parts/quota';
import { Revisions } from './parts/Revisions';
import { RowsTable } from './parts/RowsTable';
import { AccessOfSubject, Binding, RoleRules } from './parts/rbac';
import { SecretKeys } from './parts/SecretKeys';
import { ScalingMetrics } from './parts/scaling';
import { PodsOfSelector, REPLICAS, Replicas, SCHEDULED, Scheduled, Template } from './parts/workload';
import { Scheduling } from './pod/Scheduling';
import { Volumes } from './pod/Volumes';
import { volumeType } from './pod/words';

/** How one kind is laid out; what nobody claims is shown below as fields. */
export interface KindSpec {
  /** paths that are facts at the top, in order */
  readonly facts?: readonly string[];
  /** sections of the main column, in order */
  readonly parts?: readonly ComponentType[];
  /** what holds where the object leaves these top fields out */
  readonly unsaid?: Readonly<Record<string, string | number | boolean>>;
  /** paths that these sections show */
  readonly claims?: readonly string[];
}

const TEMPLATE = ['spec.template'];
const PODS: readonly ComponentType[] = [PodsOfSelector];
const RUNS: readonly ComponentType[] = [Volumes, Scheduling, Template];

function workload(facts: readonly string[], first: readonly ComponentType[], claims: readonly string[]): KindSpec {
  return { facts: ['spec.selector.matchLabels', ...facts], parts: [...first, ...PODS, ...RUNS], claims: [...claims, ...TEMPLATE] };
}

const STRATEGY = ['spec.minReadySeconds', 'spec.revisionHistoryLimit'];

const SPECS: Readonly<Record<string, KindSpec>> = {
  pods: {
    facts: ['status.phase', 'status.reason', 'status.message', 'status.startTime', 'status.podIPs', 'status.hostIPs', 'status.nominatedNodeName'],
    parts: [Volumes, Scheduling],
    claims: [
      'spec.containers',
      'spec.initContainers',
      'spec.ephemeralContainers',
      'spec.volumes',
      'spec.nodeName',
      'spec.tolerations',
      'spec.nodeSelector',
      'spec.affinity',
      'spec.topologySpreadConstraints',
      'spec.readinessGates',
      'spec.schedulingGates',
      'spec.priority',
      'spec.priorityClassName',
      'spec.preemptionPolicy',
      'spec.runtimeClassName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.terminationGracePeriodSeconds',
      'spec.activeDeadlineSeconds',
      'spec.dnsPolicy',
      'spec.hostNetwork',
      'spec.hostPID',
      'spec.hostIPC',
      'spec.serviceAccount',
      'spec.serviceAccountName',
      'status.containerStatuses',
      'status.initContainerStatuses',
      'status.ephemeralContainerStatuses',
      'status.qosClass',
      'status.podIP',
      'status.hostIP',
    ],
  },
  'deployments.apps': workload(
    [
      'spec.strategy.type',
      'spec.strategy.rollingUpdate.maxUnavailable',
      'spec.strategy.rollingUpdate.maxSurge',
      'spec.progressDeadlineSeconds',
      'spec.paused',
      ...STRATEGY,
    ],
    [Replicas, Revisions],
    REPLICAS,
  ),
  'statefulsets.apps': workload(['spec.serviceName', 'spec.podManagementPolicy', 'spec.updateStrategy.type', ...STRATEGY], [Replicas, Revisions], REPLICAS),
  'daemonsets.apps': workload(['spec.updateStrategy.type', ...STRATEGY], [Scheduled, Revisions], SCHEDULED),
  'replicasets.apps': workload(['spec.minReadySeconds'], [Replicas], REPLICAS),
  replicationcontrollers: { facts: ['spec.selector'], parts: [Replicas, ...PODS, ...RUNS], claims: [...REPLICAS, ...TEMPLATE] },
  'jobs.batch': workload(
    [
      'spec.parallelism',
      'spec.completions',
      'spec.completionMode',
      'spec.suspend',
      'spec.backoffLimit',
      'spec.activeDeadlineSeconds',
      'spec.ttlSecondsAfterFinished',
      'status.startTime',
      'status.completionTime',
    ],
    [JobNumbers],
    JOB_NUMBERS(),
  ),
  'cronjobs.batch': { parts: [Schedule, JobsOfCronJob, ...RUNS], claims: [...CRON, 'spec.jobTemplate', 'status.active'] },
  podtemplates: { parts: RUNS, claims: ['template'] },
  services: {
    facts: [
      'spec.type',
      'spec.clusterIPs',
      'spec.externalIPs',
      'spec.externalName',
      'spec.ipFamilyPolicy',
      'spec.ipFamilies',
      'spec.sessionAffinity',
      'spec.internalTrafficPolicy',
      'spec.externalTrafficPolicy',
      'spec.selector',
    ],
    parts: [ServicePorts, ...PODS],
    claims: ['spec.ports', 'spec.clusterIP'],
  },
  'endpointslices.discovery.k8s.io': { facts: ['addressType'], parts: [SliceEndpoints], claims: ['endpoints'] },
  'ingresses.networking.k8s.io': { facts: ['spec.ingressClassName'], parts: [IngressRules], claims: ['spec.rules', 'spec.defaultBackend'] },
  'networkpolicies.networking.k8s.io': {
    facts: ['spec.podSelector.matchLabels', 'spec.policyTypes'],
    parts: [PolicyRules],
    claims: ['spec.ingress', 'spec.egress'],
  },
  'horizontalpodautoscalers.autoscaling': {
    facts: ['status.lastScaleTime'],
    parts: [ScalingMetrics],
    claims: [
      'spec.scaleTargetRef',
      'spec.minReplicas',
      'spec.maxReplicas',
      'spec.metrics',
      'status.currentMetrics',
      'status.currentReplicas',
      'status.desiredReplicas',
    ],
  },
  'poddisruptionbudgets.policy': {
    facts: [
      'spec.minAvailable',
      'spec.maxUnavailable',
      'spec.selector.matchLabels',
      'spec.unhealthyPodEvictionPolicy',
      'status.disruptionsAllowed',
      'status.currentHealthy',
      'status.desiredHealthy',
      'status.expectedPods',
    ],
    parts: PODS,
  },
  resourcequotas: { facts: ['spec.scopes'], parts: [QuotaBars], claims: ['spec.hard', 'status.hard', 'status.used'] },
  limitranges: { parts: [LimitTable], claims: ['spec.limits'] },
  configmaps: { facts: ['immutable'], parts: [ConfigData], claims: ['data', 'binaryData'] },
  secrets: { facts: ['type', 'immutable'], parts: [SecretKeys], claims: ['data'] },
  serviceaccounts: { facts: ['automountServiceAccountToken'], parts: [AccessOfSubject, PodsOfAccount] },
  'roles.rbac.authorization.k8s.io': { parts: [RoleRules], claims: ['rules', 'aggregationRule'] },
  'clusterroles.rbac.authorization.k8s.io': { parts: [RoleRules], claims: ['rules', 'aggregationRule'] },
  'rolebindings.rbac.authorization.k8s.io': { parts: [Binding], claims: ['roleRef', 'subjects'] },
  'clusterrolebindings.rbac.authorization.k8s.io': { parts: [Binding], claims: ['roleRef', 'subjects'] },
  nodes: {
    parts: [NodeFacts, NodeResources, NodeImages],
    claims: [
      'spec.podCIDR',
      'spec.podCIDRs',
      'spec.providerID',
      'spec.taints',
      'spec.unschedulable',
      'status.addresses',
      'status.capacity',
      'status.allocatable',
      'status.images',
    ],
  },
  namespaces: { facts: ['status.phase'], parts: [NamespaceSummary] },
  persistentvolumeclaims: {
    facts: [
      'status.phase',
      'spec.volumeName',
      'spec.storageClassName',
      'status.capacity.storage',
      'spec.resources.requests.storage',
      'status.accessModes',
      'spec.accessModes',
      'spec.volumeMode',
      'spec.volumeAttributesClassName',
    ],
    parts: [PodsOfClaim],
  },
  persistentvolumes: {
    facts: [
      'status.phase',
      'spec.claimRef',
      'spec.capacity.storage',
      'spec.storageClassName',
      'spec.accessModes',
      'spec.persistentVolumeReclaimPolicy',
      'spec.volumeMode',
      'status.reason',
      'status.message',
    ],
    parts: [VolumeSource],
  },
  'storageclasses.storage.k8s.io': {
    facts: ['provisioner', 'reclaimPolicy', 'volumeBindingMode', 'allowVolumeExpansion', 'mountOptions', 'parameters'],
    parts: [VolumesOfClass],
  },
  'priorityclasses.scheduling.k8s.io': { facts: ['value', 'globalDefault', 'preemptionPolicy', 'description'], unsaid: { globalDefault: false } },
  'certificatesigningrequests.certificates.k8s.io': {
    facts: ['spec.signerName', 'spec.username', 'spec.groups', 'spec.usages', 'spec.expirationSeconds'],
    parts: [SigningRequest],
    claims: ['spec.request', 'status.certificate', 'spec.extra'],
  },
  events: {
    facts: [
      'type',
      'reason',
      'message',
      'involvedObject',
      'count',
      'firstTimestamp',
      'lastTimestamp',
      'eventTime',
      'action',
      'reportingComponent',
      'reportingInstance',
      'source',
    ],
  },
  'controllerrevisions.apps': { facts: ['revision'] },
};

export function specOf(resource: string): KindSpec {
  return SPECS[resource] ?? {};
}

/** What a kind's spec takes for itself. */
export function claimsOf(spec: KindSpec): readonly string[] {
  return [...(spec.facts ?? []), ...(spec.claims ?? [])];
}

/** The facts that a kind puts on top. */
export function TopFacts({ spec }: { readonly spec: KindSpec }) {
  const facts = usePathFacts(spec.facts ?? [], spec.unsaid);
  if (facts.length === 0) return undefined;
  return (
    <Section title={t('section.facts')}>
      <FactGrid items={facts} />
    </Section>
  );
}

function JOB_NUMBERS(): readonly string[] {
  return ['status.active', 'status.ready', 'status.succeeded', 'status.failed', 'status.terminating', 'status.uncountedTerminatedPods'];
}

/** How many pods of a Job are where. */
function JobNumbers() {
  const { object } = useSubject();
  const facts = usePathFacts(['status.active', 'status.ready', 'status.succeeded', 'status.failed', 'status.terminating']);
  const status = object.status ?? {};
  const words = ['active', 'succeeded', 'failed'].map((name) => `${Number(status[name] ?? 0)} ${name}`).join(' / ');
  return (
    <Section title={t('section.runs')} beside={words}>
      {facts.length > 0 && <FactGrid items={facts} />}
    </Section>
  );
}

const NO_SOURCE = ['claimRef', 'capacity', 'nodeAffinity'];

/** What a PersistentVolume is made of. */
function VolumeSource() {
  const { object } = useSubject();
  const found = Object.entries(object.spec ?? {}).find(([name, value]) => typeof value === 'object' && !Array.isArray(value) && !NO_SOURCE.includes(name));
  if (found === undefined) return undefined;
  return (
    <Section title={t('volume.source')} beside={volumeType(found[0])}>
      <FieldTree value={fieldsOf(found[1])} field={found[0]} />
    </Section>
  );
}

function PodsOfClaim() {
  const { of } = useSubject();
  return (
    <RowsTable
      title={t('section.usedBy')}
      resource="pods"
      fields={`.spec.volumes[*].persistentVolumeClaim.claimName=${of.name}`}
      columns={['ready', 'status', 'node', 'age']}
      none={t('claim.unused')}
    />
  );
}

function PodsOfAccount() {
  const { of } = useSubject();
  return (
    <RowsTable
      title={t('section.pods')}
      resource="pods"
      fields={`spec.serviceAccountName=${of.name}`}
      columns={['ready', 'status', 'age']}
      none={t('account.unused')}
    />
  );
}

function VolumesOfClass() {
  const { of } = useSubject();
  return (
    <RowsTable
      title={t('section.volumesOfClass')}
      resource="persistentvolumes"
      namespace=""
      fields={`.spec.storageClassName=${of.name}`}
      columns={['capacity', 'status', 'claim', 'age']}
    />
  );
}
