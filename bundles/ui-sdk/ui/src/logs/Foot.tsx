import { clock, number, t } from '@fresnel/sdk';
import { memo, useMemo } from 'react';
import { Menu } from '../basic/Menu';
import styles from './foot.module.css';
import { namesOf } from './names';
import type { LogLook, LogSnapshot, LogSourceInfo } from './types';
import { phaseWord, stateWord } from './words';

export interface FootProps {
  readonly snapshot: LogSnapshot;
  readonly look: LogLook;
  readonly onLook: (change: Partial<LogLook>) => void;
  /** lines that have just been copied */
  readonly copied: number;
}

/** Pods that have a button each; more of them are in a list. */
const MOST_BUTTONS = 12;
const MOST_NAMED = 20;

function said(source: LogSourceInfo): string {
  return t('logs.waits', { name: `${source.pod}/${source.container}`, why: source.detail });
}

/** How many sources stream, whose colour is which, and whether anything was lost. */
export const Foot = memo(function Foot({ snapshot, look, onLook, copied }: FootProps) {
  const { sources, total, dropped, gaps, search, end, first } = snapshot;
  const { names, colours } = useMemo(() => namesOf(sources), [sources]);
  const streaming = sources.filter((source) => source.state === 'streaming').length;
  const broken = sources.filter((source) => source.state === 'broken').length;
  const troubled = sources.filter(
    (source) => source.detail !== '' && (source.state === 'waiting' || (source.state === 'ended' && source.detail !== 'Completed')),
  );
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
            {troubled[0] && (
              <span title={troubled.slice(0, MOST_NAMED).map(said).join('\n')}>
                {said(troubled[0])}
                {troubled.length > 1 && ` ${t('logs.morePods', { count: troubled.length - 1 })}`}
              </span>
            )}
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
      {pods.length > 1 && pods.length <= MOST_BUTTONS && (
        <span className={styles.pods}>
          {pods.map((source) => (
            <button
              key={source.i}
              type="button"
              aria-pressed={look.of.includes(source.pod)}
              className={look.of.includes(source.pod) ? styles.on : ''}
              title={`${source.cluster}/${source.namespace}/${source.pod}: ${stateWord(source.state)} ${source.detail}`}
              onClick={() => toggle(source.pod)}
            >
              <i className={styles[`c${colours.get(source.i) ?? 0}`]} />
              {names.get(source.i)}
            </button>
          ))}
        </span>
      )}
      {pods.length > 1 && (
        <span className={pods.length > MOST_BUTTONS ? '' : styles.fewPods}>
          <Menu
            label={t('logs.pods')}
            title={
              look.of.length === 0
                ? t('logs.allPods', { count: pods.length })
                : look.of.length === 1
                  ? look.of[0]
                  : t('logs.somePods', { count: look.of.length })
            }
            keepOpen
            floating
            items={[
              { id: 'all', title: t('logs.allPods', { count: pods.length }), chosen: look.of.length === 0, onPress: () => onLook({ of: [] }) },
              'line',
              ...pods.map((source) => ({
                id: `p${source.i}`,
                title: source.pod,
                icon: <i className={`${styles.dotOf} ${styles[`c${colours.get(source.i) ?? 0}`]}`} />,
                description: `${source.cluster}/${source.namespace}, ${stateWord(source.state)} ${source.detail}`,
                chosen: look.of.includes(source.pod),
                onPress: () => toggle(source.pod),
              })),
            ]}
          />
        </span>
      )}
      <span className={styles.figures}>
        {copied > 0 && <b>{t('logs.copied', { count: copied })} </b>}
        {t('logs.total', { count: total })}
        {end - first !== total - dropped && `, ${t('logs.shown', { shown: number(end - first) })}`}
        {look.text !== '' && `, ${t('logs.matches', { count: search.matches })}`}
        {', '}
        {dropped > 0 ? t('logs.dropped', { count: number(dropped) }) : gaps > 0 ? t('logs.gaps', { count: gaps }) : t('logs.nothingLost')}
      </span>
    </footer>
  );
}, same);

const TOLD = ['sources', 'total', 'dropped', 'search', 'end', 'first', 'state', 'lostSince', 'beyond', 'gaps'] as const;

/** Other rows on screen change nothing here. */
function same(one: FootProps, other: FootProps): boolean {
  return (
    one.look === other.look && one.onLook === other.onLook && one.copied === other.copied && TOLD.every((part) => one.snapshot[part] === other.snapshot[part])
  );
}
