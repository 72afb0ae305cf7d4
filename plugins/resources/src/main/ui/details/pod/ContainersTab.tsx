import { t } from '@fresnel/sdk';
import { Section, Status, Table } from '@fresnel/ui';
import { useMemo } from 'react';
import { containersOf, podSpec } from '../containers';
import { ObjectLink, useSubject } from '../context';
import styles from '../details.module.css';
import { at, type Fields, fieldsOf, listOf, textOf } from '../fields';
import { FieldTree } from '../generic/FieldTree';
import { nameOf } from '../generic/names';
import { isEmpty, without } from '../generic/paths';
import { Moment, None, Several } from '../generic/Value';
import { type Fact, FactGrid } from '../parts/FactGrid';
import { Env, EnvSources } from './Env';
import { commandOf, handlerWords, portWords, probeWords } from './words';

const ROLES = [
  ['initContainers', 'initContainerStatuses', 'init'],
  ['containers', 'containerStatuses', 'main'],
  ['ephemeralContainers', 'ephemeralContainerStatuses', 'ephemeral'],
] as const;

const SHOWN = ['name', 'image', 'imagePullPolicy', 'command', 'args', 'ports', 'resources', 'env', 'envFrom', 'volumeMounts', 'volumeDevices'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** Each container whole: what runs, how it is, what it may use, what it gets. */
export function ContainersTab() {
  const { object } = useSubject();
  const found = podSpec(object);
  const all = useMemo(() => ROLES.flatMap(([field]) => listOf(found?.spec[field])), [found?.spec]);
  if (found === undefined) return undefined;
  const states = new Map(containersOf(object).map((one) => [`${one.role} ${one.name}`, one]));
  return (
    <div className={styles.scroll}>
      <EnvSources containers={all}>
        {ROLES.flatMap(([field, statusField, role]) =>
          listOf(found.spec[field]).map((container) => {
            const name = textOf(container.name);
            const status = found.isPod ? listOf(at(object.status, statusField)).find((one) => textOf(one.name) === name) : undefined;
            const state = states.get(`${role} ${name}`)?.state;
            const word = role === 'init' ? t('container.init') : role === 'ephemeral' ? t('container.ephemeral') : '';
            return (
              <Section
                key={`${role} ${name}`}
                title={name}
                beside={
                  <>
                    {word} {state && <Status health={state.health} word={state.word ?? t('container.notCreated')} more={state.more} />}
                  </>
                }
              >
                <Card container={container} status={status} />
              </Section>
            );
          }),
        )}
      </EnvSources>
    </div>
  );
}

function Card({ container, status }: { readonly container: Fields; readonly status: Fields | undefined }) {
  const rest = without(container, [...SHOWN, ...PROBES, 'lifecycle']);
  const resources = fieldsOf(container.resources);
  const mounts = listOf(container.volumeMounts);
  const devices = listOf(container.volumeDevices);
  return (
    <div className={styles.stack}>
      <FactGrid items={[...image(container, status), ...(status ? ran(status) : []), ...amounts(resources), ...process(container)]} />
      <div>
        <h3>{t('env.title')}</h3>
        <Env container={container} />
      </div>
      {mounts.length > 0 && (
        <div>
          <h3>{t('mounts.title')}</h3>
          <Mounts rows={mounts} />
        </div>
      )}
      {devices.length > 0 && (
        <div>
          <h3>{t('devices.title')}</h3>
          <FieldTree value={{ volumeDevices: devices }} />
        </div>
      )}
      {Object.keys(rest).length > 0 && <FieldTree value={rest} />}
    </div>
  );
}

function image(container: Fields, status: Fields | undefined): readonly (Fact | false)[] {
  const ports = listOf(container.ports);
  const hostPorts = ports.filter((port) => port.hostPort !== undefined).map((port) => `${textOf(port.hostPort)}/${textOf(port.protocol) || 'TCP'}`);
  return [
    { name: t('container.image'), value: <code>{textOf(container.image)}</code> },
    status !== undefined && { name: t('container.imageId'), value: textOf(status.imageID) ? <code>{textOf(status.imageID)}</code> : <None /> },
    status !== undefined && { name: t('container.id'), value: textOf(status.containerID) ? <code>{textOf(status.containerID)}</code> : <None /> },
    !isEmpty(container.imagePullPolicy) && { name: nameOf('imagePullPolicy'), value: textOf(container.imagePullPolicy) },
    { name: t('container.ports'), value: <Several>{ports.map(portWords)}</Several> },
    hostPorts.length > 0 && { name: t('container.hostPorts'), value: <Several>{hostPorts}</Several> },
  ];
}

/** How it runs and how it ended the last time. */
function ran(status: Fields): readonly (Fact | false)[] {
  return [
    ...phase(status.state, ''),
    ...phase(status.lastState, t('container.lastState')),
    { name: t('container.ready'), value: textOf(status.ready) || 'false' },
    { name: t('container.restarts'), value: textOf(status.restartCount) || '0' },
    !isEmpty(status.allocatedResources) && { name: nameOf('allocatedResources'), value: <code>{JSON.stringify(status.allocatedResources)}</code> },
  ];
}

function phase(state: unknown, prefix: string): readonly Fact[] {
  const [[word, detail] = ['', {}]] = Object.entries(fieldsOf(state));
  if (word === '') return [];
  const fields = fieldsOf(detail);
  const before = prefix === '' ? '' : `${prefix}: `;
  const facts: Fact[] = [{ name: prefix || t('container.state'), value: nameOf(word) }];
  for (const name of ['reason', 'message', 'exitCode', 'signal', 'startedAt', 'finishedAt']) {
    const text = textOf(fields[name]);
    if (text === '' || (text === '0' && name === 'signal')) continue;
    const value = name.endsWith('At') ? <Moment text={text} /> : <span className={styles.wrapped}>{text}</span>;
    facts.push({ name: `${before}${nameOf(name)}`, value });
  }
  return facts;
}

function amounts({ requests, limits, claims }: Fields): readonly (Fact | false)[] {
  const words = (map: unknown) => Object.entries(fieldsOf(map)).map(([name, value]) => `${name} ${textOf(value)}`);
  return [
    { name: t('container.requests'), value: <Several>{words(requests)}</Several> },
    { name: t('container.limits'), value: <Several>{words(limits)}</Several> },
    !isEmpty(claims) && { name: t('container.claims'), value: <Several>{listOf(claims).map((one) => textOf(one.name))}</Several> },
  ];
}

function process(container: Fields): readonly (Fact | false)[] {
  const line = (value: unknown) => (
    <Several>
      {commandOf(value).map((part) => (
        <code key={part} className={styles.wrapped}>
          {part}
        </code>
      ))}
    </Several>
  );
  return [
    !isEmpty(container.command) && { name: t('container.command'), value: line(container.command) },
    !isEmpty(container.args) && { name: t('container.args'), value: line(container.args) },
    ...PROBES.map((name) => !isEmpty(container[name]) && { name: nameOf(name), value: <code>{probeWords(fieldsOf(container[name]))}</code> }),
    ...Object.entries(fieldsOf(container.lifecycle)).map(([name, hook]) => ({
      name: nameOf(name),
      value: handlerWords(hook) ? <code>{handlerWords(hook)}</code> : textOf(hook),
    })),
  ];
}

function Mounts({ rows }: { readonly rows: readonly Fields[] }) {
  return (
    <Table
      label={t('mounts.title')}
      rows={rows}
      keyOf={(one) => textOf(one.mountPath)}
      columns={[
        { id: 'path', title: t('mounts.path'), grows: true, cell: (one) => <code title={textOf(one.mountPath)}>{textOf(one.mountPath)}</code> },
        { id: 'volume', title: t('mounts.volume'), cell: (one) => <VolumeName name={textOf(one.name)} /> },
        { id: 'sub', title: t('mounts.sub'), cell: (one) => textOf(one.subPath) || textOf(one.subPathExpr) },
        { id: 'mode', title: t('mounts.mode'), cell: (one) => (one.readOnly === true ? 'ro' : 'rw') },
      ]}
    />
  );
}

/** The volume's name, and the object that it is when it is one. */
function VolumeName({ name }: { readonly name: string }) {
  const { object } = useSubject();
  const volume = listOf(podSpec(object)?.spec.volumes).find((one) => textOf(one.name) === name);
  const claim = textOf(at(volume?.persistentVolumeClaim, 'claimName'));
  if (claim === '') return <>{name}</>;
  return (
    <span className={styles.worded}>
      {name} (<ObjectLink kind="PersistentVolumeClaim" group="" name={claim} />)
    </span>
  );
}
