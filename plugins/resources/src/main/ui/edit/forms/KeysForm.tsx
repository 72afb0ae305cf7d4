import { t } from '@fresnel/sdk';
import { Button, IconButton, TextInput } from '@fresnel/ui';
import { useId, useState } from 'react';
import styles from '../edit.module.css';
import { isHidden } from '../model/object';
import { isData } from '../model/tree';
import { fromBytes, toBase64, toText } from './bytes';
import type { FormProps } from './FormPane';

/** Keys are file names: an API server takes no others. */
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Keys of a ConfigMap or Secret: each with a text, or with the bytes of a file. Values of a Secret that are there stay unseen. */
export function KeysForm({ object, setField }: FormProps) {
  const secret = object.kind === 'Secret';
  const texts = Object.entries(isData(object.data) ? object.data : {});
  const binaries = Object.entries(isData(object.binaryData) ? object.binaryData : {});
  const [name, setName] = useState('');
  const set = (key: string, value: string) => setField(['data', key], secret ? toBase64(value) : value);
  const upload = async (key: string, file: File) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = secret ? undefined : toText(bytes);
    if (secret || text !== undefined) {
      setField(['data', key], secret ? fromBytes(bytes) : text);
    } else {
      setField(['binaryData', key], fromBytes(bytes));
    }
  };
  const fits = KEY.test(name) && ![...texts, ...binaries].some(([key]) => key === name);
  return (
    <>
      {texts.map(([key, value]) => (
        <fieldset key={key}>
          <legend>{key}</legend>
          <Value name={key} value={String(value)} secret={secret} onChange={(next) => set(key, next)} />
          <p className={styles.row}>
            <FileButton label={t('form.uploadOver', { name: key })} title={t('form.upload')} onFile={(file) => upload(key, file)} />
            <Button small onPress={() => setField(['data', key], undefined)}>
              {t('form.removeKey')}
            </Button>
          </p>
        </fieldset>
      ))}
      {binaries.map(([key, value]) => (
        <fieldset key={key}>
          <legend>{key}</legend>
          <p className={styles.row}>
            <span className={styles.quiet}>{t('form.binary', { bytes: Math.floor((String(value).replace(/=+$/, '').length * 3) / 4) })}</span>
            <FileButton label={t('form.uploadOver', { name: key })} title={t('form.upload')} onFile={(file) => upload(key, file)} />
            <IconButton small icon="close" label={t('form.remove', { name: key })} onPress={() => setField(['binaryData', key], undefined)} />
          </p>
        </fieldset>
      ))}
      <TextInput label={t('form.newKey')} placeholder={t('form.newKey')} value={name} onChange={setName} />
      <p className={styles.row}>
        <Button
          small
          lockedBecause={fits ? undefined : t('form.needsKey')}
          onPress={() => {
            set(name, '');
            setName('');
          }}
        >
          {t('form.add')}
        </Button>
        <FileButton
          label={t('form.addFile')}
          title={t('form.addFile')}
          onFile={(file) => upload(KEY.test(name) ? name : file.name, file).then(() => setName(''))}
        />
      </p>
    </>
  );
}

interface ValueProps {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly onChange: (value: string) => void;
}

/** A Secret's value is written anew, never shown; what was typed here is. */
function Value({ name, value, secret, onChange }: ValueProps) {
  const [typed, setTyped] = useState(secret ? '' : value);
  const [begun, setBegun] = useState(!secret);
  if (!begun) {
    return (
      <p className={styles.row}>
        <span className={styles.quiet}>{isHidden(value) ? value.slice(1, -1) : t('form.newSecret')}</span>
        <Button small onPress={() => setBegun(true)}>
          {t('form.replaceValue')}
        </Button>
      </p>
    );
  }
  return (
    <textarea
      className={styles.area}
      aria-label={t('form.valueOf', { name })}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => typed !== value && onChange(typed)}
    />
  );
}

interface FileButtonProps {
  readonly label: string;
  readonly title: string;
  readonly onFile: (file: File) => void;
}

function FileButton({ label, title, onFile }: FileButtonProps) {
  const id = useId();
  return (
    <>
      <input id={id} className={styles.file} type="file" aria-label={label} onChange={(event) => event.target.files?.[0] && onFile(event.target.files[0])} />
      <Button small onPress={() => document.getElementById(id)?.click()}>
        {title}
      </Button>
    </>
  );
}
