import { t } from '@fresnel/sdk';
import { Button } from '@fresnel/ui';
import { useState } from 'react';
import { Value } from '../edit/ChangeList';
import { type Difference, valueIn } from './history';
import styles from './history.module.css';

const FIRST = 6;

/** JSON of so many characters stands beside its name. */
const SHORT = 48;

function isShort(json: string | undefined): boolean {
  return json === undefined || (json.length <= SHORT && !/^[[{]|\\n/.test(json));
}

/** Fields with their values before and after; a long list is folded. */
export function Fields({ differences, label }: { readonly differences: readonly Difference[]; readonly label: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? differences : differences.slice(0, FIRST);
  return (
    <>
      <ul className={styles.fields} aria-label={label}>
        {shown.map(({ path, before, after }) => (
          <li key={path} className={isShort(before) && isShort(after) ? styles.short : undefined}>
            <code className={styles.path}>{path.replace(/^\./, '')}</code>
            {before !== undefined && <Value tone="old" value={valueIn(before)} />}
            {after !== undefined && <Value tone="new" value={valueIn(after)} />}
          </li>
        ))}
      </ul>
      {differences.length > FIRST && (
        <Button kind="link" onPress={() => setAll(!all)}>
          {all ? t('history.fewer') : t('history.all', { count: differences.length })}
        </Button>
      )}
    </>
  );
}
