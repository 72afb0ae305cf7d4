import { type ActionTarget, type KubeObject, type OfferedAction, t } from '@fresnel/sdk';
import { Menu } from '@fresnel/ui';
import { useCallback } from 'react';
import { useOffer } from './menuItems';
import { useActing } from './useActing';

export interface ObjectActionsProps {
  /** all of one kind */
  readonly refs: readonly ActionTarget[];
  /** the only one, as it is: what would change nothing is left away */
  readonly object?: KubeObject | undefined;
}

/** Everything that can be done with these objects: one menu and its dialog. */
export function ObjectActions({ refs, object }: ObjectActionsProps) {
  const [dialog, act] = useActing();
  const { items } = useOffer(
    refs,
    object,
    useCallback((action: OfferedAction) => act(action, refs), [act, refs]),
  );
  const label = refs.length === 1 ? t('actions.of', { name: refs[0]!.name }) : t('actions.many', { count: refs.length });
  return (
    <>
      <Menu label={label} title={t('actions.menu')} items={items} alignEnd floating />
      {dialog}
    </>
  );
}
