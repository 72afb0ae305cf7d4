import { t } from '@fresnel/sdk';
import { Button, IconButton, TextInput } from '@fresnel/ui';
import { useState } from 'react';
import styles from '../edit.module.css';
import type { Path } from '../model/path';
import { type Data, isData, valueAt } from '../model/tree';
import { type FormProps, podSpecPath } from './FormPane';
import { DELAY } from './PairsForm';

interface Named {
  readonly name: string;
  readonly path: Path;
  readonly container: Data;
}

/** Every container with its path, those that run first included. */
export function containersIn(object: Data): readonly Named[] {
  const spec = podSpecPath(object);
  if (spec === undefined) return [];
  return ['initContainers', 'containers'].flatMap((list) => {
    const found = valueAt(object, [...spec, list]);
    return (Array.isArray(found) ? found : []).filter(isData).map((container) => {
      const name = String(container.name ?? '');
      return { name, container, path: [...spec, list, { keys: { name } }] };
    });
  });
}

export function ImageForm({ object, setField }: FormProps) {
  return containersIn(object).map(({ name, path, container }) => (
    <fieldset key={name}>
      <legend>{name}</legend>
      <TextInput
        label={t('form.imageOf', { name })}
        value={String(container.image ?? '')}
        delay={DELAY}
        onChange={(image) => image !== '' && setField([...path, 'image'], image)}
      />
    </fieldset>
  ));
}

export function ReplicasForm({ object, setField }: FormProps) {
  const now = valueAt(object, ['spec', 'replicas']);
  const [text, setText] = useState(String(now ?? 1));
  const fits = /^\d{1,6}$/.test(text);
  const change = (next: string) => {
    setText(next);
    if (/^\d{1,6}$/.test(next)) setField(['spec', 'replicas'], Number(next));
  };
  return (
    <>
      <TextInput label={t('form.replicas')} value={text} onChange={change} />
      {!fits && (
        <p className={styles.wrong} role="alert">
          {t('form.wholeNumber')}
        </p>
      )}
    </>
  );
}

const AMOUNTS: readonly (readonly ['requests' | 'limits', 'cpu' | 'memory'])[] = [
  ['requests', 'cpu'],
  ['limits', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'memory'],
];

const QUANTITY = /^(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE]\d+)?$/;

/** Numbers that Kubernetes counts in cores and bytes; undefined when it is not a quantity. */
export function quantity(text: string): number | undefined {
  const match = QUANTITY.exec(text);
  if (match === null) return undefined;
  const unit = match[2] ?? '';
  const decimal: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
  const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].indexOf(unit);
  const factor = binary >= 0 ? 1024 ** (binary + 1) : /^[eE]\d/.test(unit) ? 10 ** Number(unit.slice(1)) : (decimal[unit] ?? 1);
  return Number(match[1]) * factor;
}

export function ResourcesForm({ object, setField }: FormProps) {
  return containersIn(object).map(({ name, path, container }) => (
    <fieldset key={name}>
      <legend>{name}</legend>
      {AMOUNTS.map(([sort, of]) => (
        <Amount
          key={sort + of}
          sort={sort}
          of={of}
          now={valueAt(container, ['resources', sort, of])}
          onChange={(value) => setField([...path, 'resources', sort, of], value)}
        />
      ))}
      <Above container={container} />
    </fieldset>
  ));
}

interface AmountProps {
  readonly sort: 'requests' | 'limits';
  readonly of: 'cpu' | 'memory';
  readonly now: unknown;
  readonly onChange: (value: string | undefined) => void;
}

function Amount({ sort, of, now, onChange }: AmountProps) {
  const [text, setText] = useState(String(now ?? ''));
  const wrong = text !== '' && quantity(text) === undefined;
  const label = sort === 'requests' ? t('form.request', { of }) : t('form.limit', { of });
  const change = (next: string) => {
    setText(next);
    if (next === '') onChange(undefined);
    else if (quantity(next) !== undefined) onChange(next);
  };
  return (
    <div className={styles.labelled}>
      <span>{label}</span>
      <TextInput label={label} value={text} delay={DELAY} placeholder={t('form.none')} onChange={change} />
      {wrong && (
        <p className={styles.wrong} role="alert">
          {t('form.quantity', { value: text })}
        </p>
      )}
    </div>
  );
}

/** A request above its limit is refused by every API server. */
function Above({ container }: { readonly container: Data }) {
  const above = (['cpu', 'memory'] as const).filter((of) => {
    const request = quantity(String(valueAt(container, ['resources', 'requests', of]) ?? ''));
    const limit = quantity(String(valueAt(container, ['resources', 'limits', of]) ?? ''));
    return request !== undefined && limit !== undefined && request > limit;
  });
  if (above.length === 0) return undefined;
  return (
    <p className={styles.wrong} role="alert">
      {t('form.above', { what: above.join(', ') })}
    </p>
  );
}

export function EnvForm({ object, setField }: FormProps) {
  return containersIn(object).map(({ name, path, container }) => <Env key={name} name={name} path={path} container={container} setField={setField} />);
}

function Env({ name, path, container, setField }: Named & Pick<FormProps, 'setField'>) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const list = (Array.isArray(container.env) ? container.env : []).filter(isData);
  const at = (variable: string): Path => [...path, 'env', { keys: { name: variable } }];
  const add = () => {
    setField(at(key), { name: key, value });
    setKey('');
    setValue('');
  };
  return (
    <fieldset>
      <legend>{name}</legend>
      {list.map((one) => {
        const variable = String(one.name);
        return (
          <div className={styles.pair} key={variable}>
            <code className={styles.path}>{variable}</code>
            {one.valueFrom === undefined ? (
              <TextInput label={variable} value={String(one.value ?? '')} delay={DELAY} onChange={(next) => setField([...at(variable), 'value'], next)} />
            ) : (
              <span className={styles.quiet}>{Object.keys(isData(one.valueFrom) ? one.valueFrom : {}).join(', ')}</span>
            )}
            <IconButton small icon="close" label={t('form.remove', { name: variable })} onPress={() => setField(at(variable), undefined)} />
          </div>
        );
      })}
      <div className={styles.pair}>
        <TextInput label={t('form.newName')} placeholder={t('form.newName')} value={key} onChange={setKey} />
        <TextInput label={t('form.newValue')} placeholder={t('form.newValue')} value={value} onChange={setValue} />
      </div>
      <Button small lockedBecause={/^[^=\s]+$/.test(key) ? undefined : t('form.needsName')} onPress={add}>
        {t('form.add')}
      </Button>
    </fieldset>
  );
}
