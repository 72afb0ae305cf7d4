import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import buttonStyles from './Button.module.css';
import { Icon } from './Icon';
import styles from './Popup.module.css';

export interface PopupProps {
  /** accessible name of what opens */
  readonly label: string;
  readonly title: ReactNode;
  readonly children: (close: () => void) => ReactNode;
  readonly alignEnd?: boolean;
  /** what opens holds lines with several words in them */
  readonly wide?: boolean;
  /** an icon alone opens it; `name` says then what it is */
  readonly bare?: boolean;
  readonly name?: string;
}

/** A button that opens a small panel with controls of its own, e.g. a list with a search field. */
export function Popup({ label, title, children, alignEnd, wide, bare, name }: PopupProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => !box.current?.contains(event.target as Node) && setOpen(false);
    document.addEventListener('pointerdown', away);
    box.current?.querySelector<HTMLElement>('[data-popup] input, [data-popup] button')?.focus();
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from whatever has the focus inside
    <div
      ref={box}
      className={styles.box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
      }}
      onBlur={(event) => event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget) && setOpen(false)}
    >
      <button
        ref={button}
        type="button"
        className={bare ? buttonStyles.iconButton : styles.toggle}
        aria-label={name}
        title={name}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        {bare ? title : <span className={styles.title}>{title}</span>}
        {!bare && <Icon name="down" small />}
      </button>
      {open && (
        <div id={id} role="dialog" aria-label={label} data-popup="" className={`${styles.panel} ${alignEnd ? styles.end : ''} ${wide ? styles.wide : ''}`}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
