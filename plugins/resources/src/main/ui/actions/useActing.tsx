import type { ActionTarget, OfferedAction } from '@fresnel/sdk';
import { ActionDialog } from '@fresnel/ui';
import { type ReactNode, useCallback, useState } from 'react';

export type Act = (action: OfferedAction, refs: readonly ActionTarget[]) => void;

/** Opens the dialog of an action; it belongs to the page, so that it stays when the row that it began in leaves. */
export function useActing(onDone?: () => void): readonly [ReactNode, Act] {
  const [acting, setActing] = useState<{ readonly action: OfferedAction; readonly refs: readonly ActionTarget[] }>();
  const act = useCallback<Act>((action, refs) => setActing({ action, refs }), []);
  const dialog = acting && <ActionDialog action={acting.action} refs={acting.refs} onClose={() => setActing(undefined)} {...(onDone ? { onDone } : {})} />;
  return [dialog, act];
}
