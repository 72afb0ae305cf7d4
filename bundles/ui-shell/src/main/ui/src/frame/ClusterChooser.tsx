import { type Cluster, currentSettings, navigate, pages, showClusters, showNamespaces, t, useClusters, useScope } from '@fresnel/sdk';
import { Button, Popup, StatusIcon, TextInput } from '@fresnel/ui';
import { useState } from 'react';
import styles from './Chooser.module.css';
import { ClusterSign, ProductionSign } from './ClusterSign';
import { clusterHealth, clusterWord, worst } from './clusterState';

/** Which clusters the page shows: one, or several in one list. */
export function ClusterChooser() {
  const scope = useScope();
  const clusters = useClusters() ?? [];
  const chosen = clusters.filter((cluster) => scope.clusters.includes(cluster.id));
  const trouble = worst(chosen);
  const names = chosen.map((cluster) => cluster.name).join(' + ');
  return (
    <Popup
      label={t('clusters')}
      title={
        <>
          {trouble && <StatusIcon health={clusterHealth(trouble)} label={clusterWord(trouble)} />}
          {chosen.length === 1 && <ClusterSign mark={chosen[0]!.mark} />}
          <b className={styles.cut}>{names || t('clusters.choose')}</b>
          {chosen.some((cluster) => cluster.mark?.production) && <ProductionSign />}
          {chosen.length === 1 && !chosen[0]!.mark?.production && <span className={styles.version}>{chosen[0]!.version}</span>}
        </>
      }
    >
      {(close) => <ClusterList clusters={clusters} chosen={scope.clusters} close={close} />}
    </Popup>
  );
}

interface ClusterListProps {
  readonly clusters: readonly Cluster[];
  readonly chosen: readonly string[];
  readonly close: () => void;
}

function ClusterList({ clusters, chosen, close }: ClusterListProps) {
  const [text, setText] = useState('');
  const wished = clusters.filter((cluster) => cluster.mark?.hidden !== true || chosen.includes(cluster.id) || text !== '');
  const shown = wished.filter((cluster) => cluster.name.toLowerCase().includes(text.toLowerCase()));
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    if (next.length > 0) showClusters(next);
  };
  return (
    <>
      {wished.length > 6 && <TextInput label={t('clusters.find')} placeholder={t('clusters.find')} icon="search" value={text} onChange={setText} />}
      <ul className={styles.list}>
        {shown.map((cluster) => (
          <li key={cluster.id}>
            <input
              type="checkbox"
              aria-label={t('clusters.beside', { name: cluster.name })}
              checked={chosen.includes(cluster.id)}
              onChange={() => toggle(cluster.id)}
            />
            <button
              type="button"
              onClick={() => {
                choose(cluster.id);
                close();
              }}
            >
              <StatusIcon health={clusterHealth(cluster)} label={clusterWord(cluster)} />
              <ClusterSign mark={cluster.mark} />
              <span className={styles.cut}>{cluster.name}</span>
              {cluster.mark?.production && <ProductionSign />}
              <span className={styles.dim}>{cluster.state === 'up' ? cluster.version : clusterWord(cluster)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        {wished.length > 1 && (
          <Button kind="link" onPress={() => showClusters(wished.map((cluster) => cluster.id))}>
            {t('clusters.all', { count: wished.length })}
          </Button>
        )}
        <Button
          kind="link"
          onPress={() => {
            navigate(pages.home());
            close();
          }}
        >
          {t('clusters.home')}
        </Button>
      </div>
    </>
  );
}

/** Another cluster opens with the namespaces that somebody wants there. */
function choose(id: string): void {
  showClusters([id]);
  const namespaces = currentSettings().namespaces[id] ?? [];
  if (namespaces.length > 0) showNamespaces(namespaces);
}
