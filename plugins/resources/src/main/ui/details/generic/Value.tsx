import { moment, t } from '@fresnel/sdk';
import { Age } from '@fresnel/ui';
import type { ReactNode } from 'react';
import { ObjectLink } from '../context';
import styles from '../details.module.css';
import { type Fields, textOf } from '../fields';
import { isEmpty } from './paths';
import { namedByText } from './references';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const LONG = 400;
/** The page shows so much of a text; the YAML has all of it. */
const MOST = 16_384;

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** `{app: web}`: names and plain values alone. */
export function isMap(value: unknown): value is Readonly<Record<string, string | number | boolean>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isScalar);
}

/** A plain value: names of objects as links, moments with their age, what is empty in a word. */
export function Scalar({ field, value }: { readonly field: string; readonly value: string | number | boolean }) {
  const text = field === 'accessModes' ? modeWords(textOf(value)) : textOf(value);
  if (text === '') return <span className={styles.third}>{t('fact.empty')}</span>;
  if (typeof value === 'string' && MOMENT.test(value)) return <Moment text={value} />;
  if (text.includes('\n') || text.length > LONG) return <Block text={text} />;
  const named = namedByText(field, text);
  return named === undefined ? <>{text}</> : <ObjectLink {...named} />;
}

const MODES: Readonly<Record<string, string>> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

/** `ReadWriteOnce (RWO)`: both are in use. */
function modeWords(mode: string): string {
  return MODES[mode] === undefined ? mode : `${mode} (${MODES[mode]})`;
}

/** The beginning of a text that is too long, with a mark that it is cut. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)} …` : text;
}

/** A long text; it scrolls, so the keyboard reaches it. */
export function Block({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={styles.block} tabIndex={0}>
      {cut(text, MOST)}
    </pre>
  );
}

export function Moment({ text }: { readonly text: string }) {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return <>{text}</>;
  return (
    <>
      {moment(at)}{' '}
      <small className={styles.third}>
        <Age since={at} />
      </small>
    </>
  );
}

export function Pairs({ map }: { readonly map: Fields }) {
  const entries = Object.entries(map);
  if (entries.length === 0) return <None />;
  return (
    <span className={styles.pairs}>
      {entries.map(([key, value]) => (
        <code key={key}>
          <bdi>{key}</bdi>
          {textOf(value) !== '' && (
            <>
              =<bdi>{textOf(value)}</bdi>
            </>
          )}
        </code>
      ))}
    </span>
  );
}

export function None() {
  return <span className={styles.third}>{t('fact.none')}</span>;
}

/** Values one after the other. */
export function Several({ children }: { readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return <None />;
  return (
    <span className={styles.several}>
      {children.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: values in a list are their place
        <span key={index}>{child}</span>
      ))}
    </span>
  );
}

/** `[{ip: "10.0.0.1"}]`: the one value that each says, under its name; undefined where an entry says more, or names an object. */
function oneOfEach(list: readonly unknown[]): readonly (readonly [string, string | number | boolean])[] | undefined {
  const said = list.flatMap((one) => {
    const entries = typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.entries(one as object) : [];
    const [name, value] = entries[0] ?? ['', undefined];
    return entries.length === 1 && name !== 'name' && isScalar(value) ? [[name, value] as const] : [];
  });
  return said.length === list.length && said.every(([name]) => name === said[0]?.[0]) ? said : undefined;
}

/** Whether a value is shown in one line of facts. */
export function isInline(value: unknown): boolean {
  if (isEmpty(value) || isScalar(value)) return true;
  if (Array.isArray(value)) return value.every(isScalar) || oneOfEach(value) !== undefined;
  return false;
}

export function Inline({ field, value }: { readonly field: string; readonly value: unknown }) {
  if (isEmpty(value)) return value === '' ? <span className={styles.third}>{t('fact.empty')}</span> : <None />;
  if (isScalar(value)) return <Scalar field={field} value={value} />;
  if (Array.isArray(value)) {
    const said = oneOfEach(value) ?? value.map((one) => [field, one] as const);
    // biome-ignore lint/suspicious/noArrayIndexKey: values in a list are their place
    return <Several>{said.map(([name, one], index) => (isScalar(one) ? <Scalar key={index} field={name} value={one} /> : JSON.stringify(one)))}</Several>;
  }
  return <code>{JSON.stringify(value)}</code>;
}
