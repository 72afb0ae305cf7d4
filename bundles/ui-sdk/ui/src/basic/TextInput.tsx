import { t } from '@fresnel/sdk';
import { TextInputGroup } from '@patternfly/react-core/dist/esm/components/TextInputGroup/TextInputGroup';
import { TextInputGroupMain } from '@patternfly/react-core/dist/esm/components/TextInputGroup/TextInputGroupMain';
import { TextInputGroupUtilities } from '@patternfly/react-core/dist/esm/components/TextInputGroup/TextInputGroupUtilities';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { IconButton } from './Button';
import { Icon, type IconName } from './Icon';

export interface TextInputProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly icon?: IconName;
  /** a key that leads here, shown at the end while it is empty */
  readonly hint?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** waits so long after the last key before it tells; 0 tells at once */
  readonly delay?: number;
  /** tells the first key at once, and what follows at most once in so many ms: for what answers while one types */
  readonly every?: number;
  readonly role?: string;
  readonly controls?: string;
  readonly activeDescendant?: string | undefined;
  /** the key of the frame that leads here, e.g. `/` */
  readonly shortcut?: string;
  /** what is typed is not shown, and no browser keeps it */
  readonly secret?: boolean;
  /** small things that stand in it at the end: how many were found, how it searches */
  readonly end?: ReactNode;
}

export function TextInput(props: TextInputProps) {
  const { label, placeholder, value, onChange, icon, hint, onKeyDown, inputRef, delay = 0, every, end } = props;
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const told = useRef(value);
  const toldAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (next: string) => {
    told.current = next;
    toldAt.current = performance.now();
    onChange(next);
  };
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    const wait = every === undefined ? delay : Math.max(0, toldAt.current + every - performance.now());
    if (wait === 0) tell(next);
    else timer.current = setTimeout(() => tell(next), wait);
  };
  return (
    <TextInputGroup data-shortcut={props.shortcut}>
      <TextInputGroupMain
        aria-label={label}
        placeholder={placeholder ?? ''}
        value={text}
        icon={icon && <Icon name={icon} />}
        type={props.secret ? 'password' : 'text'}
        {...(props.secret ? { inputProps: { autoComplete: 'off', spellCheck: false } } : {})}
        onChange={(_, next) => change(next)}
        onKeyDown={onKeyDown}
        ref={inputRef}
        role={props.role}
        aria-controls={props.controls}
        aria-activedescendant={props.activeDescendant}
        isExpanded={props.role === 'combobox' ? true : undefined}
      />
      {(text !== '' || hint !== undefined || end !== undefined) && (
        <TextInputGroupUtilities>
          {end}
          {text === '' ? hint && <kbd>{hint}</kbd> : <IconButton small icon="close" label={t('clear')} onPress={() => change('')} />}
        </TextInputGroupUtilities>
      )}
    </TextInputGroup>
  );
}
