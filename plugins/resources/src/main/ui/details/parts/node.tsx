import { pages, type Row, t, useObject, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { Age, Link, MicroBar, Section, Table } from '@fresnel/ui';
import { useEffect, useMemo } from 'react';
import { useSubject } from '../context';
import { at, fieldsOf, listOf, textOf } from '../fields';
import { None, Pairs } from '../generic/Value';
import { taintWords } from '../pod/words';
import { amountOf, amountText } from '../quantities';
import { FactGrid, usePathFacts } from './FactGrid';

const SHOWN = 100;
const COUNTED = 500;

interface Load {
  readonly rows: readonly Row[];
  readonly matched: number;
  readonly cpu: number;
  readonly memory: number;
}

/** The pods on this node that still run, with what they ask for. */
function usePodsOnNode(name: string, cluster: string): Load {
  const clusters = useMemo(() => [cluster], [cluster]);
  const namespaces = useMemo(() => [], []);
  const source = useRows({
    resource: 'pods',
    clusters,
    namespaces,
    sort: 'namespace,name',
    columns: ['name', 'status', 'cpu', 'memory', 'age'],
    filter: { fields: `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed` },
  });
  const { rows, matched, columns } = useRowsSnapshot(source);
  useEffect(() => source.show(0, COUNTED), [source]);
  const at = (id: string) => columns.findIndex((column) => column.id === id);
  return { rows, matched, cpu: at('cpu'), memory: at('memory') };
}

/** What the node has, what may be used of it, and what its pods ask for. */
export function NodeResources() {
  const { of, object } = useSubject();
  const load = usePodsOnNode(of.name, of.cluster);
  const capacity = fieldsOf(at(object.status, 'capacity'));
  const allocatable = fieldsOf(at(object.status, 'allocatable'));
  const sum = (index: number, part: 'request' | 'limit') => load.rows.reduce((total, row) => total + (row.usage?.[index]?.[part] ?? 0), 0);
  const asked = (name: string, part: 'request' | 'limit') => {
    if (name === 'pods') return part === 'request' ? load.matched : undefined;
    const index = name === 'cpu' ? load.cpu : name === 'memory' ? load.memory : -1;
    return index < 0 ? undefined : sum(index, part);
  };
  return (
    <>
      <Section title={t('section.allocation')}>
        <Table
          label={t('section.allocation')}
          rows={Object.keys(capacity)}
          keyOf={(name) => name}
          columns={[
            { id: 'resource', title: t('quota.resource'), grows: true, cell: (name) => name },
            { id: 'capacity', title: t('node.capacity'), end: true, cell: (name) => textOf(capacity[name]) },
            { id: 'allocatable', title: t('node.allocatable'), end: true, cell: (name) => textOf(allocatable[name]) },
            { id: 'bar', title: t('quota.share'), cell: (name) => <Bar used={asked(name, 'request')} all={textOf(allocatable[name])} /> },
            { id: 'requests', title: t('container.requests'), end: true, cell: (name) => share(name, asked(name, 'request'), textOf(allocatable[name])) },
            { id: 'limits', title: t('container.limits'), end: true, cell: (name) => share(name, asked(name, 'limit'), textOf(allocatable[name])) },
          ]}
        />
      </Section>
      <PodsOnNode load={load} cluster={of.cluster} allocatable={allocatable} />
    </>
  );
}

function Bar({ used, all }: { readonly used: number | undefined; readonly all: string }) {
  const limit = amountOf(all);
  return used === undefined || limit === undefined ? undefined : <MicroBar used={used} limit={limit} />;
}

/** `850m (10%)`, as describe prints it. */
function share(resource: string, value: number | undefined, all: string): string {
  if (value === undefined) return '';
  const whole = amountOf(all);
  return `${amountText(resource, value)}${whole ? ` (${Math.floor((value / whole) * 100)}%)` : ''}`;
}

interface PodsProps {
  readonly load: Load;
  readonly cluster: string;
  readonly allocatable: Readonly<Record<string, unknown>>;
}

function PodsOnNode({ load, cluster, allocatable }: PodsProps) {
  const { of } = useSubject();
  const amount = (row: Row, resource: 'cpu' | 'memory', part: 'request' | 'limit') =>
    share(resource, row.usage?.[resource === 'cpu' ? load.cpu : load.memory]?.[part] ?? 0, textOf(allocatable[resource]));
  const all = load.matched > SHOWN && (
    <Link to={pages.list([cluster], 'pods', { fields: `spec.nodeName=${of.name}`, ns: '' })}>{t('rows.all', { count: load.matched })}</Link>
  );
  return (
    <Section title={t('section.pods')} beside={String(load.matched)} end={all}>
      <Table
        label={t('section.pods')}
        rows={load.rows.slice(0, SHOWN)}
        keyOf={(row) => row.k}
        columns={[
          { id: 'namespace', title: t('fact.namespace'), cell: (row) => row.ns },
          {
            id: 'name',
            title: t('rows.name'),
            grows: true,
            cell: (row) => <Link to={pages.object({ cluster, resource: 'pods', name: row.n, ...(row.ns ? { namespace: row.ns } : {}) })}>{row.n}</Link>,
          },
          { id: 'cpuRequests', title: t('node.cpuRequests'), end: true, cell: (row) => amount(row, 'cpu', 'request') },
          { id: 'cpuLimits', title: t('node.cpuLimits'), end: true, cell: (row) => amount(row, 'cpu', 'limit') },
          { id: 'memoryRequests', title: t('node.memoryRequests'), end: true, cell: (row) => amount(row, 'memory', 'request') },
          { id: 'memoryLimits', title: t('node.memoryLimits'), end: true, cell: (row) => amount(row, 'memory', 'limit') },
          { id: 'age', title: t('fact.age'), end: true, cell: (row) => <Age since={row.t} /> },
        ]}
      />
    </Section>
  );
}

/** Addresses, taints, roles and the lease of its kubelet. */
export function NodeFacts() {
  const { of, object } = useSubject();
  const roles = Object.keys(object.metadata.labels ?? {}).flatMap((label) => /^node-role\.kubernetes\.io\/(.+)$/.exec(label)?.[1] ?? []);
  const taints = listOf(at(object.spec, 'taints')).map(taintWords);
  const lease = useObject({ cluster: of.cluster, resource: 'leases.coordination.k8s.io', namespace: 'kube-node-lease', name: of.name });
  const held = lease.state === 'known' ? fieldsOf(lease.value.spec) : {};
  const facts = usePathFacts(['spec.podCIDR', 'spec.podCIDRs', 'spec.providerID']);
  return (
    <Section title={t('section.node')}>
      <FactGrid
        items={[
          { name: t('node.roles'), value: roles.length > 0 ? roles.join(', ') : <None /> },
          { name: t('node.taints'), value: taints.length > 0 ? taints.map((one) => <code key={one}>{one} </code>) : <None /> },
          { name: t('node.schedulable'), value: at(object.spec, 'unschedulable') === true ? t('node.cordoned') : t('node.open') },
          {
            name: t('node.addresses'),
            value: <Pairs map={Object.fromEntries(listOf(at(object.status, 'addresses')).map((one) => [textOf(one.type), one.address]))} />,
          },
          ...facts,
          textOf(held.holderIdentity) !== '' && { name: t('node.lease'), value: textOf(held.holderIdentity) },
          textOf(held.renewTime) !== '' && { name: t('node.renewed'), value: <Age since={Date.parse(textOf(held.renewTime))} /> },
        ]}
      />
    </Section>
  );
}

/** What is on its disk, largest first. */
export function NodeImages() {
  const { object } = useSubject();
  const images = listOf(at(object.status, 'images'))
    .map((one) => ({ names: Array.isArray(one.names) ? one.names.map(textOf) : [], size: Number(one.sizeBytes ?? 0) }))
    .sort((one, other) => other.size - one.size);
  if (images.length === 0) return undefined;
  return (
    <Section title={t('section.images')} beside={String(images.length)}>
      <details>
        <summary>
          {t('images.show', {
            size: amountText(
              'memory',
              images.reduce((sum, one) => sum + one.size, 0),
            ),
          })}
        </summary>
        <Table
          label={t('section.images')}
          rows={images.slice(0, 100)}
          keyOf={(one) => one.names.join()}
          columns={[
            { id: 'name', title: t('container.image'), grows: true, cell: (one) => <code title={one.names.join('\n')}>{one.names.at(-1)}</code> },
            { id: 'size', title: t('key.size'), end: true, cell: (one) => amountText('memory', one.size) },
          ]}
        />
      </details>
    </Section>
  );
}
