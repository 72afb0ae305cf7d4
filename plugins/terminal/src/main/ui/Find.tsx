import { t } from '@fresnel/sdk';
import { IconButton, TextInput } from '@fresnel/ui';
import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import { useEffect, useRef, useState } from 'react';
import { coloursOfFound } from './colours';
import styles from './Screen.module.css';

export interface FindProps {
  readonly search: SearchAddon;
  readonly onClose: () => void;
}

interface Found {
  readonly at: number;
  readonly count: number;
}

/** Looks for a text in what the terminal still has, from the end back. */
export function Find({ search, onClose }: FindProps) {
  const [text, setText] = useState('');
  const [exact, setExact] = useState(false);
  const [regex, setRegex] = useState(false);
  const [found, setFound] = useState<Found>();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const heard = search.onDidChangeResults(({ resultIndex, resultCount }) => setFound({ at: resultIndex, count: resultCount }));
    return () => {
      heard.dispose();
      search.clearDecorations();
    };
  }, [search]);
  const go = (forward: boolean, what = text, how: ISearchOptions = { caseSensitive: exact, regex }) => {
    if (what === '') {
      search.clearDecorations();
      setFound(undefined);
    } else if (how.regex && !fits(what)) setFound({ at: -1, count: 0 });
    else {
      const options = { ...how, decorations: coloursOfFound() };
      if (forward) search.findNext(what, options);
      else search.findPrevious(what, options);
    }
  };
  return (
    <div className={styles.find} role="search">
      <TextInput
        label={t('find')}
        icon="search"
        value={text}
        inputRef={input}
        end={<span role="status">{found !== undefined && text !== '' && foundWords(found)}</span>}
        onChange={(next) => {
          setText(next);
          go(false, next);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey);
          if (event.key === 'Escape') onClose();
        }}
      />
      <Sign
        sign="Aa"
        label={t('find.exact')}
        on={exact}
        onPress={() => {
          setExact(!exact);
          go(false, text, { caseSensitive: !exact, regex });
        }}
      />
      <Sign
        sign=".*"
        label={t('find.regex')}
        on={regex}
        onPress={() => {
          setRegex(!regex);
          go(false, text, { caseSensitive: exact, regex: !regex });
        }}
      />
      <IconButton small icon="up" label={t('find.previous')} onPress={() => go(false)} />
      <IconButton small icon="down" label={t('find.next')} onPress={() => go(true)} />
      <IconButton small icon="close" label={t('find.close')} onPress={onClose} />
    </div>
  );
}

function Sign({ sign, label, on, onPress }: { readonly sign: string; readonly label: string; readonly on: boolean; readonly onPress: () => void }) {
  return (
    <button type="button" className={styles.sign} aria-label={label} title={label} aria-pressed={on} onClick={onPress}>
      {sign}
    </button>
  );
}

function foundWords({ at, count }: Found): string {
  if (count === 0) return t('find.none');
  return at < 0 ? t('find.many', { count }) : t('find.at', { at: at + 1, count });
}

function fits(regex: string): boolean {
  try {
    new RegExp(regex);
    return true;
  } catch {
    return false;
  }
}
