import { type Problem as ProblemOf, problemOf, t, useClusters, useContributed } from '@fresnel/sdk';
import { say } from '@fresnel/sdk/host';
import { EmptyState, Problem, Section, Skeleton } from '@fresnel/ui';
import { useCallback, useEffect, useState } from 'react';
import { Choice } from './Choice';
import { PluginForm } from './PluginForm';
import { readSettings, type Shown } from './pluginSettings';
import styles from './settings.module.css';

type State =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly problem: ProblemOf }
  | { readonly state: 'known'; readonly all: readonly Shown[] };

/** The settings of all plugins, as their forms; those of a cluster for the cluster that is chosen. Read again when a plugin comes or goes. */
export function PluginsTab() {
  const { epoch, modules } = useContributed();
  const clusters = useClusters() ?? [];
  const [cluster, setCluster] = useState<string>();
  const [state, setState] = useState<State>({ state: 'asking' });
  const read = useCallback(
    (signal?: AbortSignal) =>
      readSettings(cluster, signal).then(
        (all) => setState({ state: 'known', all }),
        (cause: unknown) => signal?.aborted || setState({ state: 'failed', problem: problemOf(cause) }),
      ),
    [cluster],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another epoch has other plugins
  useEffect(() => {
    const leaving = new AbortController();
    void read(leaving.signal);
    return () => leaving.abort();
  }, [read, epoch]);
  if (state.state === 'asking') return <Skeleton label={t('loading')} />;
  if (state.state === 'failed') return <Problem tried={t('settings.readFailed')} problem={state.problem} onRetry={() => void read()} />;
  const titleOf = (plugin: string) => modules.find((one) => one.id === plugin)?.title ?? plugin;
  return (
    <>
      <Section title={t('settings.scope')}>
        <Choice
          label={t('settings.ofCluster')}
          value={cluster ?? ''}
          options={[{ id: '', title: t('settings.noCluster') }, ...clusters.map(({ id, name }) => ({ id, title: name }))]}
          onChange={(id) => setCluster(id === '' ? undefined : id)}
        />
      </Section>
      {state.all.length === 0 && <EmptyState text={t('settings.noForms')} />}
      {state.all.map((shown) => (
        <Section
          key={`${shown.plugin}/${shown.id}/${shown.scope === 'cluster' ? cluster : ''}`}
          title={`${titleOf(shown.plugin)}: ${say(shown.plugin, shown.title)}`}
          beside={shown.scope === 'user' ? t('scope.user') : shown.scope === 'cluster' ? t('scope.cluster') : t('scope.install')}
        >
          {!shown.editable && <p className={styles.facts}>{t('settings.locked')}</p>}
          <PluginForm shown={shown} cluster={cluster} onSaved={() => void read()} />
        </Section>
      ))}
    </>
  );
}
