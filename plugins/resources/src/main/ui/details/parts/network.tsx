import { type KubeObject, t } from '@fresnel/sdk';
import { Section, Table } from '@fresnel/ui';
import { useMemo } from 'react';
import { ObjectLink, useSubject } from '../context';
import styles from '../details.module.css';
import { at, type Fields, fieldsOf, listOf, textOf } from '../fields';
import { FieldTree } from '../generic/FieldTree';
import { None, Several } from '../generic/Value';
import { selectorText } from '../selectors';
import { useObjects } from '../useObjects';

const SERVICE = 'kubernetes.io/service-name';

interface Target {
  readonly service: string;
  readonly port: string;
  readonly portName: string;
  readonly address: string;
  readonly ready: boolean;
  readonly node: string;
  readonly zone: string;
  readonly object: Fields;
}

/** Where traffic to these services goes, live. */
function useTargets(services: readonly string[]): { readonly targets: readonly Target[]; readonly loaded: boolean } {
  const { of } = useSubject();
  const labels = services.length === 0 ? `${SERVICE}=` : `${SERVICE} in (${services.join(',')})`;
  const { objects, loaded } = useObjects({ cluster: of.cluster, resource: 'endpointslices.discovery.k8s.io', namespace: of.namespace, labels });
  const targets = useMemo(() => objects.flatMap(targetsOf), [objects]);
  return { targets, loaded };
}

export function targetsOf(slice: KubeObject): readonly Target[] {
  const service = slice.metadata.labels?.[SERVICE] ?? '';
  const ports = listOf(slice.ports);
  return listOf(slice.endpoints).flatMap((endpoint) =>
    (Array.isArray(endpoint.addresses) ? endpoint.addresses.map(textOf) : []).flatMap((address) =>
      (ports.length === 0 ? [{} as Fields] : ports).map((port) => ({
        service,
        port: textOf(port.port),
        portName: textOf(port.name),
        address: port.port === undefined ? address : `${address.includes(':') ? `[${address}]` : address}:${textOf(port.port)}`,
        ready: at(endpoint.conditions, 'ready') !== false,
        node: textOf(endpoint.nodeName),
        zone: textOf(endpoint.zone),
        object: fieldsOf(endpoint.targetRef),
      })),
    ),
  );
}

/** Ports of a Service, and behind each what it leads to. */
export function ServicePorts() {
  const { of, object } = useSubject();
  const { targets, loaded } = useTargets(useMemo(() => [of.name], [of.name]));
  const ports = listOf(at(object.spec, 'ports'));
  if (ports.length === 0) return undefined;
  return (
    <Section title={t('section.ports')}>
      <Table
        label={t('section.ports')}
        rows={ports}
        keyOf={(one) => `${textOf(one.name)} ${textOf(one.port)} ${textOf(one.protocol)}`}
        wraps
        columns={[
          { id: 'name', title: t('port.name'), cell: (one) => textOf(one.name) || <None /> },
          { id: 'port', title: t('port.port'), cell: (one) => `${textOf(one.port)}/${textOf(one.protocol) || 'TCP'}` },
          { id: 'target', title: t('port.target'), cell: (one) => `${textOf(one.targetPort)}/${textOf(one.protocol) || 'TCP'}` },
          {
            id: 'node',
            title: t('port.node'),
            cell: (one) => (one.nodePort === undefined ? <None /> : `${textOf(one.nodePort)}/${textOf(one.protocol) || 'TCP'}`),
          },
          { id: 'app', title: t('port.app'), minor: true, cell: (one) => textOf(one.appProtocol) },
          {
            id: 'endpoints',
            title: t('section.endpoints'),
            grows: true,
            cell: (one) => loaded && <Addresses targets={targets.filter((target) => target.portName === textOf(one.name))} />,
          },
        ]}
      />
    </Section>
  );
}

const FEW = 12;

