import { type Group, type Kind, number, type RowsSnapshot, type RowsSource, t, useRows, useRowsSnapshot, useScope } from '@fresnel/sdk';
import { Age, Button, Icon, Link, Skeleton, Status, StatusIcon } from '@fresnel/ui';
import { useEffect, useMemo, useState } from 'react';
import { groupingWords } from './EventFilters';
import { both, COLUMNS, cellOf, fieldsOfGroup, inStates, lastSeenOf, objectOf } from './events';
import styles from './events.module.css';
import { pageOfObject } from './pageOfObject';
import { type EventState, setEvents } from './useEventState';

export interface EventGroupsProps {
  readonly source: RowsSource;
  readonly snapshot: RowsSnapshot;
  readonly state: EventState;
  readonly clusters: readonly string[];
  readonly resource: string;
  readonly kinds: readonly Kind[];
}

const FIRST = 50;
/** so many groups the server tells of */
const MOST = 500;
const FEW = 8;

/** Events put together, those that warn first; each group opens to its newest. */
export function EventGroups(props: EventGroupsProps) {
  const { source, snapshot, state } = props;
  const [shown, setShown] = useState(FIRST);
  const [open, setOpen] = useState<string>();
  const key = state.by?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other groups are closed
  useEffect(() => setOpen(undefined), [key]);
  useEffect(() => source.show(0, 1), [source]);
  const groups = useMemo(() => inStates(snapshot.groups, state.filter.state), [snapshot.groups, state.filter.state]);
  if (state.by === undefined) return undefined;
  const rest = groups.length - shown;
  return (
    <section className={styles.scroll} aria-label={t('eventList.groups')}>
      <table className={styles.groups}>
        <thead>
          <tr>
            <th scope="col">{groupingWords(state.by)}</th>
            <th scope="col" className={styles.end}>
              {t('eventList.events')}
            </th>
            <th scope="col" className={styles.end}>
              {t('eventList.times')}
            </th>
            <th scope="col" className={`${styles.end} ${styles.minor}`}>
              {t('eventList.first')}
            </th>
            <th scope="col" className={styles.end}>
              {t('events.last')}
            </th>
          </tr>
        </thead>
        {groups.slice(0, shown).map((group) => (
          <OneGroup key={group.key} {...props} group={group} open={open === group.key} onToggle={() => setOpen(open === group.key ? undefined : group.key)} />
        ))}
      </table>
      {rest > 0 && (
        <Button kind="link" onPress={() => setShown(shown + FIRST)}>
          {t('group.more', { count: rest })}
        </Button>
      )}
      {rest <= 0 && snapshot.groups.length >= MOST && <p className={styles.more}>{t('eventList.moreGroups', { count: MOST })}</p>}
    </section>
  );
}

interface OneGroupProps extends EventGroupsProps {
  readonly group: Group;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function OneGroup({ group, open, onToggle, ...props }: OneGroupProps) {
  const warns = group.total - (group.counts.ok ?? 0) > 0;
  return (
    <tbody>
      <tr className={open ? styles.open : undefined}>
        <th scope="row">
          <button type="button" aria-expanded={open} onClick={onToggle}>
            <Icon name={open ? 'down' : 'right'} small />
            {warns ? <StatusIcon health="warning" label={t('eventList.warning')} /> : <span className={styles.noIcon} />}
            <span className={warns ? styles.bad : undefined}>{group.key === '' ? t('group.without') : group.key}</span>
          </button>
        </th>
        <td className={styles.end}>{number(group.total)}</td>
        <td className={styles.end}>{number(group.times ?? group.total)}</td>
        <td className={`${styles.end} ${styles.minor}`}>
          <Age since={group.first} />
        </td>
        <td className={styles.end}>
          <Age since={group.last} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5} className={styles.inside}>
            <Newest {...props} group={group} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** The newest of one group, with links to what they are about. */
function Newest({ group, state, clusters, resource, kinds }: EventGroupsProps & { readonly group: Group }) {
  const { namespaces } = useScope();
  const fields = state.by && fieldsOfGroup(state.by, group.key, state.involved);
  const filter = useMemo(() => ({ ...state.filter, fields: both(state.filter.fields ?? '', fields) }), [state.filter, fields]);
  const where = useMemo(() => (state.by?.id === 'namespace' ? [group.key] : namespaces), [state.by, group.key, namespaces]);
  const source = useRows({ resource, clusters, namespaces: where, sort: 'state,last-seen,age', filter, columns: COLUMNS[state.involved] });
  const snapshot = useRowsSnapshot(source);
  useEffect(() => source.show(0, FEW), [source]);
  if (!snapshot.loaded) return <Skeleton label={t('eventList.loading', { group: group.key })} rows={3} />;
  return (
    <>
      <ul className={styles.events}>
        {snapshot.rows.slice(0, FEW).map((row) => {
          const page = pageOfObject(objectOf(snapshot.columns, row, kinds));
          const object = cellOf(snapshot.columns, row, 'object');
          return (
            <li key={row.k}>
              <span className={styles.about}>
                {page ? <Link to={page}>{object}</Link> : object}
                <span className={styles.quiet}>{[row.ns, clusters.length > 1 ? row.c : ''].filter(Boolean).join(' · ')}</span>
              </span>
              <span className={styles.said}>
                <Status health={row.s === 'ok' ? 'off' : row.s} word={cellOf(snapshot.columns, row, 'reason')} /> {cellOf(snapshot.columns, row, 'message')}
              </span>
              <span className={styles.when}>
                {Number(cellOf(snapshot.columns, row, 'count')) > 1 && (
                  <span className={styles.quiet}>{t('eventList.often', { count: Number(cellOf(snapshot.columns, row, 'count')) })}</span>
                )}
                <Age since={lastSeenOf(snapshot.columns, row)} />
              </span>
            </li>
          );
        })}
      </ul>
      {fields && snapshot.matched > FEW && (
        <Button kind="link" onPress={() => setEvents.only(fields)}>
          {t('eventList.allOf', { count: snapshot.matched })}
        </Button>
      )}
    </>
  );
}
