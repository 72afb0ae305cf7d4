import { type Group, type Health, number, type RowsSnapshot, showNamespaces, t } from '@fresnel/sdk';
import { healthWord, Menu, StatusIcon } from '@fresnel/ui';
import { useState } from 'react';
import styles from './list.module.css';
import type { ListState } from './listState';

const FIRST = 12;
const WRONG: readonly Health[] = ['error', 'warning', 'waiting', 'unknown'];

/** By which column counts are shown. */
export function GroupMenu({ state, snapshot }: { readonly state: ListState; readonly snapshot: RowsSnapshot }) {
  const columns = snapshot.offers.filter((column) => !['name', 'age', 'cpu', 'memory', 'labels'].includes(column.id));
  const fixed = [...(snapshot.kind?.namespaced === false ? [] : [{ id: 'namespace', name: t('fact.namespace') }]), { id: 'state', name: t('filter.status') }];
  const choices = [...fixed, ...columns.filter((column) => !fixed.some((one) => one.id === column.id) && column.id !== 'status')];
  const named = choices.find((one) => one.id === state.group)?.name ?? state.group;
  return (
    <Menu
      label={t('group')}
      title={state.group === '' ? t('group') : t('group.by', { column: named })}
      items={[
        { id: ' none', title: t('group.none'), chosen: state.group === '', onPress: () => state.setGroup('') },
        'line',
        ...choices.map((one) => ({ id: one.id, title: one.name, chosen: one.id === state.group, onPress: () => state.setGroup(one.id) })),
      ]}
    />
  );
}

/** How many there are of each value, and how many of them are wrong; a press shows only these. */
export function Groups({ state, snapshot }: { readonly state: ListState; readonly snapshot: RowsSnapshot }) {
  const [all, setAll] = useState(false);
  if (state.group === '' || snapshot.groups.length === 0) return undefined;
  const shown = all ? snapshot.groups : snapshot.groups.slice(0, FIRST);
  const rest = snapshot.groups.length - shown.length;
  return (
    <ul className={styles.groups} aria-label={t('group')}>
      {shown.map((group) => (
        <li key={group.key}>
          <OneGroup group={group} onPress={onlyThese(state, group.key)} by={state.group} />
        </li>
      ))}
      {rest > 0 && (
        <li>
          <button type="button" onClick={() => setAll(true)}>
            {t('group.more', { count: rest })}
          </button>
        </li>
      )}
    </ul>
  );
}

interface OneGroupProps {
  readonly group: Group;
  readonly by: string;
  readonly onPress: (() => void) | undefined;
}

function OneGroup({ group, by, onPress }: OneGroupProps) {
  const worst = WRONG.find((health) => (group.counts[health] ?? 0) > 0);
  const wrong = WRONG.reduce((sum, health) => sum + (group.counts[health] ?? 0), 0);
  const name = group.key === '' ? t('group.without') : by === 'state' ? healthWord(group.key as Health) : group.key;
  const said = (
    <>
      <span title={name}>{name}</span>
      <b>{number(group.total)}</b>
      {worst && by !== 'state' && (
        <span className={styles.wrong}>
          <StatusIcon health={worst} label={t('group.wrong')} />
          {number(wrong)}
        </span>
      )}
    </>
  );
  return onPress === undefined ? (
    <span>{said}</span>
  ) : (
    <button type="button" onClick={onPress}>
      {said}
    </button>
  );
}

/** The filter that leaves one group; undefined where no filter says so. */
function onlyThese(state: ListState, key: string): (() => void) | undefined {
  const { group } = state;
  if (key === '') return undefined;
  if (group === 'namespace') return () => showNamespaces([key]);
  if (group === 'state') return () => state.setStatus([key as Health]);
  if (group === 'node') return () => state.setFields(`spec.nodeName=${key}`);
  if (group.startsWith('label:')) return () => state.setLabels(`${group.slice('label:'.length)}=${key}`);
  return undefined;
}
