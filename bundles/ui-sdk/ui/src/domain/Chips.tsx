import { t } from '@fresnel/sdk';
import { type ReactNode, useState } from 'react';
import { Button } from '../basic/Button';
import { Icon } from '../basic/Icon';
import styles from './Chips.module.css';

export interface ChipProps {
  readonly children: ReactNode;
  readonly name?: string;
  /** what taking it away is called */
  readonly removeLabel?: string;
  readonly onRemove?: () => void;
}

/** A small fact, e.g. a filter in force or a label. */
export function Chip({ children, name, removeLabel, onRemove }: ChipProps) {
  return (
    <span className={styles.chip}>
      {name && <span className={styles.name}>{name} </span>}
      <span className={styles.text}>{children}</span>
      {onRemove && (
        <button type="button" aria-label={removeLabel} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
    </span>
  );
}

export interface LabelsProps {
  readonly labels: Readonly<Record<string, string>>;
  /** how many are shown before "n more" */
  readonly first?: number;
}

/** Kubernetes labels as `key=value`. */
export function Labels({ labels, first = 6 }: LabelsProps) {
  const [all, setAll] = useState(false);
  const entries = Object.entries(labels);
  const shown = all ? entries : entries.slice(0, first);
  return (
    <div className={styles.row}>
      {shown.map(([key, value]) => (
        <Chip key={key}>{value === '' ? key : `${key}=${value}`}</Chip>
      ))}
      {shown.length < entries.length && (
        <Button kind="link" onPress={() => setAll(true)}>
          {t('more', { count: entries.length - shown.length })}
        </Button>
      )}
    </div>
  );
}
