import { type Age, type RowsSnapshot, showNamespaces, t } from '@fresnel/sdk';
import { Button, EmptyState, healthWord } from '@fresnel/ui';
import type { ListState } from './listState';
import { forbiddenSentence } from './notices';

export interface EmptyListProps {
  readonly title: string;
  readonly state: ListState;
  readonly snapshot: RowsSnapshot;
  readonly namespaces: readonly string[];
  readonly forbidden: Age | undefined;
}

/** Why the list is empty, and what to do about it. */
export function EmptyList({ title, state, snapshot, namespaces, forbidden }: EmptyListProps) {
  if (forbidden) return <EmptyState locked text={forbiddenSentence(forbidden)} />;
  if (state.filtered) {
    const filters = [
      state.text && t('filter.textChip').concat(' “', state.text, '”'),
      state.status.length > 0 && `${t('filter.status')} ${state.status.map(healthWord).join(', ')}`,
      state.labels && `${t('filter.label')} ${state.labels}`,
      state.fields && `${t('filter.field')} ${state.fields}`,
      state.name && `${t('filter.name')} ${state.name}`,
    ].filter((one) => typeof one === 'string' && one !== '');
    return (
      <EmptyState
        text={t('list.noMatch', { kind: title, filters: filters.join(', ') })}
        actions={
          <Button kind="link" onPress={state.clear}>
            {t('list.clear')}
          </Button>
        }
      />
    );
  }
  const namespaced = snapshot.kind?.namespaced !== false;
  const place = !namespaced ? t('list.emptyCluster') : namespaces.length === 0 ? t('list.emptyAll') : namespaces.join(', ');
  const elsewhere = namespaced && namespaces.length > 0 && (
    <Button kind="link" onPress={() => showNamespaces([])}>
      {t('list.lookEverywhere')}
    </Button>
  );
  return <EmptyState text={t('list.empty', { kind: title, place })} actions={elsewhere} />;
}
