import type { ReactNode } from 'react';
import styles from './Segments.module.css';

export interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly title: ReactNode; readonly name?: string }[];
  readonly current: T;
  readonly onChange: (id: T) => void;
}

/** A few alternatives side by side, one of them chosen. */
export function Segments<T extends string>({ label, options, current, onChange }: SegmentsProps<T>) {
  return (
    <fieldset className={styles.segments} aria-label={label}>
      {options.map((option) => (
        <button
          key={option.id}
          type="button"
          aria-pressed={option.id === current}
          aria-label={option.name}
          className={option.id === current ? styles.chosen : undefined}
          onClick={() => onChange(option.id)}
        >
          {option.title}
        </button>
      ))}
    </fieldset>
  );
}
