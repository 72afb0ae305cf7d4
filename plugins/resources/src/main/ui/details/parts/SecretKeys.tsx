import { getJson, type KubeObject, type Problem as ProblemData, problemOf, t } from '@fresnel/sdk';
import { CopyButton, IconButton, Problem, Section } from '@fresnel/ui';
import { useEffect, useState } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { fieldsOf, listOf, textOf } from '../fields';
import { Certificates } from './Certificates';
import { bytesOf, download, Entry, Text, textIn } from './Data';

/** A value stays on the page for so long. */
const SHOWN_FOR = 30_000;

/**
 * Keys of a Secret. No value is in the page before its eye is pressed; then this one value is read with the person's own right,
 * which is one line of the audit, and forgotten after a while.
 */
export function SecretKeys() {
  const { object } = useSubject();
  const keys = listOf(object.dataKeys).map((one) => ({ key: textOf(one.key), bytes: Number(one.bytes ?? 0) }));
  return (
    <Section title={t('section.keys')} beside={keys.length === 0 ? t('fact.none') : t('key.audited')}>
      <div className={styles.stack}>
        {keys.map(({ key, bytes }) => (
          <SecretKey key={key} name={key} bytes={bytes} />
        ))}
      </div>
    </Section>
  );
}

type Reveal =
  | { readonly state: 'hidden' }
  | { readonly state: 'asked' }
  | { readonly state: 'shown'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly state: 'failed'; readonly problem: ProblemData };

const HIDDEN: Reveal = { state: 'hidden' };

function SecretKey({ name, bytes }: { readonly name: string; readonly bytes: number }) {
  const { of, object } = useSubject();
  const [reveal, setReveal] = useState<Reveal>(HIDDEN);
  const version = textOf(object.metadata.resourceVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has another value
  useEffect(() => setReveal(HIDDEN), [version]);
  useEffect(() => {
    if (reveal.state !== 'shown') return;
    const timer = setTimeout(() => setReveal(HIDDEN), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [reveal]);
  const show = () => {
    setReveal({ state: 'asked' });
    oneValue(of.cluster, of.namespace ?? '', of.name, name).then(
      (found) => setReveal({ state: 'shown', bytes: found }),
      (cause: unknown) => setReveal({ state: 'failed', problem: problemOf(cause) }),
    );
  };
  const shown = reveal.state === 'shown';
  const text = shown ? textIn(reveal.bytes) : undefined;
  return (
    <Entry
      name={name}
      bytes={bytes}
      tools={
        <>
          <IconButton
            small
            icon="eye"
            label={shown ? t('key.hide', { key: name }) : t('key.show', { key: name })}
            pressed={shown}
            onPress={shown ? () => setReveal(HIDDEN) : show}
          />
          {text !== undefined && <CopyButton text={text} />}
          {shown && <IconButton small icon="download" label={t('key.download', { key: name })} onPress={() => download(name, reveal.bytes)} />}
        </>
      }
    >
      {shown && (text === undefined ? <p className={styles.third}>{t('data.binary')}</p> : <Text value={text} />)}
      {text?.includes('-----BEGIN CERTIFICATE-----') && <Certificates pem={text} />}
      {reveal.state === 'failed' && <Problem tried={t('key.failed', { key: name })} problem={reveal.problem} onRetry={show} />}
    </Entry>
  );
}

/** One GET with the person's own right; only the value that was asked for is kept. */
async function oneValue(cluster: string, namespace: string, name: string, key: string): Promise<Uint8Array<ArrayBuffer>> {
  const secret = await getJson<KubeObject>(
    `/k8s/${encodeURIComponent(cluster)}/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`,
  );
  return bytesOf(textOf(fieldsOf(secret.data)[key]));
}
