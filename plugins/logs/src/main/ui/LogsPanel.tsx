import { type PanelSlotProps, t } from '@fresnel/sdk';
import { EmptyState } from '@fresnel/ui';
import { useEffect } from 'react';
import { LogsView } from './LogsView';
import { nameOf, readWanted } from './wanted';

/** Logs in the activity panel. */
export function LogsPanel({ params, setParams, setTitle }: PanelSlotProps) {
  const wanted = readWanted(params);
  const name = nameOf(wanted.of);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title follows the name alone
  useEffect(() => setTitle(t('of', { name })), [name]);
  return wanted.of.length === 0 ? <EmptyState text={t('nothing')} /> : <LogsView wanted={wanted} onWanted={setParams} />;
}