function Addresses({ targets }: { readonly targets: readonly Target[] }) {
  const ready = targets.filter((one) => one.ready);
  const rest = targets.length - ready.length;
  if (targets.length === 0) return <span className={styles.bad}>{t('endpoints.none')}</span>;
  return (
    <>
      <Several>
        {ready.slice(0, FEW).map((one) =>
          textOf(one.object.name) ? (
            <ObjectLink key={one.address} kind={textOf(one.object.kind) || 'Pod'} name={textOf(one.object.name)}>
              {one.address}
            </ObjectLink>
          ) : (
            one.address
          ),
        )}
      </Several>
      {ready.length > FEW && <small className={styles.third}> {t('endpoints.more', { count: ready.length - FEW })}</small>}
      {rest > 0 && <small className={styles.third}> {t('endpoints.notReady', { count: rest })}</small>}
    </>
  );
}

/** Endpoints of a slice. */
export function SliceEndpoints() {
  const { object } = useSubject();
  const endpoints = listOf(object.endpoints);
  return (
    <Section title={t('section.endpoints')} beside={String(endpoints.length)}>
      {endpoints.length === 0 ? (
        <p className={styles.third}>{t('endpoints.none')}</p>
      ) : (
        <Table
          label={t('section.endpoints')}
          rows={endpoints.map((one, index) => ({ ...one, index }))}
          keyOf={(one) => String(one.index)}
          wraps
          columns={[
            {
              id: 'addresses',
              title: t('endpoint.addresses'),
              cell: (one: Fields) => (Array.isArray(one.addresses) ? one.addresses.map(textOf).join(', ') : ''),
            },
            {
              id: 'conditions',
              title: t('section.conditions'),
              cell: (one: Fields) =>
                Object.entries(fieldsOf(one.conditions))
                  .map(([name, value]) => `${name} ${textOf(value)}`)
                  .join(', '),
            },
            { id: 'hostname', title: t('endpoint.hostname'), minor: true, cell: (one: Fields) => textOf(one.hostname) },
            { id: 'target', title: t('endpoint.target'), cell: (one: Fields) => <TargetOf target={fieldsOf(one.targetRef)} /> },
            {
              id: 'node',
              title: t('placement.node'),
              cell: (one: Fields) => textOf(one.nodeName) && <ObjectLink kind="Node" group="" name={textOf(one.nodeName)} />,
            },
            { id: 'zone', title: t('endpoint.zone'), cell: (one: Fields) => textOf(one.zone) },
          ]}
        />
      )}
    </Section>
  );
}

function TargetOf({ target }: { readonly target: Fields }) {
  if (textOf(target.name) === '') return undefined;
  return (
    <span className={styles.worded}>
      {textOf(target.kind)}/<ObjectLink kind={textOf(target.kind)} name={textOf(target.name)} namespace={textOf(target.namespace) || undefined} />
    </span>
  );
}

interface Rule {
  readonly key: string;
  readonly host: string;
  readonly path: string;
  readonly type: string;
  readonly backend: Fields;
}

/** Rules of an Ingress with where they lead. */
export function IngressRules() {
  const { object } = useSubject();
  const rules = ingressRules(object);
  const names = useMemo(
    () => [
      ...new Set(
        ingressRules(object)
          .map((one) => textOf(at(one.backend, 'service', 'name')))
          .filter(Boolean),
      ),
    ],
    [object],
  );
  const { targets } = useTargets(names);
  return (
    <Section title={t('section.rules')}>
      <Table
        label={t('section.rules')}
        rows={rules}
        keyOf={(one) => one.key}
        wraps
        columns={[
          { id: 'host', title: t('rule.host'), cell: (one) => one.host || '*' },
          { id: 'path', title: t('rule.path'), cell: (one) => <code>{one.path}</code> },
          { id: 'type', title: t('rule.type'), minor: true, cell: (one) => one.type },
          { id: 'backend', title: t('rule.backend'), cell: (one) => <Backend backend={one.backend} /> },
          { id: 'endpoints', title: t('section.endpoints'), grows: true, cell: (one) => <BackendTargets backend={one.backend} targets={targets} /> },
        ]}
      />
    </Section>
  );
}

