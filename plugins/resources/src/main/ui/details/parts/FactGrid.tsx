import type { ReactNode } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { type Fields, fieldsOf } from '../fields';
import { nameOf } from '../generic/names';
import { isEmpty, valueAt } from '../generic/paths';
import { Inline, isInline, isMap, Pairs } from '../generic/Value';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** Facts side by side where there is room. */
export function FactGrid({ items }: { readonly items: readonly (Fact | undefined | false)[] }) {
  const shown = items.filter((one): one is Fact => typeof one === 'object');
  return (
    <dl className={styles.grid}>
      {shown.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Fields whose name says little without what they stand in. */
const VAGUE = /^(type|storage|rollingUpdate)$/;

/** `spec.strategy.type` → "Strategy type", `spec.selector.matchLabels` → "Selector". */
export function labelOf(path: string): string {
  const names = path.split('.').filter((name) => name !== 'matchLabels');
  const [before, last] = [names.at(-2) ?? '', names.at(-1) ?? ''];
  if (!VAGUE.test(last) || before === '' || before === 'spec' || before === 'status') return nameOf(last);
  return `${nameOf(before)} ${nameOf(last).toLowerCase()}`;
}

/** Fields of the object by their paths; those that are not set are left away. */
export function usePathFacts(paths: readonly string[], unsaid: Fields = {}): readonly Fact[] {
  const { object } = useSubject();
  return paths.flatMap((path) => {
    const value = valueAt(object, path) ?? unsaid[path];
    if (isEmpty(value) && value !== '') return [];
    const field = path.slice(path.lastIndexOf('.') + 1);
    return [{ name: labelOf(path), value: <FieldValue field={field} value={value} /> }];
  });
}

export function FieldValue({ field, value }: { readonly field: string; readonly value: unknown }) {
  if (isInline(value)) return <Inline field={field} value={value} />;
  return isMap(value) ? <Pairs map={fieldsOf(value)} /> : <code>{JSON.stringify(value)}</code>;
}
