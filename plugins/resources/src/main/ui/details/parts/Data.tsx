import { type KubeObject, number, t } from '@fresnel/sdk';
import { Button, CopyButton, Section } from '@fresnel/ui';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { fieldsOf, textOf } from '../fields';

const encoder = new TextEncoder();

/** What a ConfigMap holds; texts as they are, bytes by their size. */
export function ConfigData() {
  const { object } = useSubject();
  const texts = Object.entries(fieldsOf(object.data)).map(([key, value]) => [key, textOf(value)] as const);
  const binaries = Object.entries(fieldsOf(object.binaryData)).map(([key, value]) => [key, textOf(value)] as const);
  return (
    <Section title={t('section.keys')} beside={texts.length + binaries.length === 0 ? t('fact.none') : String(texts.length + binaries.length)}>
      <div className={styles.stack}>
        {texts.map(([key, value]) => (
          <Entry key={key} name={key} bytes={encoder.encode(value).length} tools={<CopyButton text={value} />}>
            <Text value={value} />
          </Entry>
        ))}
        {binaries.map(([key, value]) => (
          <Entry
            key={key}
            name={key}
            bytes={sizeOf(value)}
            tools={
              <Button kind="link" onPress={() => download(key, bytesOf(value))}>
                {t('data.download')}
              </Button>
            }
          >
            <p className={styles.third}>{t('data.binary')}</p>
          </Entry>
        ))}
      </div>
    </Section>
  );
}

export interface EntryProps {
  readonly name: string;
  readonly bytes: number;
  readonly tools?: React.ReactNode;
  readonly children?: React.ReactNode;
}

/** One key with its size, what can be done with it, and what it holds. */
export function Entry({ name, bytes, tools, children }: EntryProps) {
  return (
    <div>
      <div className={styles.row}>
        <code>{name}</code>
        <small className={styles.third}>{t('key.bytes', { bytes: number(bytes) })}</small>
        {tools}
      </div>
      {children}
    </div>
  );
}

/** Texts beyond this are cut on the page; a copy has all of it. */
const SHOWN = 64 * 1024;

export function Text({ value }: { readonly value: string }) {
  const cut = value.length > SHOWN;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.block} tabIndex={0}>
        {cut ? value.slice(0, SHOWN) : value}
      </pre>
      {cut && <p className={styles.third}>{t('data.cut', { shown: number(SHOWN), all: number(value.length) })}</p>}
    </>
  );
}

export function sizeOf(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** The text that bytes are; undefined when they are none. */
export function textIn(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells bytes from text
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Gives bytes to the browser as a file; the address lives for the moment of the click. */
export function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function isSecret(object: KubeObject): boolean {
  return object.kind === 'Secret';
}
