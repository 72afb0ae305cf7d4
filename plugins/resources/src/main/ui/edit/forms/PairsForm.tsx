import { t } from '@fresnel/sdk';
import { Button, IconButton, TextInput } from '@fresnel/ui';
import { useState } from 'react';
import styles from '../edit.module.css';
import type { Path } from '../model/path';
import { isData, valueAt } from '../model/tree';
import type { FormProps } from './FormPane';

export interface PairsFormProps extends FormProps {
  readonly path: Path;
}

/** Waits for the end of a word before the text changes. */
export const DELAY = 300;

/** Names with values: labels and annotations. */
export function PairsForm({ object, setField, path }: PairsFormProps) {
  const value = valueAt(object, path);
  const pairs = Object.entries(isData(value) ? value : {});
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const add = () => {
    setField([...path, name], text);
    setName('');
    setText('');
  };
  return (
    <>
      {pairs.map(([key, one]) => (
        <div className={styles.pair} key={key}>
          <code title={key} className={styles.path}>
            {key}
          </code>
          <TextInput label={key} value={String(one)} delay={DELAY} onChange={(next) => setField([...path, key], next)} />
          <IconButton small icon="close" label={t('form.remove', { name: key })} onPress={() => setField([...path, key], undefined)} />
        </div>
      ))}
      <div className={styles.pair}>
        <TextInput label={t('form.newName')} placeholder={t('form.newName')} value={name} onChange={setName} />
        <TextInput label={t('form.newValue')} placeholder={t('form.newValue')} value={text} onChange={setText} />
      </div>
      <Button small lockedBecause={name === '' ? t('form.needsName') : undefined} onPress={add}>
        {t('form.add')}
      </Button>
    </>
  );
}
