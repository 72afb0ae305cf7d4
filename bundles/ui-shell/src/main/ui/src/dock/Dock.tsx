import { t } from '@fresnel/sdk';
import { panels, usePanels } from '@fresnel/sdk/host';
import { IconButton, useMedia } from '@fresnel/ui';
import { useEffect, useRef } from 'react';
import styles from './Dock.module.css';
import { Handle } from './Handle';
import { PanelView } from './PanelView';
import { Tabs } from './Tabs';

/** The activity panel: what stays open while somebody moves through the pages. On a small screen it is a sheet over the page. */
export function Dock() {
  const state = usePanels();
  const { open, current, form, height, side, asked } = state;
  const any = open.length > 0;
  const sheet = useMedia('(max-width: 720px)');
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (any) box.current?.style.setProperty('--dock-height', `${height}px`);
  }, [height, any]);
  useLeadHere(box, asked, current[side]);
  if (!any) return undefined;
  const split = !sheet && current[1] !== undefined;
  const shown = sheet ? [current[side]] : current;
  const full = form === 'full' && !sheet;
  const classes = [styles.dock, split ? styles.split : '', full ? styles.full : '', form === 'folded' ? styles.folded : ''].filter(Boolean).join(' ');
  return (
    <section ref={box} className={classes} aria-label={t('dock')} hidden={form === 'folded'}>
      {!full && !sheet && <Handle height={height} />}
      <div className={styles.strips}>
        <Tabs side={0} panels={sheet ? open : open.filter((one) => one.side === 0)} current={sheet ? current[side] : current[0]} />
        {split && <Tabs side={1} panels={open.filter((one) => one.side === 1)} current={current[1]} />}
        <Tools full={full} sheet={sheet} />
      </div>
      {open.map((one) => (
        <PanelView key={one.key} of={one} visible={form !== 'folded' && shown.includes(one.key)} second={split && one.side === 1} />
      ))}
    </section>
  );
}

function Tools({ full, sheet }: { readonly full: boolean; readonly sheet: boolean }) {
  const { open, current, side } = usePanels();
  const key = current[side];
  const beside = side === 1;
  return (
    <div className={styles.tools}>
      {!sheet && open.length > 1 && key !== undefined && (
        <IconButton icon="split" label={beside ? t('dock.join') : t('dock.split')} pressed={beside} onPress={() => panels.move(key, beside ? 0 : 1)} />
      )}
      {!sheet && (
        <IconButton icon={full ? 'small' : 'full'} label={full ? t('dock.small') : t('dock.full')} onPress={() => panels.form(full ? 'docked' : 'full')} />
      )}
      {key !== undefined && (
        <IconButton icon="close" label={t('dock.close', { title: open.find((one) => one.key === key)?.title ?? '' })} onPress={() => panels.close(key)} />
      )}
      <IconButton icon="minimise" label={t('dock.fold')} onPress={() => panels.form('folded')} />
    </div>
  );
}

/** Whoever opened something is led to it. */
function useLeadHere(box: { readonly current: HTMLElement | null }, asked: number, key: string | undefined): void {
  const before = useRef(0);
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    if (key !== undefined) box.current?.querySelector<HTMLElement>(`[data-panel="${key}"]`)?.focus();
  }, [asked, key, box]);
}
