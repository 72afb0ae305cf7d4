import { t } from '@fresnel/sdk';
import { memo } from 'react';
import { Icon } from '../basic/Icon';
import styles from './lines.module.css';
import { fieldsOf, type Part, parsedParts, plainParts, stampOf, timeOf } from './parts';
import type { LogLine, LogLook, LogSourceInfo } from './types';

export interface LineRowProps {
  readonly line: LogLine;
  readonly row: number;
  readonly source: LogSourceInfo | undefined;
  /** what its pod is called */
  readonly name: string;
  /** 1 to 6 of the palette, 0 = none */
  readonly colour: number;
  /** several containers in a pod are told apart */
  readonly containers: boolean;
  readonly look: Pick<LogLook, 'parsed' | 'times' | 'columns' | 'wrap'>;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly onPick: (row: number, extend: boolean) => void;
}

/** One line. */
export const LineRow = memo(function LineRow({ line, row, source, name, colour, containers, look, current, chosen, onPick }: LineRowProps) {
  if (line.l === 'note') return <NoteRow line={line} row={row} source={source} />;
  const fields = look.columns.length > 0 ? fieldsOf(line) : undefined;
  const parts = (look.parsed && line.a === undefined && parsedParts(line, look.columns)) || plainParts(line, look.parsed);
  const tone = line.l === 'error' ? styles.isError : line.l === 'warn' ? styles.isWarn : '';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself hears the keys
    // biome-ignore lint/a11y/noStaticElementInteractions: the list itself hears the keys
    <div
      className={`${styles.line} ${tone} ${current ? styles.current : ''} ${chosen ? styles.chosenLine : ''}`}
      data-row={row}
      data-line={line.n}
      onClick={(event) => window.getSelection()?.isCollapsed !== false && onPick(row, event.shiftKey)}
    >
      {look.times !== 'none' && <span className={styles.time}>{look.times === 'full' ? stampOf(line) : timeOf(line.t)}</span>}
      {source && (
        <span className={styles.source} title={`${source.cluster}/${source.namespace}/${source.pod}/${source.container}`}>
          <i className={styles[`c${colour}`]} />
          {name}
          {containers && <small>{source.container}</small>}
        </span>
      )}
      <span className={`${styles.level} ${styles[line.l]}`}>{line.l === 'none' ? '' : line.l.toUpperCase()}</span>
      {look.columns.map((column) => (
        <span key={column} className={styles.cell} title={fields?.[column]}>
          {fields?.[column] ?? ''}
        </span>
      ))}
      <span className={styles.text}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are their place
          <Piece key={index} part={part} />
        ))}
        {line.cut !== undefined && <small className={styles.cut}> {t('logs.cut', { count: line.cut })}</small>}
      </span>
    </div>
  );
});

function Piece({ part }: { readonly part: Part }) {
  const classes = part.style?.split(' ').map((word) => styles[`a-${word}`] ?? '') ?? [];
  if (part.kind !== undefined) classes.push(styles[part.kind] ?? '');
  const className = classes.join(' ').trim();
  if (part.match) return <mark className={className}>{part.text}</mark>;
  return className === '' ? part.text : <span className={className}>{part.text}</span>;
}

interface Note {
  readonly note: 'restart' | 'gap' | 'end' | 'again' | 'rotated';
  readonly exit: string;
  readonly restarts: string;
  /** OOMKilled, and what else is more than the exit code says */
  readonly why?: string;
}

const SAID_BY_CODE = ['', 'Error', 'Completed'];

/** What happened to a source is a line of its own. */
function NoteRow({ line, row, source }: Pick<LineRowProps, 'line' | 'row' | 'source'>) {
  const note = fieldsOf(line) as unknown as Note | undefined;
  return (
    <div className={`${styles.line} ${styles.note}`} data-row={row}>
      <Icon name={note?.note === 'end' ? 'off' : note?.note === 'gap' || note?.note === 'rotated' ? 'warning' : 'retry'} small />
      <span>{noteWord(note, source)}</span>
    </div>
  );
}

function noteWord(note: Note | undefined, source: LogSourceInfo | undefined): string {
  const why = note?.why ?? '';
  const how = `${note?.exit ?? ''}${SAID_BY_CODE.includes(why) ? '' : ` (${why})`}`;
  const args = { pod: source?.pod ?? '', container: source?.container ?? '', exit: how, restarts: Number(note?.restarts ?? 0) };
  switch (note?.note) {
    case 'gap':
      return t('logs.gap', args);
    case 'rotated':
      return t('logs.rotated', args);
    case 'end':
      return t('logs.end', args);
    case 'again':
      return t('logs.again', args);
    default:
      return t('logs.restart', args);
  }
}
