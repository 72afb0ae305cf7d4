import { type Cluster, retryConnection, t, useAge, useClusters, useConnection, useScope, useSlot } from '@fresnel/sdk';
import { panels, usePanels } from '@fresnel/sdk/host';
import { Button, Icon, iconOf, LiveMark, Notice } from '@fresnel/ui';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../session/session';
import { clusterWord } from './clusterState';
import styles from './Frame.module.css';

/** The foot: how the page is connected, and how true the data of each cluster is. */
export function ActivityBar() {
  const scope = useScope();
  const clusters = (useClusters() ?? []).filter((cluster) =>
    scope.clusters.length === 0 ? cluster.mark?.hidden !== true : scope.clusters.includes(cluster.id),
  );
  const connection = useConnection();
  const { open, form } = usePanels();
  const classes = [styles.bottom, open.length > 0 ? styles.holding : '', open.length > 0 && form !== 'folded' ? styles.under : ''];
  return (
    <footer className={classes.filter(Boolean).join(' ')}>
      {open.length > 0 ? <Held /> : <SignedIn />}
      <span className={styles.end}>
        {connection.state === 'open' ? (
          clusters.slice(0, 4).map((cluster) => <ClusterMark key={cluster.id} cluster={cluster} />)
        ) : connection.state === 'connecting' ? (
          <span>{t('connection.opening')}</span>
        ) : (
          <LiveMark stale>{t('connection.none')}</LiveMark>
        )}
        {connection.state === 'open' && clusters.length > 4 && <span>{t('clusters.more', { count: clusters.length - 4 })}</span>}
      </span>
    </footer>
  );
}

/** What is open in the activity panel, shown or not. */
function Held() {
  const { open, current, side, form } = usePanels();
  const known = useSlot('panels');
  const box = useRef<HTMLSpanElement>(null);
  const before = useRef(form);
  useEffect(() => {
    // the focus stays with what is put away
    const at = document.activeElement;
    if (form === 'folded' && before.current !== form && (at === document.body || at?.closest('[hidden]'))) {
      box.current?.querySelector<HTMLElement>(`[data-held="${current[side]}"]`)?.focus();
    }
    before.current = form;
  }, [form, current, side]);
  return (
    <span className={styles.held} ref={box}>
      {t('dock.open')}
      {open.map((one) => {
        const icon = iconOf(known.find((panel) => `${panel.plugin}/${panel.item.id}` === one.panel)?.item.icon);
        const shown = form !== 'folded' && current.includes(one.key);
        return (
          <button
            key={one.key}
            type="button"
            data-held={one.key}
            aria-pressed={shown}
            aria-label={t('dock.show', { title: one.title })}
            onClick={() => (shown ? panels.form('folded') : panels.show(one.key))}
          >
            {icon && <Icon name={icon} small />}
            <span>{one.title}</span>
          </button>
        );
      })}
    </span>
  );
}

function ClusterMark({ cluster }: { readonly cluster: Cluster }) {
  const age = useAge(cluster.since);
  if (cluster.state === 'up') return <LiveMark>{cluster.name}</LiveMark>;
  if (cluster.state === 'connecting') return <span>{t('cluster.notAsked', { name: cluster.name })}</span>;
  return <LiveMark stale>{t('cluster.stateFor', { name: cluster.name, state: clusterWord(cluster), age })}</LiveMark>;
}

function SignedIn() {
  const session = useSession();
  return session.state === 'in' ? <span className={styles.signed}>{t('signedIn', { name: session.me.name })}</span> : undefined;
}

/** Said once, over every page: what stands there is from before. */
export function ConnectionNotice() {
  const connection = useConnection();
  const [lostAt, setLostAt] = useState<number>();
  useEffect(() => {
    if (connection.state === 'open') setLostAt(undefined);
    else if (connection.state === 'waiting') setLostAt((before) => before ?? connection.since);
  }, [connection]);
  const age = useAge(lostAt);
  if (lostAt === undefined) return undefined;
  const actions = (
    <Button kind="link" onPress={retryConnection}>
      {t('connection.tryNow')}
    </Button>
  );
  return <Notice actions={actions}>{t('connection.lost', { age })}</Notice>;
}
