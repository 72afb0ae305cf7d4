import { href, type KubeObject, type ObjectRef, type PanelSlotProps, type Problem as ProblemData, problemOf, t, useObject } from '@fresnel/sdk';
import { Button, EmptyState, Problem, Skeleton, TextInput } from '@fresnel/ui';
import { useState } from 'react';
import { ForwardList } from './ForwardList';
import { begin, useForwards } from './forwards';
import type { PodParams } from './PodTerminal';
import { containersOf } from './pod';
import styles from './Screen.module.css';

/** Opens ports of this computer that lead to one object, and shows those that do. */
export function ForwardPanel({ params }: PanelSlotProps) {
  const ref = (params as PodParams).objects[0]!;
  const object = useObject(ref);
  const latest = useForwards(ref.cluster);
  if (object.state === 'failed') return <Problem tried={t('forwards.tried')} problem={object.problem} />;
  if (object.state === 'gone') return <EmptyState text={t('forward.missing', { name: ref.name })} />;
  if (object.state === 'loading') return <Skeleton label={t('forwards.loading')} />;
  const mine = (one: { resource: string; namespace: string; name: string; cluster: string }) =>
    one.resource === ref.resource && one.namespace === (ref.namespace ?? '') && one.name === ref.name && one.cluster === ref.cluster;
  return (
    <div className={styles.form}>
      <Inner of={ref} ports={portsOf(ref, object.value)} />
      {latest.value?.allowed && <Form of={ref} ports={portsOf(ref, object.value)} />}
      {(latest.value === undefined || !latest.value.allowed || latest.value.forwards.some(mine)) && <ForwardList cluster={ref.cluster} which={mine} />}
    </div>
  );
}

/** Pages of a pod or Service as the API server's proxy fetches them: for who has no ports of their own to open. */
function Inner({ of, ports }: { readonly of: ObjectRef; readonly ports: readonly Port[] }) {
  if (of.resource !== 'pods' && of.resource !== 'services') return null;
  if (ports.length === 0) return null;
  return (
    <div className={styles.field}>
      <span className={styles.line}>
        {ports.map(({ value, title }) => (
          <a
            key={value}
            href={href(`/api/v1/clusters/${encodeURIComponent(of.cluster)}/http/${of.namespace}/${of.resource}/${of.name}:${value}/`)}
            target="_blank"
            rel="noopener noreferrer"
          >
            {t('forward.inner', { port: title })}
          </a>
        ))}
      </span>
      <small>{t('forward.innerNote')}</small>
    </div>
  );
}

interface Port {
  readonly value: string;
  readonly title: string;
}

/** The ports that an object names. */
export function portsOf(ref: ObjectRef, object: KubeObject): readonly Port[] {
  if (ref.resource === 'services') {
    const ports = (object.spec as { ports?: readonly { port: number; name?: string; protocol?: string }[] } | undefined)?.ports ?? [];
    return ports
      .filter(({ protocol }) => protocol === undefined || protocol === 'TCP')
      .map(({ port, name }) => ({ value: String(port), title: titled(port, name) }));
  }
  const template = (object.spec as { template?: KubeObject } | undefined)?.template;
  const pod = ref.resource === 'pods' ? object : (template ?? object);
  return containersOf(pod)
    .flatMap((one) => one.ports)
    .map(({ port, name }) => ({ value: String(port), title: titled(port, name) }));
}

/** Nothing = any that is free. */
export function isLocalPort(text: string): boolean {
  const plain = text.trim();
  return plain === '' || (/^\d{4,5}$/.test(plain) && Number(plain) >= 1024 && Number(plain) <= 65_535);
}

function titled(port: number, name: string | undefined): string {
  return name === undefined ? String(port) : `${port} (${name})`;
}

function Form({ of, ports }: { readonly of: ObjectRef; readonly ports: readonly Port[] }) {
  const [port, setPort] = useState(ports[0]?.value ?? '');
  const [custom, setCustom] = useState(ports.length === 0);
  const [local, setLocal] = useState('');
  const [problem, setProblem] = useState<ProblemData>();
  const locked = port.trim() === '' ? t('forward.portNeeded') : isLocalPort(local) ? undefined : t('forward.localWrong');
  const start = () => {
    if (locked !== undefined) return;
    setProblem(undefined);
    const wanted = { cluster: of.cluster, resource: of.resource, namespace: of.namespace ?? '', name: of.name, port: port.trim(), localPort: Number(local) };
    begin(wanted).catch((cause: unknown) => setProblem(problemOf(cause)));
  };
  return (
    <>
      <div className={styles.line}>
        <div className={styles.field}>
          <span aria-hidden="true">{t('forward.to', { name: of.name })}</span>
          {custom ? (
            <TextInput label={t('forward.to', { name: of.name })} value={port} onChange={setPort} onKeyDown={(event) => event.key === 'Enter' && start()} />
          ) : (
            <select
              className={styles.select}
              aria-label={t('forward.to', { name: of.name })}
              value={port}
              onChange={(event) => (event.target.value === '' ? setCustom(true) : setPort(event.target.value))}
            >
              {ports.map((one) => (
                <option key={one.value} value={one.value}>
                  {one.title}
                </option>
              ))}
              <option value="">{t('forward.custom')}</option>
            </select>
          )}
        </div>
        <div className={styles.field}>
          <span aria-hidden="true">{t('forward.local')}</span>
          <TextInput
            label={t('forward.local')}
            placeholder={t('forward.any')}
            value={local}
            onChange={setLocal}
            onKeyDown={(event) => event.key === 'Enter' && start()}
          />
        </div>
        <Button kind="primary" onPress={start} lockedBecause={locked}>
          {t('forward.begin')}
        </Button>
      </div>
      {ports.length === 0 && <p className={styles.hint}>{t('forward.noPorts')}</p>}
      <p className={styles.hint}>{t('forward.note')}</p>
      {problem && <Problem tried={t('forwards.tried')} problem={problem} />}
    </>
  );
}
