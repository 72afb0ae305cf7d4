import { Divider } from '@patternfly/react-core/dist/esm/components/Divider/Divider';
import { Dropdown } from '@patternfly/react-core/dist/esm/components/Dropdown/Dropdown';
import { DropdownItem } from '@patternfly/react-core/dist/esm/components/Dropdown/DropdownItem';
import { DropdownList } from '@patternfly/react-core/dist/esm/components/Dropdown/DropdownList';
import { type ReactNode, type Ref, useEffect, useState } from 'react';
import buttonStyles from './Button.module.css';
import { Icon, type IconName } from './Icon';
import styles from './Popup.module.css';

export interface MenuItem {
  readonly id: string;
  readonly title: ReactNode;
  readonly icon?: ReactNode;
  readonly description?: string;
  /** shown as chosen; with `keepOpen` several may be */
  readonly chosen?: boolean;
  readonly lockedBecause?: string;
  readonly onPress: () => void;
}

export interface MenuProps {
  /** accessible name of the button */
  readonly label: string;
  readonly title?: ReactNode;
  readonly icon?: IconName;
  readonly items: readonly (MenuItem | 'line')[];
  /** stays open after a choice, for choosing several */
  readonly keepOpen?: boolean;
  readonly alignEnd?: boolean;
  /** opens beside the page's flow, where what it stands in would cut it off */
  readonly floating?: boolean;
  readonly startOpen?: boolean;
  readonly small?: boolean;
}

/** A button that opens a list of things to choose or do. */
export function Menu({ label, title, icon, items, keepOpen, alignEnd, floating, startOpen, small }: MenuProps) {
  const [open, setOpen] = useState(false);
  // Not at once: the click that brought it here would count as one beside it.
  useEffect(() => {
    if (!startOpen) return undefined;
    const timer = setTimeout(() => setOpen(true));
    return () => clearTimeout(timer);
  }, [startOpen]);
  const place = { ...(alignEnd ? { position: 'end' as const } : {}), ...(floating ? { appendTo: () => document.body } : {}) };
  const toggle = (ref: Ref<HTMLButtonElement>) => (
    <button
      ref={ref}
      type="button"
      className={title === undefined ? `${buttonStyles.iconButton} ${small ? buttonStyles.small : ''}` : styles.toggle}
      aria-expanded={open}
      aria-haspopup="menu"
      aria-label={label}
      onClick={() => setOpen(!open)}
    >
      {(icon || title === undefined) && <Icon name={icon ?? 'more'} />}
      {title !== undefined && <span className={styles.title}>{title}</span>}
      {title !== undefined && <Icon name="down" small />}
    </button>
  );
  return (
    // Who has chosen stands where the choice began: a dialog that opens then gives the focus back there.
    <Dropdown isOpen={open} onOpenChange={setOpen} toggle={toggle} popperProps={place} isScrollable maxMenuHeight="60vh" shouldFocusToggleOnSelect={!keepOpen}>
      <DropdownList>
        {items.map((item, index) =>
          item === 'line' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity
            <Divider key={`line-${index}`} component="li" />
          ) : (
            <DropdownItem
              key={item.id}
              isSelected={item.chosen}
              description={item.lockedBecause ?? item.description}
              isAriaDisabled={item.lockedBecause !== undefined}
              icon={item.icon}
              onClick={() => {
                item.onPress();
                if (!keepOpen) setOpen(false);
              }}
            >
              {item.title}
            </DropdownItem>
          ),
        )}
      </DropdownList>
    </Dropdown>
  );
}
