import { href, t } from '@fresnel/sdk';
import { type LogLine, LogViewer, Menu, type MenuItem } from '@fresnel/ui';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { ChannelLogs } from './ChannelLogs';
import { TimeForm } from './TimeForm';
import { timeWord } from './times';
import { channelParams, nameOf, type Wanted, writeQuery } from './wanted';

export interface LogsViewProps {
  readonly wanted: Wanted;
  readonly onWanted: (wanted: Wanted) => void;
  readonly at?: { readonly t: number; readonly ns: number; readonly source: string } | undefined;
}

/** Logs of whatever is wanted; opens them anew when other lines are. */
export function LogsView({ wanted, onWanted, at }: LogsViewProps) {
  const key = JSON.stringify(channelParams(wanted));
  const source = useMemo(() => new ChannelLogs(JSON.parse(key) as object), [key]);
  useEffect(() => source.start(), [source]);
  const sources = useSyncExternalStore(source.subscribe, () => source.get().sources);
  const [seen, setSeen] = useState<readonly string[]>([]);
  const containers = useMemo(() => [...new Set([...seen, ...sources.map((one) => one.container)])], [seen, sources]);
  // Containers that were seen stay to be chosen when others are left out.
  useEffect(() => setSeen((before) => (containers.length > before.length ? containers : before)), [containers]);
  const [asking, setAsking] = useState(false);
  // What is typed is told a moment later, when something else may have been chosen already: changes add up.
  const latest = useRef(wanted);
  latest.current = wanted;
  const change = (part: Partial<Wanted>) => {
    latest.current = { ...latest.current, ...part };
    onWanted(latest.current);
  };
  const name = nameOf(wanted.of);
  const linkOf = (line: LogLine) => {
    const from = source.get().sources[line.s];
    const query = new URLSearchParams(
      Object.entries({ ...writeQuery(wanted), at: `${line.t}.${line.ns}~${from?.pod}/${from?.container}` }).filter((part): part is [string, string] =>
        Boolean(part[1]),
      ),
    );
    return `${window.location.origin}${href('/p/logs/view')}?${query}`;
  };
  return (
    <>
      {asking && <TimeForm wanted={wanted} onWanted={change} onClose={() => setAsking(false)} />}
      <LogViewer
        key={key}
        source={source}
        label={t('of', { name })}
        look={wanted.look}
        onLook={(part) => change({ look: { ...latest.current.look, ...part } })}
        linkOf={linkOf}
        at={at}
        file={name}
        empty={wanted.previous ? t('noPrevious') : undefined}
        tools={
          <>
            <Menu label={t('part')} title={partWords(wanted)} items={parts(wanted, change, () => setAsking(true))} />
            {containers.length > 1 && (
              <Menu
                label={t('containers')}
                title={wanted.containers.length === 0 ? t('allContainers') : wanted.containers.join(', ')}
                items={containersItems(containers, wanted, change)}
                keepOpen
              />
            )}
          </>
        }
      />
    </>
  );
}

const TIMES = ['5m', '15m', '1h', '6h', '24h'] as const;
const LINES = [100, 1_000, 5_000, 100_000] as const;

function partWords({ since, until, tail, previous }: Wanted): string {
  if (previous) return t('previous');
  if (until) return t('range', { since: since ? timeWord(since) : '…', until: timeWord(until) });
  if (since) return /^\d+[smhd]$/.test(since) ? t('since', { time: since }) : t('from', { time: timeWord(since) });
  return tail === 0 ? t('all') : t('lines', { count: tail });
}

function parts(wanted: Wanted, change: (part: Partial<Wanted>) => void, ask: () => void): readonly (MenuItem | 'line')[] {
  const live = { until: '', previous: false };
  return [
    ...TIMES.map((since) => ({
      id: since,
      title: t('since', { time: since }),
      chosen: wanted.since === since,
      onPress: () => change({ ...live, since, tail: 0 }),
    })),
    { id: 'now', title: t('fromNow'), onPress: () => change({ ...live, since: new Date().toISOString(), tail: 0 }) },
    { id: 'other', title: t('otherTime'), chosen: wanted.until !== '' || (wanted.since !== '' && !TIMES.some((time) => time === wanted.since)), onPress: ask },
    'line',
    ...LINES.map((tail) => ({
      id: String(tail),
      title: t('lines', { count: tail }),
      chosen: !wanted.previous && wanted.since === '' && wanted.tail === tail,
      onPress: () => change({ ...live, since: '', tail }),
    })),
    {
      id: 'all',
      title: t('all'),
      chosen: !wanted.previous && wanted.since === '' && wanted.tail === 0,
      onPress: () => change({ ...live, since: '', tail: 0 }),
    },
    'line',
    { id: 'previous', title: t('previous'), chosen: wanted.previous, onPress: () => change({ previous: !wanted.previous }) },
  ];
}

function containersItems(containers: readonly string[], wanted: Wanted, change: (part: Partial<Wanted>) => void): readonly (MenuItem | 'line')[] {
  const toggle = (one: string) =>
    change({ containers: wanted.containers.includes(one) ? wanted.containers.filter((other) => other !== one) : [...wanted.containers, one] });
  return [
    { id: '', title: t('allContainers'), chosen: wanted.containers.length === 0, onPress: () => change({ containers: [] }) },
    ...containers.map((one) => ({ id: `c-${one}`, title: one, chosen: wanted.containers.includes(one), onPress: () => toggle(one) })),
  ];
}
