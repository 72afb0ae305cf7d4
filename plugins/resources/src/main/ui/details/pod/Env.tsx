import { type KubeObject, number, t, useChannels } from '@fresnel/sdk';
import { Table } from '@fresnel/ui';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { ObjectLink, useSubject } from '../context';
import styles from '../details.module.css';
import { at, type Fields, fieldsOf, listOf, textOf } from '../fields';
import { cut } from '../generic/Value';
import { envSources } from './words';

/** What the environment of containers is taken from, live; values of Secrets never come. */
interface Sources {
  readonly configMaps: ReadonlyMap<string, KubeObject | 'loading' | 'missing'>;
  readonly secrets: ReadonlyMap<string, KubeObject | 'loading' | 'missing'>;
}

const Context = createContext<Sources>({ configMaps: new Map(), secrets: new Map() });

interface Told {
  readonly object?: KubeObject;
  readonly deleted?: boolean;
}

/** Asks for all ConfigMaps and Secrets that the containers name, in one go. */
export function EnvSources({ containers, children }: { readonly containers: readonly Fields[]; readonly children: ReactNode }) {
  const { of } = useSubject();
  const { configMaps, secrets } = useMemo(() => envSources(containers), [containers]);
  const questions = useMemo(() => {
    const ref = (resource: string) => (name: string) => ({ cluster: of.cluster, resource, ...(of.namespace ? { namespace: of.namespace } : {}), name });
    return [...configMaps.map(ref('configmaps')), ...secrets.map(ref('secrets'))];
  }, [configMaps, secrets, of.cluster, of.namespace]);
  const answers = useChannels<Told>('object', questions);
  const sources = useMemo(() => {
    const found = answers.map((one) => (one.value?.deleted ? 'missing' : (one.value?.object ?? (one.problem ? ('missing' as const) : ('loading' as const)))));
    const part = (names: readonly string[], from: number) => new Map(names.map((name, index) => [name, found[from + index] ?? ('loading' as const)]));
    return { configMaps: part(configMaps, 0), secrets: part(secrets, configMaps.length) };
  }, [answers, configMaps, secrets]);
  return <Context value={sources}>{children}</Context>;
}

interface Variable {
  readonly key: string;
  readonly name: string;
  readonly value: ReactNode;
  readonly from: ReactNode;
}

/** The environment as the process gets it: values of ConfigMaps resolved, of Secrets masked, each with where it is from. */
export function Env({ container }: { readonly container: Fields }) {
  const sources = useContext(Context);
  const { object } = useSubject();
  const own = listOf(container.env).map((one, index) => variable(one, index, sources, object));
  const taken = listOf(container.envFrom).flatMap((one, index) => variables(one, index, sources));
  const all = [...taken, ...own];
  if (all.length === 0) return <span className={styles.third}>{t('fact.none')}</span>;
  return (
    <Table
      label={t('env.title')}
      rows={all}
      keyOf={(one) => one.key}
      wraps
      columns={[
        { id: 'name', title: t('env.name'), cell: (one) => <code>{one.name}</code> },
        { id: 'value', title: t('env.value'), grows: true, cell: (one) => one.value },
        { id: 'from', title: t('env.from'), cell: (one) => one.from },
      ]}
    />
  );
}

function variable(one: Fields, index: number, sources: Sources, object: KubeObject): Variable {
  const name = textOf(one.name);
  const key = `${index} ${name}`;
  const from = fieldsOf(one.valueFrom);
  if (from.configMapKeyRef !== undefined) return { key, name, ...ofConfigMap(fieldsOf(from.configMapKeyRef), sources) };
  if (from.secretKeyRef !== undefined) return { key, name, ...ofSecret(fieldsOf(from.secretKeyRef), sources) };
  if (from.fieldRef !== undefined) {
    const path = textOf(at(from.fieldRef, 'fieldPath'));
    return { key, name, value: ownField(object, path), from: <code>{`${textOf(at(from.fieldRef, 'apiVersion'))}:${path}`}</code> };
  }
  if (from.resourceFieldRef !== undefined) {
    const { containerName, resource, divisor } = fieldsOf(from.resourceFieldRef);
    return { key, name, value: '', from: <code>{[containerName, resource, divisor === '0' ? '' : divisor].map(textOf).filter(Boolean).join(' ')}</code> };
  }
  if (one.valueFrom !== undefined) return { key, name, value: '', from: <code>{JSON.stringify(one.valueFrom)}</code> };
  return { key, name, value: <Plain text={textOf(one.value)} />, from: '' };
}

