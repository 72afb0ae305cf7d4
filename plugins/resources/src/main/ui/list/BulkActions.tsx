import { type RowsSource, t } from '@fresnel/sdk';
import { Button, type Chosen, type SelectionState } from '@fresnel/ui';
import { useState } from 'react';
import { BulkVerbs } from '../actions/BulkVerbs';
import type { Act } from '../actions/useActing';
import { chosenRows } from './chosenRows';
import { csvOf, download } from './csv';

export interface BulkActionsProps {
  readonly source: RowsSource;
  readonly resource: string;
  readonly selection: SelectionState;
  readonly matched: number;
  readonly act: Act;
}

/** What can be done with chosen rows wherever they are in the list. */
export function BulkActions({ source, resource, selection, matched, act }: BulkActionsProps) {
  const [state, setState] = useState<'idle' | 'busy' | 'copied' | 'failed'>('idle');
  const run = (act: () => Promise<void>, done: 'idle' | 'copied') => {
    setState('busy');
    act().then(
      () => setState(done),
      (cause: unknown) => {
        console.error('The chosen rows could not be read', cause);
        setState('failed');
      },
    );
  };
  const copy = async () => {
    const names: Chosen[] = [];
    for await (const rows of chosenRows(source, selection, matched)) names.push(...rows);
    await navigator.clipboard.writeText(names.map((one) => (one.ns === undefined ? one.n : `${one.ns}/${one.n}`)).join('\n'));
  };
  const save = async () => download(`${resource}.csv`, await csvOf(source, selection, matched));
  return (
    <>
      <BulkVerbs source={source} resource={resource} selection={selection} matched={matched} act={act} />
      <Button small icon="copy" onPress={() => run(copy, 'copied')}>
        {state === 'copied' ? t('bulk.copied') : t('bulk.copy')}
      </Button>
      <Button small icon="download" onPress={() => run(save, 'idle')}>
        {t('bulk.csv')}
      </Button>
      {state === 'busy' && <span role="status">{t('bulk.busy')}</span>}
      {state === 'failed' && <span role="alert">{t('bulk.failed')}</span>}
    </>
  );
}
