import { changeSettings, currentSettings, type RowsSnapshot, setQuery, t } from '@fresnel/sdk';
import { listColumns, Menu } from '@fresnel/ui';

export interface ColumnChooserProps {
  readonly resource: string;
  readonly snapshot: RowsSnapshot;
  readonly chosen: readonly string[] | undefined;
  readonly severalClusters: boolean;
}

/** Which columns the list shows; kept for the kind, and in the address so that it can be shared. */
export function ColumnChooser({ resource, snapshot, chosen, severalClusters }: ColumnChooserProps) {
  const all = listColumns({
    columns: snapshot.columns,
    namespaced: snapshot.kind?.namespaced ?? true,
    severalClusters,
    status: true,
    names: { status: t('filter.status'), namespace: t('fact.namespace'), cluster: t('fact.cluster') },
  }).filter((column) => column.id !== 'name');
  const usual = all.filter((column) => column.priority === 0).map((column) => column.id);
  const shown = chosen ?? usual;
  const choose = (ids: readonly string[] | undefined) => {
    const { [resource]: _, ...others } = currentSettings().columns;
    changeSettings({ columns: ids === undefined ? others : { ...others, [resource]: ids } });
    setQuery({ cols: ids?.join(',') });
  };
  const toggle = (id: string) => choose(all.map((column) => column.id).filter((one) => (one === id ? !shown.includes(id) : shown.includes(one))));
  if (all.length === 0) return undefined;
  return (
    <Menu
      label={t('columns')}
      icon="columns"
      title={t('columns.of', { shown: all.filter((column) => shown.includes(column.id)).length, all: all.length })}
      keepOpen
      alignEnd
      items={[
        ...all.map((column) => ({
          id: column.id,
          title: column.name,
          chosen: shown.includes(column.id),
          onPress: () => toggle(column.id),
        })),
        'line' as const,
        { id: ' reset', title: t('columns.reset'), onPress: () => choose(undefined) },
      ]}
    />
  );
}
