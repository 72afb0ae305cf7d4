import { setQuery, t } from '@fresnel/sdk';
import { EmptyState, StatusIcon } from '@fresnel/ui';
import { type KeyboardEvent, useRef } from 'react';
import type { CatalogEntry } from './catalog';
import styles from './plugins.module.css';
import { isHere, plain, standing } from './words';

export type Show = 'all' | 'installed' | 'updates' | 'absent';

export interface EntryListProps {
  readonly entries: readonly CatalogEntry[];
  readonly chosen: string | undefined;
  readonly filtered: boolean;
}

/** Everything that is installed or could be; a choice stands in the address. */
export function EntryList({ entries, chosen, filtered }: EntryListProps) {
  const list = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
  };
  if (entries.length === 0) return <EmptyState text={filtered ? t('catalog.noMatch') : t('plugins.empty')} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside
    <div ref={list} className={styles.list} onKeyDown={step}>
      <ul aria-label={t('plugins')}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              aria-current={entry.id === chosen}
              className={entry.id === chosen ? styles.here : undefined}
              onClick={() => setQuery({ p: entry.id })}
            >
              <Words entry={entry} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Words({ entry }: { readonly entry: CatalogEntry }) {
  const { health, word } = standing(entry);
  return (
    <>
      <span className={styles.title}>
        <b>{entry.title}</b> <small>{plain(entry.installed?.version ?? entry.version ?? '')}</small>
      </span>
      <span className={styles.standing}>
        {health !== 'ok' && health !== 'off' && <StatusIcon health={health} />} {word}
      </span>
      <span className={styles.summary}>{entry.summary || entry.id}</span>
    </>
  );
}

/** Those that are meant by the search field and the segments; what needs attention comes first. */
export function shownEntries(entries: readonly CatalogEntry[], show: Show, text: string): readonly CatalogEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hay = (entry: CatalogEntry) => [entry.id, entry.title, entry.summary, entry.publisher, ...(entry.adds ?? [])].join(' ').toLowerCase();
  const rank = (entry: CatalogEntry) => (!isHere(entry) ? 3 : entry.installed?.state !== 'SERVING' ? 0 : entry.update ? 1 : 2);
  return entries
    .filter((entry) => (show === 'all' ? true : show === 'installed' ? isHere(entry) : show === 'updates' ? entry.update : !isHere(entry)))
    .filter((entry) => words.every((word) => hay(entry).includes(word)))
    .toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}
