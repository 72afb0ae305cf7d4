import { t } from '@fresnel/sdk';
import { memo } from 'react';
import { Icon } from '../basic/Icon';
import styles from './lines.module.css';
import { fieldsOf, type Part, parsedParts, plainParts, shortName, stampOf, timeOf } from './parts';
import type { LogLine, LogLook, LogSourceInfo } from './types';

export interface LineRowProps {
  readonly line: LogLine;
  readonly row: number;
  readonly source: LogSourceInfo | undefined;
  /** 1 to 6 of the palette, 0 = others */
  readonly colour: number;
  /** several containers in a pod are told apart */
  readonly containers: boolean;
  readonly look: Pick<LogLook, 'parsed' | 'times' | 'columns' | 'wrap'>;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly onPick: (row: number, extend: boolean) => void;
}

/** One line. */
export const LineRow = memo(function LineRow({ line, row, source, colour, containers, look, current, chosen, onPick }: LineRowProps) {
  if (line.l === 'note') return <NoteRow line={line} source={source} />;
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
          {shortName(source.pod)}
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
  readonly note: 'restart' | 'gap';
  readonly exit: number;
  readonly restarts: number;
}

/** What happened to a source is a line of its own. */
function NoteRow({ line, source }: { readonly line: LogLine; readonly source: LogSourceInfo | undefined }) {
  const note = fieldsOf(line) as unknown as Readonly<Record<keyof Note, string>> | undefined;
  const args = { pod: source?.pod ?? '', container: source?.container ?? '', exit: Number(note?.exit ?? -1), restarts: Number(note?.restarts ?? 0) };
  return (
    <div className={`${styles.line} ${styles.note}`}>
      <Icon name="retry" small />
      <span>{note?.note === 'gap' ? t('logs.gap', args) : t('logs.restart', args)}</span>
    </div>
  );
}
