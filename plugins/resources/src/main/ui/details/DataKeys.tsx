import { type KubeObject, number, t } from '@fresnel/sdk';
import { Section, Table } from '@fresnel/ui';
import { fieldsOf, listOf, textOf } from './fields';

interface Entry {
  readonly key: string;
  readonly bytes: number;
}

const encoder = new TextEncoder();

/** Keys of a Secret or ConfigMap with their sizes. Values of a Secret never come to the page. */
export function DataKeys({ object }: { readonly object: KubeObject }) {
  const secret = object.kind === 'Secret';
  if (!secret && object.kind !== 'ConfigMap') return undefined;
  const entries = secret ? listOf(object.dataKeys).map((one) => ({ key: textOf(one.key), bytes: Number(one.bytes ?? 0) })) : configKeys(object);
  return (
    <Section title={t('section.keys')} beside={secret ? t('key.hidden') : undefined}>
      {entries.length === 0 ? (
        <p>{t('fact.none')}</p>
      ) : (
        <Table
          label={t('section.keys')}
          rows={entries}
          keyOf={(one) => one.key}
          columns={[
            { id: 'key', title: t('key.name'), grows: true, cell: (one) => <code>{one.key}</code> },
            { id: 'bytes', title: t('key.size'), end: true, cell: (one) => t('key.bytes', { bytes: number(one.bytes) }) },
          ]}
        />
      )}
    </Section>
  );
}

function configKeys(object: KubeObject): readonly Entry[] {
  const texts = Object.entries(fieldsOf(object.data)).map(([key, value]) => ({ key, bytes: encoder.encode(textOf(value)).length }));
  const binaries = Object.entries(fieldsOf(object.binaryData)).map(([key, value]) => ({
    key,
    bytes: Math.floor((textOf(value).replace(/=+$/, '').length * 3) / 4),
  }));
  return [...texts, ...binaries];
}
