import { type ActionTarget, type KubeObject, type OfferedAction, t } from '@fresnel/sdk';
import { Button, iconOf, Menu, useMedia } from '@fresnel/ui';
import { useCallback } from 'react';
import { useOffer } from './menuItems';
import { useActing } from './useActing';

export interface ObjectActionsProps {
  /** all of one kind */
  readonly refs: readonly ActionTarget[];
  /** the only one, as it is: what would change nothing is left away */
  readonly object?: KubeObject | undefined;
}

/** How many stand beside the menu where there is room: they are what one comes for. */
const FIRST = 3;

/** Everything that can be done with these objects: one menu and its dialog, and buttons for what is done most. */
export function ObjectActions({ refs, object }: ObjectActionsProps) {
  const [dialog, act] = useActing();
  const wide = useMedia('(min-width: 1181px)');
  const { items, own } = useOffer(
    refs,
    object,
    useCallback((action: OfferedAction) => act(action, refs), [act, refs]),
  );
  const label = refs.length === 1 ? t('actions.of', { name: refs[0]!.name }) : t('actions.many', { count: refs.length });
  return (
    <>
      {wide &&
        own.slice(0, FIRST).map((one) => {
          const icon = iconOf(one.icon);
          return (
            <Button key={one.id} onPress={one.perform} lockedBecause={one.lockedBecause} {...(icon ? { icon } : {})}>
              {one.title}
            </Button>
          );
        })}
      <Menu label={label} title={t('actions.menu')} items={items} alignEnd floating />
      {dialog}
    </>
  );
}
