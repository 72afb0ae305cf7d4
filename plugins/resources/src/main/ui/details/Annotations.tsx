import { type KubeObject, t } from '@fresnel/sdk';
import { Button, Section } from '@fresnel/ui';
import { useState } from 'react';
import styles from './details.module.css';

const FIRST = 4;

export function Annotations({ object }: { readonly object: KubeObject }) {
  const [all, setAll] = useState(false);
  const entries = Object.entries(object.metadata.annotations ?? {});
  const shown = all ? entries : entries.slice(0, FIRST);
  return (
    <Section title={t('section.annotations')} beside={entries.length === 0 ? t('fact.none') : String(entries.length)}>
      <dl className={styles.annotations}>
        {shown.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      {shown.length < entries.length && (
        <Button kind="link" onPress={() => setAll(true)}>
          {t('annotations.more', { count: entries.length })}
        </Button>
      )}
    </Section>
  );
}
