import { type Column, type RowsSnapshot, t } from '@fresnel/sdk';
import { type DragEvent, useMemo, useState } from 'react';
import { Button, IconButton } from '../basic/Button';
import { Icon } from '../basic/Icon';
import { Popup } from '../basic/Popup';
import { TextInput } from '../basic/TextInput';
import styles from './ColumnChooser.module.css';
import { type ChosenColumn, ownColumn } from './columns';
import { candidates } from './layout';

export interface ColumnChooserProps {
  readonly snapshot: RowsSnapshot;
  /** what is chosen; undefined while the usual columns are shown */
  readonly chosen: readonly ChosenColumn[] | undefined;
  /** the columns of those who chose none; without it those of priority 0 */
  readonly usual?: readonly string[] | undefined;
  readonly severalClusters: boolean;
  /** undefined goes back to the usual columns */
  readonly onChange: (columns: readonly ChosenColumn[] | undefined) => void;
}

/** Which columns a list shows, in which order, and columns of one's own: labels, conditions, paths. */
export function ColumnChooser({ snapshot, chosen, usual, severalClusters, onChange }: ColumnChooserProps) {
  const { offers, columns, kind } = snapshot;
  const all = useMemo(() => offered(offers.length > 0 ? offers : columns, kind?.namespaced ?? true, severalClusters), [offers, columns, kind, severalClusters]);
  if (all.length === 0) return undefined;
  const shown = chosen?.filter((one) => one.id !== 'name') ?? usualOf(all, usual);
  const names = new Map(all.map((column) => [column.id, column.name]));
  const hidden = all.filter((column) => !shown.some((one) => one.id === column.id));
  const name = chosen?.filter((one) => one.id === 'name') ?? [];
  const choose = (next: readonly ChosenColumn[]) => onChange([...name, ...next]);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= shown.length || from === to) return;
    const next = [...shown];
    next.splice(to, 0, ...next.splice(from, 1));
    choose(next);
  };
  return (
    <Popup
      label={t('columns')}
      title={
        <>
          <Icon name="columns" />
          <span>{t('columns.of', { shown: shown.length + 1, all: all.length + 1 + shown.filter((one) => !names.has(one.id)).length })}</span>
        </>
      }
      alignEnd
    >
      {() => (
        <div className={styles.box}>
          <ul className={styles.list} aria-label={t('columns.shown')}>
            {shown.map((column, index) => (
              <Shown
                key={column.id}
                id={column.id}
                name={names.get(column.id) ?? column.id}
                index={index}
                last={index === shown.length - 1}
                onMove={move}
                onHide={() => choose(shown.filter((one) => one.id !== column.id))}
              />
            ))}
          </ul>
          {hidden.length > 0 && (
            <ul className={styles.list} aria-label={t('columns.hidden')}>
              {hidden.map((column) => (
                <li key={column.id}>
                  <label>
                    <input type="checkbox" checked={false} onChange={() => choose([...shown, { id: column.id }])} />
                    <span title={column.description}>{column.name}</span>
                  </label>
                </li>
              ))}
            </ul>
          )}
          <OwnColumn onAdd={(id) => !shown.some((one) => one.id === id) && choose([...shown, { id }])} />
          <div className={styles.foot}>
            <Button kind="link" onPress={() => onChange(undefined)}>
              {t('columns.reset')}
            </Button>
          </div>
        </div>
      )}
    </Popup>
  );
}

interface ShownProps {
  readonly id: string;
  readonly name: string;
  readonly index: number;
  readonly last: boolean;
  readonly onMove: (from: number, to: number) => void;
  readonly onHide: () => void;
}

const DRAGGED = 'application/x-fresnel-column';

function Shown({ id, name, index, last, onMove, onHide }: ShownProps) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const from = Number(event.dataTransfer.getData(DRAGGED));
    if (Number.isInteger(from)) onMove(from, index);
  };
  return (
    <li
      draggable
      className={over ? styles.over : undefined}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, String(index))}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label>
        <input type="checkbox" checked onChange={onHide} />
        <span title={id}>{name}</span>
      </label>
      {index > 0 && <IconButton small icon="up" label={t('columns.up', { name })} onPress={() => onMove(index, index - 1)} />}
      {!last && <IconButton small icon="down" label={t('columns.down', { name })} onPress={() => onMove(index, index + 1)} />}
    </li>
  );
}

/** `label:app`, `condition:Ready`, `path:.spec.nodeName`. */
function OwnColumn({ onAdd }: { readonly onAdd: (id: string) => void }) {
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const add = () => {
    const id = ownColumn(text);
    setRefused(id === undefined);
    if (id === undefined) return;
    onAdd(id);
    setText('');
  };
  return (
    <form
      className={styles.own}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextInput label={t('columns.own')} placeholder="label:app" value={text} onChange={setText} />
      <Button onPress={add}>{t('columns.add')}</Button>
      <small role={refused ? 'alert' : undefined} className={refused ? styles.refused : undefined}>
        {t('columns.ownHint')}
      </small>
    </form>
  );
}

function offered(columns: readonly Column[], namespaced: boolean, severalClusters: boolean): readonly Column[] {
  return candidates({
    columns,
    namespaced,
    severalClusters,
    status: true,
    names: { status: t('table.status'), namespace: t('table.namespace'), cluster: t('table.cluster') },
  }).filter((column) => column.id !== 'name');
}

function usualOf(all: readonly Column[], usual: readonly string[] | undefined): readonly ChosenColumn[] {
  const known = usual?.filter((id) => all.some((column) => column.id === id));
  return known?.map((id) => ({ id })) ?? all.filter((column) => column.priority === 0).map(({ id }) => ({ id }));
}