const FIELDS = /^(?:metadata\.(?:name|namespace|uid)|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIP|podIP))$/;

/** The pod's own field, when this is a pod and the field is a plain one. */
function ownField(object: KubeObject, path: string): string {
  if (object.kind !== 'Pod') return '';
  const quoted = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (quoted) return textOf(fieldsOf(at(object.metadata, quoted[1]!))[quoted[2]!]);
  return FIELDS.test(path) ? textOf(path.split('.').reduce<unknown>((here, name) => fieldsOf(here)[name], object)) : '';
}

function ofConfigMap(ref: Fields, sources: Sources): Pick<Variable, 'value' | 'from'> {
  const [map, key] = [textOf(ref.name), textOf(ref.key)];
  const source = sources.configMaps.get(map);
  const from = <Source kind="ConfigMap" name={map} entry={key} optional={ref.optional} />;
  if (source === undefined || source === 'loading') return { value: '', from };
  const value = source === 'missing' ? undefined : fieldsOf(source.data)[key];
  return { value: typeof value === 'string' ? <Plain text={value} /> : <Missing optional={ref.optional} />, from };
}

function ofSecret(ref: Fields, sources: Sources): Pick<Variable, 'value' | 'from'> {
  const [secret, key] = [textOf(ref.name), textOf(ref.key)];
  const source = sources.secrets.get(secret);
  const from = <Source kind="Secret" name={secret} entry={key} optional={ref.optional} />;
  if (source === undefined || source === 'loading') return { value: '', from };
  const found = source === 'missing' ? undefined : listOf(source.dataKeys).find((one) => textOf(one.key) === key);
  return { value: found ? <Masked bytes={Number(found.bytes)} /> : <Missing optional={ref.optional} />, from };
}

function variables(one: Fields, index: number, sources: Sources): readonly Variable[] {
  const prefix = textOf(one.prefix);
  const secret = one.secretRef !== undefined;
  const ref = fieldsOf(secret ? one.secretRef : one.configMapRef);
  const name = textOf(ref.name);
  const source = (secret ? sources.secrets : sources.configMaps).get(name);
  const from = <Source kind={secret ? 'Secret' : 'ConfigMap'} name={name} optional={ref.optional} {...(prefix ? { prefix } : {})} />;
  if (source === undefined || source === 'loading') return [{ key: `from ${index}`, name: `${prefix}…`, value: '', from }];
  if (source === 'missing') return [{ key: `from ${index}`, name: `${prefix}…`, value: <Missing optional={ref.optional} />, from }];
  const entries: readonly (readonly [string, ReactNode])[] = secret
    ? listOf(source.dataKeys).map((entry) => [textOf(entry.key), <Masked key="" bytes={Number(entry.bytes)} />] as const)
    : Object.entries(fieldsOf(source.data)).map(([key, value]) => [key, <Plain key="" text={textOf(value)} />] as const);
  if (entries.length === 0) return [{ key: `from ${index}`, name: `${prefix}…`, value: t('fact.none'), from }];
  return entries.map(([key, value]) => ({ key: `from ${index} ${key}`, name: prefix + key, value, from }));
}

/** A variable may hold a whole file; the table shows its beginning. */
const SHOWN = 2_000;

function Plain({ text }: { readonly text: string }) {
  return <span className={styles.wrapped}>{cut(text, SHOWN)}</span>;
}

interface SourceProps {
  readonly kind: string;
  readonly name: string;
  readonly entry?: string;
  readonly optional?: unknown;
  readonly prefix?: string;
}

function Source({ kind, name, entry, optional, prefix }: SourceProps) {
  return (
    <span className={styles.worded}>
      {kind} <ObjectLink kind={kind} group="" name={name} />
      {entry && <code> {entry}</code>}
      <small className={styles.third}>
        {' '}
        {t('env.optional', { value: String(optional === true) })}
        {prefix && ` ${t('env.prefix', { prefix })}`}
      </small>
    </span>
  );
}

function Masked({ bytes }: { readonly bytes: number }) {
  return (
    <span className={styles.third}>
      <span aria-hidden="true">••••••</span> {t('key.bytes', { bytes: number(bytes) })}
    </span>
  );
}

function Missing({ optional }: { readonly optional: unknown }) {
  return <span className={optional === true ? styles.third : styles.bad}>{t('env.missing')}</span>;
}
