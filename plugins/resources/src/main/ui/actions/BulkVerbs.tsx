import { type ActionTarget, type OfferedAction, type RowsSource, t } from '@fresnel/sdk';
import { Button, Menu, type SelectionState } from '@fresnel/ui';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { chosenRows } from '../list/chosenRows';
import { useOffer } from './menuItems';
import type { Act } from './useActing';

export interface BulkVerbsProps {
  readonly source: RowsSource;
  readonly resource: string;
  readonly selection: SelectionState;
  readonly matched: number;
  readonly act: Act;
}

const MOST = 500;
/** So many verbs stand beside the menu. */
const FIRST = 2;

/** What can be done with all chosen objects: verbs first, the rest in a menu. */
export function BulkVerbs({ source, resource, selection, matched, act }: BulkVerbsProps) {
  const count = selection.all ? matched - selection.marked.size : selection.marked.size;
  const refs = useChosen(source, resource, selection, matched, count <= MOST);
  const onAct = useCallback((action: OfferedAction) => refs && act(action, refs), [act, refs]);
  const { items, actions } = useOffer(refs ?? NONE, undefined, onAct);
  if (count > MOST) return <span>{t('bulk.tooMany', { most: MOST })}</span>;
  if (refs === undefined) return <span role="status">{t('bulk.collecting')}</span>;
  const many = actions.filter((action) => action.most > 1 || count === 1);
  const shown = [...many.filter((action) => action.level !== 'destructive').slice(0, FIRST), ...many.filter(({ id }) => id === 'delete')];
  return (
    <>
      {shown.map((action) => (
        <Button
          key={action.key}
          small
          kind={action.level === 'destructive' ? 'danger' : 'secondary'}
          lockedBecause={action.lockedBecause}
          onPress={() => onAct(action)}
        >
          {action.words}
        </Button>
      ))}
      <Menu label={t('actions.many', { count })} title={t('actions.menu')} items={items} alignEnd floating />
    </>
  );
}

const NONE: readonly ActionTarget[] = [];

/** Which objects are chosen; of "all that match" the server is asked. */
function useChosen(source: RowsSource, resource: string, selection: SelectionState, matched: number, few: boolean): readonly ActionTarget[] | undefined {
  const target = useCallback(
    (row: { c: string; ns?: string; n: string }): ActionTarget => ({ cluster: row.c, resource, name: row.n, ...(row.ns ? { namespace: row.ns } : {}) }),
    [resource],
  );
  const marked = useMemo(() => (selection.all ? undefined : [...selection.marked.values()].map(target)), [selection, target]);
  const [found, setFound] = useState<readonly ActionTarget[]>();
  useEffect(() => {
    setFound(undefined);
    if (!selection.all || !few) return undefined;
    let left = false;
    const collect = async () => {
      const all: ActionTarget[] = [];
      for await (const rows of chosenRows(source, selection, matched)) all.push(...rows.map(target));
      if (!left) setFound(all);
    };
    collect().catch((cause: unknown) => console.error('The chosen rows could not be read', cause));
    return () => {
      left = true;
    };
  }, [source, selection, matched, few, target]);
  return marked ?? found;
}
