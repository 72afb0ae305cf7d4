import { number, rounded, t } from '@fresnel/sdk';
import { type KeyboardEvent, memo, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { IconButton } from '../basic/Button';
import { Icon } from '../basic/Icon';
import { Menu, type MenuItem } from '../basic/Menu';
import { TextInput } from '../basic/TextInput';
import { Chip } from '../domain/Chips';
import styles from './tools.module.css';
import type { LogLevel, LogLook, LogSnapshot } from './types';
import { levelWord, timesWord } from './words';

export const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'none'];

export interface ToolsProps {
  readonly search: LogSnapshot['search'];
  readonly levels: LogSnapshot['levels'];
  readonly look: LogLook;
  readonly onLook: (change: Partial<LogLook>) => void;
  readonly follow: boolean;
  readonly onFollow: () => void;
  /** lines that came since it is not followed */
  readonly news: number;
  readonly ordinal: number | undefined;
  readonly onStep: (back: boolean) => void;
  /** from the search to the lines */
  readonly onLines: () => void;
  readonly tools?: ReactNode;
  readonly onDownload: (all: boolean) => void;
  readonly onCopy: () => void;
  readonly chosen: number;
  /** whether a field can be named now */
  readonly asking: boolean;
  readonly onAsk: () => void;
  readonly field: Ref<HTMLInputElement>;
}

/** A test of a field (`status>=500`), or the name of one that is to be a column. */
function FieldForm({ look, onLook, onAsked }: Omit<FilterChipsProps, 'asking'>) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const test = text.trim();
  const name = /^[^\s=!<>~]+/.exec(test)?.[0];
  const add = () => {
    if (test === '') return;
    if (!look.fields.includes(test)) onLook({ fields: [...look.fields, test] });
    setText('');
  };
  const column = () => {
    if (name !== undefined && !look.columns.includes(name)) onLook({ columns: [...look.columns, name] });
    setText('');
  };
  return (
    <form
      className={styles.fieldForm}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div className={styles.fieldText}>
        <TextInput
          label={t('logs.fieldTest')}
          placeholder="status>=500, path~cart, user.id=7"
          value={text}
          onChange={setText}
          inputRef={field}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onAsked();
          }}
        />
      </div>
      <button type="submit" className={styles.sign} disabled={test === ''}>
        {t('logs.fieldOnly')}
      </button>
      <button type="button" className={styles.sign} disabled={name === undefined} onClick={column}>
        {t('logs.fieldColumn')}
      </button>
    </form>
  );
}

/** One line: search, levels, which part, follow, how lines look, what to do with them. */
export const Tools = memo(function Tools(props: ToolsProps) {
  const { search, levels, look, onLook, follow, onFollow, news, tools, field } = props;
  const { error } = search;
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('logs.tools')}>
      <Search {...props} field={field} />
      <Levels levels={levels} look={look} onLook={onLook} />
      {tools && <div className={styles.part}>{tools}</div>}
      <span className={styles.room} />
      <div className={styles.looks}>
        <button
          type="button"
          className={`${styles.toggle} ${follow ? styles.on : ''}`}
          aria-pressed={follow}
          title={news > 0 ? t('logs.news', { count: news }) : t('logs.follow')}
          onClick={onFollow}
        >
          <Icon name="download" small /> <span className={styles.word}>{t('logs.follow')}</span>
          {news > 0 && <small> +{brief(news)}</small>}
        </button>
        <IconButton icon="columns" label={t('logs.fields')} pressed={props.asking} onPress={props.onAsk} />
        <IconButton icon="wrap" label={t('logs.wrap')} pressed={look.wrap} onPress={() => onLook({ wrap: !look.wrap })} />
        <IconButton icon="braces" label={t('logs.parsed')} pressed={look.parsed} onPress={() => onLook({ parsed: !look.parsed })} />
        <Menu label={t('logs.more')} items={more(props)} alignEnd />
      </div>
      {error && <output className={styles.wrong}>{error}</output>}
    </div>
  );
});

function Search({ search, look, onLook, ordinal, onStep, onLines, field }: ToolsProps) {
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey);
    else if (event.key === 'ArrowDown') onLines();
    else return;
    event.preventDefault();
  };
  const found = look.text === '' || search.error ? undefined : counted(search, ordinal);
  return (
    <div className={styles.search}>
      <div className={styles.searchField}>
        <TextInput
          label={t('logs.search')}
          placeholder={t('logs.search')}
          icon="search"
          value={look.text}
          onChange={(text) => onLook({ text })}
          delay={100}
          shortcut="/"
          onKeyDown={keys}
          inputRef={field}
          end={
            <span className={styles.ends}>
              {found && (
                <output className={styles.count} title={found}>
                  {found}
                </output>
              )}
              {look.text !== '' && (
                <IconButton small icon="filter" label={t('logs.onlyMatches')} pressed={look.only} onPress={() => onLook({ only: !look.only })} />
              )}
              <Sign on={look.exact} text="Aa" label={t('logs.exact')} onPress={() => onLook({ exact: !look.exact })} />
              <Sign on={look.regex} text=".*" label={t('logs.regex')} onPress={() => onLook({ regex: !look.regex })} />
            </span>
          }
        />
      </div>
      <IconButton small icon="up" label={t('logs.previous')} onPress={() => onStep(true)} />
      <IconButton small icon="down" label={t('logs.next')} onPress={() => onStep(false)} />
    </div>
  );
}

