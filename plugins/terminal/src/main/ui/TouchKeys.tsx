import { t } from '@fresnel/sdk';
import { Icon, type IconName } from '@fresnel/ui';
import type { ReactNode } from 'react';
import styles from './Screen.module.css';
import type { TouchKey } from './touch';

export interface TouchKeysProps {
  readonly control: boolean;
  readonly onControl: () => void;
  readonly onKey: (key: TouchKey) => void;
}

const ARROWS: readonly (readonly [TouchKey, IconName, string])[] = [
  ['left', 'right', styles.turned!],
  ['up', 'up', ''],
  ['down', 'down', ''],
  ['right', 'right', ''],
];

/** A row of keys below the terminal, where fingers type. */
export function TouchKeys({ control, onControl, onKey }: TouchKeysProps) {
  return (
    <div className={styles.keys} role="group" aria-label={t('keys')}>
      <Key label="Esc" onPress={() => onKey('escape')} />
      <Key label="Tab" onPress={() => onKey('tab')} />
      <Key label="Ctrl" pressed={control} onPress={onControl} />
      {ARROWS.map(([key, icon, turn]) => (
        <Key key={key} label={arrowWord(key)} onPress={() => onKey(key)}>
          <span className={turn}>
            <Icon name={icon} />
          </span>
        </Key>
      ))}
    </div>
  );
}

function arrowWord(key: TouchKey): string {
  if (key === 'left') return t('keys.left');
  if (key === 'right') return t('keys.right');
  return key === 'up' ? t('keys.up') : t('keys.down');
}

interface KeyProps {
  readonly label: string;
  readonly pressed?: boolean;
  readonly onPress: () => void;
  readonly children?: ReactNode;
}

/** Does not take the focus: with it the keyboard on the screen would go. */
function Key({ label, pressed, onPress, children }: KeyProps) {
  return (
    <button type="button" aria-label={label} aria-pressed={pressed} onPointerDown={(event) => event.preventDefault()} onClick={onPress}>
      {children ?? label}
    </button>
  );
}
