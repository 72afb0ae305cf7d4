import { type Health, type Kind, number, type RowsSnapshot, t } from '@fresnel/sdk';
import { Button, Chip, Menu, Segments, TextInput } from '@fresnel/ui';
import styles from '../list/list.module.css';
import type { ListState } from '../list/listState';
import { GROUPINGS, type Grouping, SPANS } from './events';
import { type EventState, setEvents } from './useEventState';

export interface EventFiltersProps {
  readonly state: EventState;
  readonly list: ListState;
  readonly snapshot: RowsSnapshot;
  readonly kinds: readonly Kind[];
  readonly resource: string;
}

/** Kinds that events are usually about; others come by the field filter or a group. */
const USUAL = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Node',
  'PersistentVolumeClaim',
  'HorizontalPodAutoscaler',
  'Service',
  'Ingress',
];
const WARNINGS: readonly Health[] = ['warning', 'error'];

type Type = 'all' | 'warnings' | 'normal';

export function EventFilters({ state, list, snapshot, kinds }: EventFiltersProps) {
  const type: Type = list.status.length === 0 ? 'all' : list.status.includes('ok') ? 'normal' : 'warnings';
  const setType = (next: Type) => list.setStatus(next === 'all' ? [] : next === 'warnings' ? WARNINGS : ['ok']);
  const warnings = (snapshot.counts.warning ?? 0) + (snapshot.counts.error ?? 0);
  const types = [
    { id: 'all', title: t('eventList.all') },
    { id: 'warnings', title: t('eventList.warnings', { count: warnings }) },
    { id: 'normal', title: t('eventList.normal', { count: snapshot.counts.ok ?? 0 }) },
  ] as const;
  const served = USUAL.filter((name) => kinds.some((one) => one.kind === name));
  const choices = state.kind !== '' && !served.includes(state.kind) ? [state.kind, ...served] : served;
  return (
    <>
      <div className={`${styles.filters} ${styles.wraps}`}>
        <div className={styles.find}>
          <TextInput
            label={t('filter.text')}
            placeholder={t('filter.text')}
            icon="search"
            hint="/"
            shortcut="/"
            value={list.text}
            onChange={list.setText}
            every={120}
          />
        </div>
        <Segments<Type> label={t('eventList.type')} options={types} current={type} onChange={setType} />
        <Menu
          label={t('eventList.kind')}
          title={state.kind || t('eventList.kind')}
          items={[
            { id: ' any', title: t('eventList.anyKind'), chosen: state.kind === '', onPress: () => setEvents.kind('') },
            'line',
            ...choices.map((name) => ({ id: name, title: name, chosen: state.kind === name, onPress: () => setEvents.kind(name) })),
          ]}
        />
        <Menu
          label={t('eventList.time')}
          title={spanWords(state.minutes)}
          items={SPANS.map((minutes) => ({
            id: String(minutes),
            title: spanWords(minutes),
            chosen: minutes === state.minutes,
            onPress: () => setEvents.minutes(minutes),
          }))}
        />
        <span className={styles.end}>
          <Menu
            label={t('group')}
            title={state.by ? t('group.by', { column: groupingWords(state.by) }) : t('group.none')}
            items={[
              ...GROUPINGS.map((by) => ({ id: by.id, title: groupingWords(by), chosen: by === state.by, onPress: () => setEvents.group(by.id) })),
              'line' as const,
              { id: 'none', title: t('group.none'), chosen: state.by === undefined, onPress: () => setEvents.group('none') },
            ]}
          />
        </span>
      </div>
      <Chips list={list} snapshot={snapshot} />
    </>
  );
}

export function groupingWords(by: Grouping): string {
  if (by.id === 'reason') return t('condition.reason');
  if (by.id === 'object') return t('eventList.object');
  return by.id === 'kind' ? t('eventList.kind') : t('fact.namespace');
}

function spanWords(minutes: number): string {
  if (minutes === 0) return t('eventList.always');
  return minutes < 60 ? t('eventList.minutes', { count: minutes }) : t('eventList.hours', { count: minutes / 60 });
}

function Chips({ list, snapshot }: Pick<EventFiltersProps, 'list' | 'snapshot'>) {
  const inForce = [
    { name: t('filter.textChip'), value: list.text, away: () => list.setText('') },
    { name: t('filter.field'), value: list.fields, away: () => list.setFields('') },
  ].filter((one) => one.value !== '');
  if (inForce.length === 0) return undefined;
  return (
    <div className={styles.chips}>
      {inForce.map(({ name, value, away }) => (
        <Chip key={name} name={name} removeLabel={t('filter.remove', { name })} onRemove={away}>
          {value}
        </Chip>
      ))}
      <Button kind="link" onPress={list.clear}>
        {t('filter.clear')}
      </Button>
      {snapshot.loaded && (
        <span className={styles.match} role="status">
          {t('filter.match', { matched: number(snapshot.matched), total: number(snapshot.total) })}
        </span>
      )}
    </div>
  );
}
