import { t, useSlot } from '@fresnel/sdk';
import { type OpenPanel, panels, type Side } from '@fresnel/sdk/host';
import { Icon, iconOf } from '@fresnel/ui';
import type { KeyboardEvent } from 'react';
import styles from './Dock.module.css';

export interface TabsProps {
  readonly side: Side;
  readonly panels: readonly OpenPanel[];
  readonly current: string | undefined;
}

/** One side's open panels. Arrow keys move between them, Delete closes one. */
export function Tabs({ side, panels: open, current }: TabsProps) {
  const known = useSlot('panels');
  const press = (event: KeyboardEvent, at: number) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -step : step;
      const next = open[(at + forward + open.length) % open.length]!;
      panels.show(next.key, false);
      event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
    } else if (event.key === 'Delete') panels.close(open[at]!.key);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label={side === 0 ? t('dock.tabs') : t('dock.tabs2')}>
      {open.map((one, at) => {
        const icon = iconOf(known.find((panel) => `${panel.plugin}/${panel.item.id}` === one.panel)?.item.icon);
        const here = one.key === current;
        return (
          <button
            key={one.key}
            type="button"
            role="tab"
            id={`tab-${one.key}`}
            data-tab={one.key}
            className={`${styles.tab} ${here ? styles.here : ''}`}
            aria-selected={here}
            aria-controls={`panel-${one.key}`}
            tabIndex={here ? 0 : -1}
            title={one.title}
            onClick={(event) => (crossed(event.target) ? panels.close(one.key) : panels.show(one.key))}
            onAuxClick={(event) => event.button === 1 && panels.close(one.key)}
            onKeyDown={(event) => press(event, at)}
          >
            {icon && <Icon name={icon} />}
            <span className={styles.title}>{one.title}</span>
            <span className={styles.cross} data-cross="">
              <Icon name="close" small />
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** The cross is for the pointer; the keyboard has Delete and the button at the end. */
function crossed(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-cross]') !== null;
}
