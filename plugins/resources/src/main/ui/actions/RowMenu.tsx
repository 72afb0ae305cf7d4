import type { ActionTarget, OfferedAction } from '@fresnel/sdk';
import { t } from '@fresnel/sdk';
import { IconButton, Menu } from '@fresnel/ui';
import { useCallback, useMemo, useState } from 'react';
import { useOffer } from './menuItems';
import type { Act } from './useActing';

export interface RowMenuProps {
  readonly of: ActionTarget;
  readonly act: Act;
}

/** The menu of one row: nothing is asked before it is opened. */
export function RowMenu({ of, act }: RowMenuProps) {
  const [open, setOpen] = useState(false);
  const label = t('actions.of', { name: of.name });
  if (!open) return <IconButton small icon="more" label={label} onPress={() => setOpen(true)} />;
  return <OpenMenu of={of} act={act} label={label} />;
}

function OpenMenu({ of, act, label }: RowMenuProps & { readonly label: string }) {
  const refs = useMemo(() => [of], [of]);
  const { items } = useOffer(
    refs,
    undefined,
    useCallback((action: OfferedAction) => act(action, refs), [act, refs]),
  );
  return <Menu label={label} items={items} alignEnd floating startOpen small />;
}
