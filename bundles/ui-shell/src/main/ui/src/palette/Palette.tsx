import { t, useClusters, useKinds, useRows, useRowsSnapshot, useScope, useSlot } from '@fresnel/sdk';
import { TextInput } from '@fresnel/ui';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { type PaletteItem, paletteItems } from './items';
import { score } from './match';
import styles from './Palette.module.css';

export interface PaletteProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

const MOST = 40;
const ALL: readonly string[] = [];

/** Go to anything by typing a part of its name. */
export function Palette({ onClose, onHelp }: PaletteProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const items = useItems(onHelp);
  const found = useMemo(() => search(items, text), [items, text]);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    element?.querySelector('input')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const run = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    onClose();
    item.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === 'Enter') run(found[at]);
    else if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={t('palette')}
      onCancel={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <TextInput
        label={t('palette')}
        placeholder={t('search')}
        icon="search"
        value={text}
        onChange={(next) => {
          setText(next);
          setAt(0);
        }}
        onKeyDown={press}
        role="combobox"
        controls={`${id}-list`}
        activeDescendant={found.length > 0 ? `${id}-${at}` : undefined}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('palette.found')} className={styles.list} tabIndex={-1}>
        {found.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys for the list
          <div
            key={item.id}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={index === at ? styles.here : undefined}
            onPointerMove={() => setAt(index)}
            onClick={() => run(item)}
          >
            <span>{item.title}</span>
            <small>{item.sort}</small>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={styles.none}>{t('palette.none', { text })}</p>}
    </dialog>
  );
}

function useItems(onHelp: () => void): readonly PaletteItem[] {
  const scope = useScope();
  const { kinds } = useKinds(scope.clusters);
  const clusters = useClusters();
  const navigation = useSlot('navigation');
  const commands = useSlot('commands');
  const source = useRows({ resource: 'namespaces', namespaces: ALL, sort: 'name' });
  const { rows } = useRowsSnapshot(source);
  useEffect(() => source.show(0, 240), [source]);
  return useMemo(
    () =>
      paletteItems({
        scope,
        kinds: kinds ?? [],
        clusters: clusters ?? [],
        namespaces: [...new Set(rows.map((row) => row.n))],
        navigation,
        commands,
        onHelp,
      }),
    [scope, kinds, clusters, rows, navigation, commands, onHelp],
  );
}

function search(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  if (text.trim() === '') return items.slice(0, MOST);
  const rated = items.flatMap((item) => {
    const best = Math.max(score(item.title, text) ?? -1, (score(`${item.title} ${item.sort} ${item.also ?? ''}`, text) ?? -1) - 1);
    return best > -0.99 ? [{ item, best }] : [];
  });
  return rated
    .sort((a, b) => b.best - a.best)
    .slice(0, MOST)
    .map(({ item }) => item);
}
