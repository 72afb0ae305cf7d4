import { clock, number, t } from '@fresnel/sdk';
import { memo } from 'react';
import styles from './foot.module.css';
import { coloursOf } from './Lines';
import { shortName } from './parts';
import type { LogLook, LogSnapshot } from './types';
import { phaseWord, stateWord } from './words';

export interface FootProps {
  readonly snapshot: LogSnapshot;
  readonly look: LogLook;
  readonly onLook: (change: Partial<LogLook>) => void;
}

/** How many sources stream, whose colour is which, and whether anything was lost. */
export const Foot = memo(function Foot({ snapshot, look, onLook }: FootProps) {
  const { sources, total, dropped, search, end, first } = snapshot;
  const colours = coloursOf(sources);
  const streaming = sources.filter((source) => source.state === 'streaming').length;
  const broken = sources.filter((source) => source.state === 'broken').length;
  const refused = sources.find((source) => source.state === 'refused');
  const pods = [...new Map(sources.map((source) => [`${source.namespace}/${source.pod}`, source])).values()];
  const toggle = (pod: string) => onLook({ of: look.of.includes(pod) ? look.of.filter((one) => one !== pod) : [...look.of, pod] });
  return (
    <footer className={styles.foot}>
      <span className={styles.live}>
        {snapshot.lostSince !== undefined ? (
          <b className={styles.wrong}>{t('logs.lost', { time: clock(snapshot.lostSince) })}</b>
        ) : (
          <>
            {streaming > 0 && <i className={styles.dot} aria-hidden="true" />}
            {phaseWord(snapshot.state, streaming, sources.length)}
            {broken > 0 && <b className={styles.wrong}> {t('logs.broken', { count: broken })}</b>}
            {refused && (
              <b className={styles.wrong} title={refused.detail}>
                {' '}
                {t('logs.refused', { name: `${refused.pod}/${refused.container}`, why: refused.detail })}
              </b>
            )}
            {snapshot.beyond > 0 && <b className={styles.wrong}> {t('logs.beyond', { count: snapshot.beyond })}</b>}
          </>
        )}
      </span>
      {pods.length > 1 && (
        <span className={styles.pods}>
          {pods.slice(0, 12).map((source) => (
            <button
              key={source.i}
              type="button"
              aria-pressed={look.of.includes(source.pod)}
              className={look.of.includes(source.pod) ? styles.on : ''}
              title={`${source.namespace}/${source.pod}: ${stateWord(source.state)} ${source.detail}`}
              onClick={() => toggle(source.pod)}
            >
              <i className={styles[`c${colours.get(source.i) ?? 0}`]} />
              {shortName(source.pod)}
            </button>
          ))}
          {pods.length > 12 && <span>{t('logs.morePods', { count: pods.length - 12 })}</span>}
        </span>
      )}
      <span className={styles.figures}>
        {t('logs.total', { total: number(total) })}
        {end - first !== total - dropped && `, ${t('logs.shown', { shown: number(end - first) })}`}
        {look.text !== '' && `, ${t('logs.matches', { count: search.matches })}`}
        {', '}
        {dropped === 0 ? t('logs.nothingLost') : t('logs.dropped', { count: number(dropped) })}
      </span>
    </footer>
  );
}, same);

const TOLD = ['sources', 'total', 'dropped', 'search', 'end', 'first', 'state', 'lostSince', 'beyond'] as const;

/** Other rows on screen change nothing here. */
function same(one: FootProps, other: FootProps): boolean {
  return one.look === other.look && one.onLook === other.onLook && TOLD.every((part) => one.snapshot[part] === other.snapshot[part]);
}
