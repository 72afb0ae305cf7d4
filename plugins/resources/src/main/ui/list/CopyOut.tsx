import { number, problemOf, type Row, type RowsSnapshot, type RowsSource, t, useClusters } from '@fresnel/sdk';
import { Menu, yamlText } from '@fresnel/ui';
import { useState } from 'react';
import { wholeRows } from './chosenRows';
import { csvOf, download } from './csv';
import { kubectlGet } from './kubectlGet';
import type { ListState } from './listState';
import { wholeObjects } from './wholeObjects';

export interface CopyOutProps {
  readonly source: RowsSource;
  readonly resource: string;
  readonly clusters: readonly string[];
  readonly namespaces: readonly string[];
  readonly state: ListState;
  readonly snapshot: RowsSnapshot;
}

const EVERYTHING = { all: true, marked: new Map() };
const MOST = 5000;

/** The list as it is filtered, to take along: as a file, or as the command that shows the same. */
export function CopyOut({ source, resource, clusters, namespaces, state, snapshot }: CopyOutProps) {
  const [told, setTold] = useState<string>();
  const known = useClusters();
  const { matched, kind } = snapshot;
  const command = kubectlGet({
    resource,
    namespaced: kind?.namespaced !== false,
    namespaces,
    filter: state.filter,
    sort: state.sort,
    contexts: clusters.map((id) => known?.find((cluster) => cluster.id === id)?.context),
  });
  const run = (act: () => Promise<void>, done?: string) => {
    setTold(t('out.busy', { count: matched }));
    act().then(
      () => setTold(done),
      (cause: unknown) => setTold(t('out.failed', { detail: problemOf(cause).detail })),
    );
  };
  const objects = async () => {
    const rows: Row[] = [];
    for await (const page of wholeRows(source, EVERYTHING, matched)) rows.push(...page);
    return { apiVersion: 'v1', kind: 'List', items: await wholeObjects(kind!, rows) };
  };
  const locked =
    kind === undefined || !snapshot.loaded ? t('out.busy', { count: matched }) : matched > MOST ? t('out.tooMany', { most: MOST, count: matched }) : undefined;
  const file = (id: string, title: string, act: () => Promise<void>) => ({ id, title, onPress: () => run(act), ...(locked ? { lockedBecause: locked } : {}) });
  const unsaid = command.unsaid.length === 0 ? '' : ` ${t('out.unsaid', { parts: command.unsaid.join(', ') })}`;
  return (
    <>
      <Menu
        label={t('out.title')}
        icon="download"
        alignEnd
        items={[
          { id: 'csv', title: t('out.csv'), onPress: () => run(async () => download(`${resource}.csv`, await csvOf(source, EVERYTHING, matched))) },
          file('json', t('out.json'), async () => download(`${resource}.json`, `${JSON.stringify(await objects(), undefined, 2)}\n`, 'application/json')),
          file('yaml', t('out.yaml'), async () => download(`${resource}.yaml`, yamlText(await objects()), 'application/yaml')),
          'line',
          {
            id: 'kubectl',
            title: t('out.kubectl'),
            description: `${command.text.split('\n')[0]}${command.text.includes('\n') ? ` … (${number(command.text.split('\n').length)})` : ''}${unsaid}`,
            onPress: () => run(() => navigator.clipboard.writeText(command.text), t('out.copied')),
          },
        ]}
      />
      {told && <small role="status">{told}</small>}
    </>
  );
}
