import { useId } from 'react';
import styles from './settings.module.css';

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly onChange: (id: string) => void;
  readonly disabled?: boolean;
  /** the label is for those who cannot see where it stands */
  readonly bare?: boolean;
}

/** One of many: the browser's own list, which works with every finger, keyboard and reader. */
export function Choice({ label, value, options, onChange, disabled, bare }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      {!bare && (
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
      )}
      <select
        id={id}
        aria-label={bare ? label : undefined}
        className={styles.select}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title}
          </option>
        ))}
      </select>
    </div>
  );
}
