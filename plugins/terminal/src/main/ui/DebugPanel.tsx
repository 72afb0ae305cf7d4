import { type ObjectRef, type PanelSlotProps, t, useObject, useServerActions } from '@fresnel/sdk';
import { ActionDialog, Button, EmptyState, Problem, Skeleton } from '@fresnel/ui';
import { useEffect, useMemo, useState } from 'react';
import { type PodParams, PodTerminal } from './PodTerminal';
import { type Container, containersOf } from './pod';
import styles from './Screen.module.css';

/** how long a debug container may be silent about how it is, before it is tried */
const PATIENCE = 8_000;

/** Adds a debug container to a pod, by the action of that name, and attaches to it. */
export function DebugPanel(props: PanelSlotProps) {
  const params = props.params as PodParams;
  const ref = params.objects[0]!;
  if (params.container === undefined) return <Begin of={ref} found={(container) => props.setParams({ ...params, container })} />;
  return <Attached {...props} params={params} container={params.container} of={ref} />;
}

function Begin({ of, found }: { readonly of: ObjectRef; readonly found: (container: string) => void }) {
  const refs = useMemo(() => [of], [of]);
  const offered = useServerActions('pods', refs);
  const pod = useObject(of);
  const [open, setOpen] = useState(true);
  const [before, setBefore] = useState<number>();
  const debuggers = pod.state === 'known' ? containersOf(pod.value).filter((one) => one.debug) : undefined;
  const added = before !== undefined && debuggers !== undefined && debuggers.length > before ? debuggers.at(-1) : undefined;
  useEffect(() => {
    if (added !== undefined) found(added.name);
  }, [added, found]);
  const action = offered.actions.find((one) => one.plugin === 'terminal' && one.id === 'debug');
  if (offered.state === 'failed' && offered.problem) return <Problem tried={t('debug.failed')} problem={offered.problem} />;
  if (action === undefined || debuggers === undefined) return <Skeleton label={t('loading')} />;
  if (action.missing.length > 0) return <EmptyState locked text={t('debug.forbidden', { namespace: of.namespace ?? '' })} />;
  return (
    <div className={styles.form}>
      <p>{t('debug.explain')}</p>
      <div className={styles.line}>
        <Button onPress={() => setOpen(true)}>{t('debug.start')}</Button>
        {debuggers.map((one) => (
          <Button key={one.name} onPress={() => found(one.name)}>
            {one.name}
          </Button>
        ))}
      </div>
      {open && (
        <ActionDialog
          action={action}
          refs={refs}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            setBefore(debuggers.length - (added === undefined ? 0 : 1));
          }}
        />
      )}
    </div>
  );
}

function Attached({
  of,
  container,
  ...props
}: Omit<PanelSlotProps, 'params'> & { readonly params: PodParams; readonly container: string; readonly of: ObjectRef }) {
  const pod = useObject(of);
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  const now = pod.state === 'known' ? containersOf(pod.value).find((one) => one.name === container) : undefined;
  if (props.params.session === undefined && !ready(now, waited)) {
    const reason = now?.waiting;
    return <EmptyState text={reason === undefined ? t('debug.starting', { name: container }) : t('debug.waiting', { name: container, reason })} />;
  }
  return <PodTerminal {...props} mode="attach" />;
}

function ready(container: Container | undefined, waited: boolean): boolean {
  return container?.running === true || (waited && container !== undefined && container.waiting === undefined);
}