function counted(search: LogSnapshot['search'], ordinal: number | undefined): string {
  if (search.progress < 1) return t('logs.searching', { percent: Math.floor(search.progress * 100) });
  return ordinal === undefined || search.matches === 0
    ? t('logs.matches', { count: search.matches })
    : t('logs.matchOf', { of: number(search.matches), at: number(ordinal + 1) });
}

function Sign({ on, text, label, onPress }: { readonly on: boolean; readonly text: string; readonly label: string; readonly onPress: () => void }) {
  return (
    <button type="button" className={`${styles.sign} ${on ? styles.on : ''}`} aria-pressed={on} aria-label={label} title={label} onClick={onPress}>
      {text}
    </button>
  );
}

function Levels({ levels, look, onLook }: Pick<ToolsProps, 'levels' | 'look' | 'onLook'>) {
  const all = look.levels.length === 0;
  // While all are shown, one that is pressed is the one that is wanted.
  const toggle = (level: LogLevel) => {
    const next = !all && look.levels.includes(level) ? look.levels.filter((one) => one !== level) : [...look.levels, level];
    onLook({ levels: next.length === LEVELS.length ? [] : next });
  };
  return (
    <fieldset className={styles.levels} aria-label={t('logs.levels')}>
      {LEVELS.map((level) => {
        const on = all || look.levels.includes(level);
        const there = levels[level] ?? 0;
        return (
          <button
            key={level}
            type="button"
            aria-pressed={on}
            className={on ? styles.on : ''}
            title={`${all ? t('logs.only', { field: levelWord(level) }) : levelWord(level)} (${number(there)})`}
            onClick={() => toggle(level)}
          >
            {levelWord(level)}
            {there > 0 && <small> {brief(there)}</small>}
          </button>
        );
      })}
    </fieldset>
  );
}

/** Short enough for a button: `18,402`, `240k`, `1.2M`. */
function brief(count: number): string {
  if (count < 100_000) return number(count);
  return count < 1_000_000 ? `${rounded(count / 1_000, 0)}k` : `${rounded(count / 1_000_000, 1)}M`;
}

function more({ look, onLook, onDownload, onCopy, chosen }: ToolsProps): readonly (MenuItem | 'line')[] {
  const times = (['time', 'full', 'none'] as const).map((one) => ({
    id: one,
    title: timesWord(one),
    chosen: look.times === one,
    onPress: () => onLook({ times: one }),
  }));
  return [
    ...times,
    'line',
    { id: 'copy', title: chosen > 1 ? t('logs.copyChosen', { count: chosen }) : t('logs.copyShown'), onPress: onCopy },
    { id: 'download', title: t('logs.download'), onPress: () => onDownload(true) },
    { id: 'downloadShown', title: t('logs.downloadShown'), onPress: () => onDownload(false) },
  ];
}

export interface FilterChipsProps extends Pick<ToolsProps, 'look' | 'onLook'> {
  /** a field can be named */
  readonly asking: boolean;
  readonly onAsked: () => void;
}

/** Filters that somebody has set, each to be taken away, and where others are set. */
export function FilterChips({ look, onLook, asking, onAsked }: FilterChipsProps) {
  if (!asking && look.fields.length + look.columns.length + look.of.length === 0) return undefined;
  return (
    <div className={styles.chips}>
      {asking && <FieldForm look={look} onLook={onLook} onAsked={onAsked} />}
      {look.of.map((one) => (
        <Chip key={one} removeLabel={t('logs.remove', { what: one })} onRemove={() => onLook({ of: look.of.filter((other) => other !== one) })}>
          {one}
        </Chip>
      ))}
      {look.fields.map((one) => (
        <Chip key={one} removeLabel={t('logs.remove', { what: one })} onRemove={() => onLook({ fields: look.fields.filter((other) => other !== one) })}>
          {one}
        </Chip>
      ))}
      {look.columns.map((one) => (
        <Chip key={one} removeLabel={t('logs.remove', { what: one })} onRemove={() => onLook({ columns: look.columns.filter((other) => other !== one) })}>
          {t('logs.columnOf', { field: one })}
        </Chip>
      ))}
    </div>
  );
}
