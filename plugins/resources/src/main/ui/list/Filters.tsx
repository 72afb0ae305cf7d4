import { HEALTHS, type Health, number, type RowsSnapshot, t } from '@fresnel/sdk';
import { Button, Chip, healthWord, Menu, Popup, StatusIcon, TextInput } from '@fresnel/ui';
import { type ReactNode, useState } from 'react';
import styles from './list.module.css';
import type { ListState } from './listState';

export interface FiltersProps {
  readonly state: ListState;
  readonly snapshot: RowsSnapshot;
  readonly end: ReactNode;
}

/** Text, status, label, field and name; what is in force stands below, with how many match. */
export function Filters({ state, snapshot, end }: FiltersProps) {
  return (
    <>
      <div className={styles.filters}>
        <div className={styles.find}>
          <TextInput
            label={t('filter.text')}
            placeholder={t('filter.text')}
            icon="search"
            hint="/"
            shortcut="/"
            value={state.text}
            onChange={state.setText}
            every={120}
          />
        </div>
        <StatusFilter state={state} snapshot={snapshot} />
        <Selector label={t('filter.label')} field={t('filter.labelField')} hint={t('filter.labelHint')} value={state.labels} onApply={state.setLabels} />
        <MoreFilters state={state} />
        <span className={styles.end}>{end}</span>
      </div>
      {state.filtered && <Chips state={state} snapshot={snapshot} />}
    </>
  );
}

function StatusFilter({ state, snapshot }: Pick<FiltersProps, 'state' | 'snapshot'>) {
  const toggle = (health: Health) => state.setStatus(state.status.includes(health) ? state.status.filter((one) => one !== health) : [...state.status, health]);
  return (
    <Menu
      label={t('filter.status')}
      title={t('filter.status')}
      keepOpen
      items={HEALTHS.map((health) => ({
        id: health,
        chosen: state.status.includes(health),
        icon: <StatusIcon health={health} />,
        title: (
          <span className={styles.choice}>
            {healthWord(health)}
            <small>{number(snapshot.counts[health] ?? 0)}</small>
          </span>
        ),
        onPress: () => toggle(health),
      }))}
    />
  );
}

function closing(apply: (value: string) => void, close: () => void): (value: string) => void {
  return (value) => {
    apply(value);
    close();
  };
}

interface SelectorProps {
  readonly label: string;
  readonly field: string;
  readonly hint: string;
  readonly value: string;
  readonly onApply: (value: string) => void;
}

function Selector({ label, ...form }: SelectorProps) {
  return (
    <Popup label={label} title={label}>
      {(close) => <SelectorForm {...form} onApply={closing(form.onApply, close)} />}
    </Popup>
  );
}

function SelectorForm({ field, hint, value, onApply }: Omit<SelectorProps, 'label'>) {
  const [text, setText] = useState(value);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(text.trim());
      }}
    >
      <TextInput label={field} placeholder={hint} value={text} onChange={setText} />
      <Button kind="primary" onPress={() => onApply(text.trim())}>
        {t('filter.apply')}
      </Button>
    </form>
  );
}

/** What is looked for more rarely: a field's value, and letters of a name. */
function MoreFilters({ state }: Pick<FiltersProps, 'state'>) {
  return (
    <span className={styles.more}>
      <Popup label={t('filter.more')} title={t('filter.more')}>
        {(close) => (
          <div className={styles.forms}>
            <h3>{t('filter.field')}</h3>
            <SelectorForm field={t('filter.fieldField')} hint={t('filter.fieldHint')} value={state.fields} onApply={closing(state.setFields, close)} />
            <h3>{t('filter.name')}</h3>
            <TextInput label={t('filter.name')} placeholder={t('filter.nameHint')} value={state.name} onChange={state.setName} every={120} />
          </div>
        )}
      </Popup>
    </span>
  );
}

function Chips({ state, snapshot }: Pick<FiltersProps, 'state' | 'snapshot'>) {
  const inForce = [
    { name: t('filter.textChip'), value: state.text, away: () => state.setText('') },
    { name: t('filter.status'), value: state.status.map(healthWord).join(', '), away: () => state.setStatus([]) },
    { name: t('filter.label'), value: state.labels, away: () => state.setLabels('') },
    { name: t('filter.field'), value: state.fields, away: () => state.setFields('') },
    { name: t('filter.name'), value: state.name, away: () => state.setName('') },
  ].filter((one) => one.value !== '');
  return (
    <div className={styles.chips}>
      {inForce.map(({ name, value, away }) => (
        <Chip key={name} name={name} removeLabel={t('filter.remove', { name })} onRemove={away}>
          {value}
        </Chip>
      ))}
      <Button kind="link" onPress={state.clear}>
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
