import { t, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { Section } from '@fresnel/ui';
import { useEffect, useMemo } from 'react';
import { useSubject } from '../context';
import { at, fieldsOf, textOf } from '../fields';
import { nameOf } from '../generic/names';
import { Pairs } from '../generic/Value';
import { mapText, selectorText } from '../selectors';
import { type Fact, FactGrid, usePathFacts } from './FactGrid';
import { RowsTable } from './RowsTable';

/** Labels that choose the pods of this object. */
export function podLabels(object: { readonly kind?: string; readonly spec?: unknown }): string | undefined {
  const selector = at(object.spec, 'selector');
  if (object.kind === 'Service' || object.kind === 'ReplicationController') return mapText(selector);
  return selectorText(selector) ?? (object.kind === 'PodDisruptionBudget' ? undefined : mapText(at(selector, 'matchLabels')));
}

export function PodsOfSelector() {
  const { object } = useSubject();
  const labels = podLabels(object);
  if (labels === undefined) return undefined;
  return (
    <RowsTable
      title={t('section.pods')}
      resource="pods"
      labels={labels}
      columns={['ready', 'status', 'restarts', 'cpu', 'memory', 'node', 'age']}
      none={t('pods.none')}
    />
  );
}

const NUMBERS = [
  'replicas',
  'currentReplicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'fullyLabeledReplicas',
  'terminatingReplicas',
];

/** Which paths of status this part shows. */
export const REPLICAS = ['spec.replicas', ...NUMBERS.map((name) => `status.${name}`)];

/** How many pods are wanted and how many there are, in the words of describe. */
export function Replicas() {
  const { object } = useSubject();
  const spec = fieldsOf(object.spec);
  const status = fieldsOf(object.status);
  const count = (name: string) => textOf(status[name]) || '0';
  const facts: Fact[] = [{ name: t('replicas.desired'), value: textOf(spec.replicas) || '1' }];
  for (const name of NUMBERS) {
    const always = object.kind === 'Deployment' && ['replicas', 'updatedReplicas', 'availableReplicas', 'unavailableReplicas'].includes(name);
    if (name === 'replicas' || always || status[name] !== undefined)
      facts.push({
        name: nameOf(
          name === 'replicas' ? (object.kind === 'Deployment' || object.kind === 'StatefulSet' ? 'total' : 'current') : name.replace('Replicas', ''),
        ),
        value: count(name),
      });
  }
  return (
    <Section title={t('section.replicas')}>
      <FactGrid items={[...facts, ...usePhases(podLabels(object))]} />
    </Section>
  );
}

const PHASE = 'path:.status.phase';
/** Phases and describe's words for them. */
const PHASES = [
  ['Running', 'Running'],
  ['Pending', 'Waiting'],
  ['Succeeded', 'Succeeded'],
  ['Failed', 'Failed'],
] as const;

/** How many of its pods are in which phase. */
export function usePhases(labels: string | undefined): readonly Fact[] {
  const { of } = useSubject();
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const namespaces = useMemo(() => (of.namespace ? [of.namespace] : []), [of.namespace]);
  const source = useRows({
    resource: 'pods',
    clusters,
    namespaces,
    columns: ['name', PHASE],
    group: PHASE,
    filter: { labels: labels ?? 'fresnel.dev/none=none' },
  });
  const { groups, loaded } = useRowsSnapshot(source);
  useEffect(() => source.show(0, 1), [source]);
  if (!loaded || labels === undefined) return [];
  const words = PHASES.map(([phase, word]) => `${groups.find((one) => one.key === phase)?.total ?? 0} ${word}`);
  return [{ name: t('replicas.phases'), value: words.join(' / ') }];
}

/** How many nodes of a DaemonSet have their pod. */
export function Scheduled() {
  const { object } = useSubject();
  const facts = usePathFacts(SCHEDULED);
  return (
    <Section title={t('section.replicas')}>
      <FactGrid items={[...facts, ...usePhases(podLabels(object))]} />
    </Section>
  );
}

export const SCHEDULED = [
  'status.desiredNumberScheduled',
  'status.currentNumberScheduled',
  'status.updatedNumberScheduled',
  'status.numberReady',
  'status.numberAvailable',
  'status.numberUnavailable',
  'status.numberMisscheduled',
];

/** Labels and annotations that its pods get. */
export function Template() {
  const { object } = useSubject();
  const template = at(object.spec, 'template', 'metadata') ?? at(object.spec, 'jobTemplate', 'spec', 'template', 'metadata') ?? at(object.template, 'metadata');
  const { labels, annotations } = fieldsOf(template);
  if (labels === undefined && annotations === undefined) return undefined;
  return (
    <Section title={t('section.template')}>
      <FactGrid
        items={[
          { name: t('section.labels'), value: <Pairs map={fieldsOf(labels)} /> },
          annotations !== undefined && { name: t('section.annotations'), value: <Pairs map={fieldsOf(annotations)} /> },
        ]}
      />
    </Section>
  );
}
