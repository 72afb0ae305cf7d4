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

/** Text, status and label; what is in force stands below, with how many match. */
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
            delay={120}
          />
        </div>
        <StatusFilter state={state} snapshot={snapshot} />
        <LabelFilter state={state} />
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

function LabelFilter({ state }: { readonly state: ListState }) {
  return (
    <Popup label={t('filter.label')} title={t('filter.label')}>
      {(close) => (
        <LabelForm
          value={state.labels}
          onApply={(labels) => {
            state.setLabels(labels);
            close();
          }}
        />
      )}
    </Popup>
  );
}

function LabelForm({ value, onApply }: { readonly value: string; readonly onApply: (labels: string) => void }) {
  const [text, setText] = useState(value);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(text.trim());
      }}
    >
      <TextInput label={t('filter.labelField')} placeholder={t('filter.labelHint')} value={text} onChange={setText} />
      <Button kind="primary" onPress={() => onApply(text.trim())}>
        {t('filter.apply')}
      </Button>
    </form>
  );
}

function Chips({ state, snapshot }: Pick<FiltersProps, 'state' | 'snapshot'>) {
  const remove = (name: string) => t('filter.remove', { name });
  return (
    <div className={styles.chips}>
      {state.text && (
        <Chip name={t('filter.textChip')} removeLabel={remove(t('filter.textChip'))} onRemove={() => state.setText('')}>
          {state.text}
        </Chip>
      )}
      {state.status.length > 0 && (
        <Chip name={t('filter.status')} removeLabel={remove(t('filter.status'))} onRemove={() => state.setStatus([])}>
          {state.status.map(healthWord).join(', ')}
        </Chip>
      )}
      {state.labels && (
        <Chip name={t('filter.label')} removeLabel={remove(t('filter.label'))} onRemove={() => state.setLabels('')}>
          {state.labels}
        </Chip>
      )}
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
