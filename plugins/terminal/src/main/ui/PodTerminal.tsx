import { type ObjectRef, openPanel, type PanelSlotProps, t, useObject } from '@fresnel/sdk';
import { Button, EmptyState, IconButton, Problem, Skeleton } from '@fresnel/ui';
import { lazy, Suspense, useState } from 'react';
import { FilesDialog } from './FilesDialog';
import { containersOf, phaseOf, runsWindows, usualContainer } from './pod';
import styles from './Screen.module.css';

const Screen = lazy(() => import('./Screen').then((module) => ({ default: module.Screen })));

/** What a panel of ours keeps over a reload. */
export interface PodParams {
  readonly objects: readonly ObjectRef[];
  readonly container?: string;
  /** by which the shell is found again */
  readonly session?: string;
  /** tells terminals of one pod apart */
  readonly number?: number;
}

export interface PodTerminalProps extends Omit<PanelSlotProps, 'params'> {
  readonly params: PodParams;
  readonly mode: 'exec' | 'attach';
}

/** A terminal in one of a pod's containers. */
export function PodTerminal({ params, mode, visible, setParams, setTitle }: PodTerminalProps) {
  const ref = params.objects[0]!;
  const pod = useObject(ref);
  const [files, setFiles] = useState(false);
  if (pod.state === 'failed') return <Problem tried={t('open.tried')} problem={pod.problem} />;
  if (pod.state === 'gone' && pod.value === undefined) return <EmptyState text={t('pod.missing', { name: ref.name })} />;
  const object = pod.state === 'loading' ? undefined : pod.value;
  if (object === undefined) return <Skeleton label={t('loading')} />;
  const phase = phaseOf(object);
  if (params.session === undefined && (phase === 'Succeeded' || phase === 'Failed')) return <EmptyState text={t('pod.ended', { phase })} />;
  const containers = containersOf(object);
  const chosen = containers.find((one) => one.name === params.container) ?? usualContainer(object);
  if (chosen === undefined) return <EmptyState text={t('pod.notRunning')} />;
  const choose = (container: string) => {
    const { session: _, ...rest } = params;
    setParams({ ...rest, container });
  };
  const name = containers.length > 1 ? `${ref.name} / ${chosen.name}` : ref.name;
  const target = {
    mode,
    cluster: ref.cluster,
    namespace: ref.namespace ?? '',
    pod: ref.name,
    container: chosen.name,
    windows: runsWindows(object),
    tty: mode === 'exec' || chosen.tty,
    input: mode === 'exec' || chosen.stdin,
  };
  const start = containers.length > 1 && (
    <select className={styles.select} aria-label={t('container')} value={chosen.name} onChange={(event) => choose(event.target.value)}>
      {containers.map((one) => (
        <option key={one.name} value={one.name}>
          {one.running ? one.name : t('container.off', { name: one.name })}
        </option>
      ))}
    </select>
  );
  const buttons = (
    <>
      <IconButton small icon="upload" label={t('files')} onPress={() => setFiles(true)} />
      {mode === 'exec' && <IconButton small icon="plus" label={t('tab')} onPress={() => another(params, ref, chosen.name)} />}
    </>
  );
  const debug = (
    <Button small kind="primary" onPress={() => openPanel({ panel: 'terminal/debug', title: `${t('debug')} ${ref.name}`, params: { objects: [ref] } })}>
      {t('noshell.debug')}
    </Button>
  );
  return (
    <Suspense fallback={<Skeleton label={t('loading')} />}>
      <Screen
        target={target}
        name={name}
        session={params.session}
        visible={visible}
        onSession={(session) => keep(params, chosen.name, session, setParams)}
        onTitle={(title) => setTitle(title === '' ? name : `${name}: ${title}`)}
        start={start}
        buttons={buttons}
        note={pod.state === 'gone' ? t('pod.deleted') : undefined}
        withoutShell={debug}
      />
      {files && <FilesDialog of={ref} container={chosen.name} onClose={() => setFiles(false)} />}
    </Suspense>
  );
}

function keep(params: PodParams, container: string, session: string | undefined, setParams: (params: unknown) => void): void {
  const { session: before, ...rest } = params;
  if (session !== before) setParams(session === undefined ? rest : { ...rest, container, session });
}

/** Another shell in the same container; the dock puts them side by side. */
function another(params: PodParams, ref: ObjectRef, container: string): void {
  const number = Math.floor(performance.now()) + (params.number ?? 0);
  openPanel({ panel: 'terminal/shell', title: `${t('shell')} ${ref.name}`, params: { objects: [ref], container, number } });
}