function ingressRules(object: KubeObject): readonly Rule[] {
  const backend = at(object.spec, 'defaultBackend');
  const rules = listOf(at(object.spec, 'rules')).flatMap((rule, index) =>
    listOf(at(rule.http, 'paths')).map((path, place) => ({
      key: `${index} ${place}`,
      host: textOf(rule.host),
      path: textOf(path.path) || '/',
      type: textOf(path.pathType),
      backend: fieldsOf(path.backend),
    })),
  );
  return backend === undefined ? rules : [...rules, { key: 'default', host: '*', path: '*', type: t('rule.default'), backend: fieldsOf(backend) }];
}

function Backend({ backend }: { readonly backend: Fields }) {
  const service = fieldsOf(backend.service);
  if (backend.service === undefined) return <FieldTree value={backend} depth={1} />;
  const port = textOf(at(service.port, 'name')) || textOf(at(service.port, 'number'));
  return (
    <span className={styles.worded}>
      <ObjectLink kind="Service" group="" name={textOf(service.name)} />:{port}
    </span>
  );
}

function BackendTargets({ backend, targets }: { readonly backend: Fields; readonly targets: readonly Target[] }) {
  const name = textOf(at(backend.service, 'name'));
  const port = textOf(at(backend.service, 'port', 'name'));
  if (name === '') return undefined;
  const own = targets.filter((one) => one.service === name && (port === '' || one.portName === port));
  return <Addresses targets={own} />;
}

/** What a policy lets in and out. */
export function PolicyRules() {
  const { object } = useSubject();
  const types = at(object.spec, 'policyTypes');
  const has = (type: string) => (Array.isArray(types) ? types.includes(type) : type === 'Ingress');
  return (
    <>
      {has('Ingress') && <Direction title={t('policy.ingress')} rules={listOf(at(object.spec, 'ingress'))} peers="from" nothing={t('policy.noIngress')} />}
      {has('Egress') && <Direction title={t('policy.egress')} rules={listOf(at(object.spec, 'egress'))} peers="to" nothing={t('policy.noEgress')} />}
    </>
  );
}

interface DirectionProps {
  readonly title: string;
  readonly rules: readonly Fields[];
  readonly peers: 'from' | 'to';
  readonly nothing: string;
}

function Direction({ title, rules, peers, nothing }: DirectionProps) {
  return (
    <Section title={title}>
      {rules.length === 0 && <p>{nothing}</p>}
      {rules.length > 0 && (
        <Table
          label={title}
          rows={rules.map((rule, index) => ({ rule, key: String(index) }))}
          keyOf={({ key }) => key}
          wraps
          columns={[
            { id: 'ports', title: t('section.ports'), cell: ({ rule }) => <Several>{policyPorts(rule)}</Several> },
            {
              id: 'peers',
              title: peers === 'from' ? t('policy.from') : t('policy.to'),
              grows: true,
              cell: ({ rule }) => <Peers peers={listOf(rule[peers])} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function policyPorts(rule: Fields): readonly string[] {
  const ports = listOf(rule.ports).map(
    (port) => `${textOf(port.port) || '*'}${port.endPort === undefined ? '' : `-${textOf(port.endPort)}`}/${textOf(port.protocol) || 'TCP'}`,
  );
  return ports.length === 0 ? [t('policy.anyPort')] : ports;
}

function Peers({ peers }: { readonly peers: readonly Fields[] }) {
  if (peers.length === 0) return <>{t('policy.anyPeer')}</>;
  return (
    <ul className={styles.lines}>
      {peers.map((peer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: peers are their place
        <li key={index}>
          {peer.namespaceSelector !== undefined && (
            <>
              {t('policy.namespaces')} <code>{selectorText(peer.namespaceSelector) ?? t('policy.all')}</code>{' '}
            </>
          )}
          {peer.podSelector !== undefined && (
            <>
              {t('policy.pods')} <code>{selectorText(peer.podSelector) ?? t('policy.all')}</code>
            </>
          )}
          {peer.ipBlock !== undefined && (
            <>
              {t('policy.addresses')} <code>{textOf(at(peer.ipBlock, 'cidr'))}</code> {t('policy.except')}{' '}
              <Several>{((at(peer.ipBlock, 'except') as readonly unknown[] | undefined) ?? []).map(textOf)}</Several>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
