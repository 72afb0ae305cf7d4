import {
  type Cluster,
  type Kind,
  objectAt,
  type Scope,
  starAt,
  t,
  useClusters,
  useKinds,
  useLocation,
  useObjectActions,
  useRows,
  useRowsSnapshot,
  useScope,
  useSettings,
  useSlot,
} from '@fresnel/sdk';
import { useRecent } from '@fresnel/sdk/host';
import { TextInput } from '@fresnel/ui';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { type PaletteItem, paletteItems } from './items';
import { score } from './match';
import styles from './Palette.module.css';
import { useObjects } from './useObjects';

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
  const { items, scope, kinds, clusters } = useItems(onHelp);
  const objects = useObjects(text, scope, kinds, clusters);
  const found = useMemo(() => merged(items, objects.items, text), [items, objects.items, text]);
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
            {item.icon}
            <span className={styles.title}>{item.shown ?? item.title}</span>
            <small>{item.sort}</small>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={styles.none}>{t('palette.none', { text })}</p>}
      {text.trim() !== '' && objects.said.length > 0 && (
        <p className={styles.said} role="status">
          {objects.said.join(' ')}
        </p>
      )}
    </dialog>
  );
}

interface Items {
  readonly items: readonly PaletteItem[];
  readonly scope: Scope;
  readonly kinds: readonly Kind[];
  readonly clusters: readonly Cluster[];
}

const NO_KINDS: readonly Kind[] = [];
const NO_CLUSTERS: readonly Cluster[] = [];

function useItems(onHelp: () => void): Items {
  const scope = useScope();
  const { kinds = NO_KINDS } = useKinds(scope.clusters);
  const clusters = useClusters() ?? NO_CLUSTERS;
  const navigation = useSlot('navigation');
  const commands = useSlot('commands');
  const source = useRows({ resource: 'namespaces', namespaces: ALL, sort: 'name' });
  const { rows } = useRowsSnapshot(source);
  useEffect(() => source.show(0, 240), [source]);
  const { starred, views } = useSettings();
  const recent = useRecent();
  const { path } = useLocation();
  const here = useMemo(() => starAt(path), [path]);
  const actions = useObjectActions(useMemo(() => [objectAt(path)].filter((one) => one !== undefined), [path]));
  const items = useMemo(
    () =>
      paletteItems({
        scope,
        kinds,
        clusters,
        namespaces: [...new Set(rows.map((row) => row.n))],
        navigation,
        commands,
        starred,
        views,
        recent,
        here,
        actions,
        onHelp,
      }),
    [scope, kinds, clusters, rows, navigation, commands, starred, views, recent, here, actions, onHelp],
  );
  return { items, scope, kinds, clusters };
}

/** A page or action that is plainly meant comes first, then objects, then what else could be meant. */
const PLAIN = 9;

function merged(items: readonly PaletteItem[], objects: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  if (text.trim() === '') return items.slice(0, MOST);
  const rated = items
    .flatMap((item) => {
      const best = Math.max(score(item.title, text) ?? -1, (score(`${item.title} ${item.sort} ${item.also ?? ''}`, text) ?? -1) - 1);
      return best > -0.99 ? [{ item, best }] : [];
    })
    .sort((a, b) => b.best - a.best)
    .slice(0, MOST);
  const plain = rated.filter(({ best }) => best >= PLAIN);
  const other = rated.filter(({ best }) => best < PLAIN);
  return [...plain.map(({ item }) => item), ...objects, ...other.map(({ item }) => item)].slice(0, 2 * MOST);
}
