import { Button as PatternButton } from '@patternfly/react-core/dist/esm/components/Button/Button';
import type { ReactNode } from 'react';
import styles from './Button.module.css';
import { Icon, type IconName } from './Icon';
import { Tooltip } from './Tooltip';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** at most one primary on a page */
  readonly kind?: 'primary' | 'secondary' | 'link' | 'danger';
  readonly icon?: IconName;
  /** why it cannot be pressed now; the button stays and says so */
  readonly lockedBecause?: string | undefined;
  readonly small?: boolean;
}

export function Button({ children, onPress, kind = 'secondary', icon, lockedBecause, small }: ButtonProps) {
  const locked = lockedBecause !== undefined;
  const button = (
    <PatternButton
      variant={kind === 'danger' ? 'secondary' : kind}
      isDanger={kind === 'danger'}
      isInline={kind === 'link'}
      isAriaDisabled={locked}
      onClick={locked ? undefined : onPress}
      icon={locked ? <Icon name="lock" /> : icon && <Icon name={icon} />}
      size={small ? 'sm' : 'default'}
    >
      {children}
    </PatternButton>
  );
  return locked ? <Tooltip text={lockedBecause}>{button}</Tooltip> : button;
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** its name, also shown as a tooltip */
  readonly label: string;
  readonly onPress: () => void;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly small?: boolean;
}

export function IconButton({ icon, label, onPress, pressed, expanded, small }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        className={`${styles.iconButton} ${small ? styles.small : ''} ${pressed ? styles.pressed : ''}`}
        aria-label={label}
        aria-pressed={pressed}
        aria-expanded={expanded}
        onClick={onPress}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}
