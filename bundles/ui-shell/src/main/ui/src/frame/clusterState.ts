import { type Cluster, type Health, t } from '@fresnel/sdk';

/** A cluster's state in the status vocabulary. One that nobody has asked anything yet is not in trouble. */
export function clusterHealth(cluster: Cluster): Health {
  switch (cluster.state) {
    case 'up':
      return 'ok';
    case 'connecting':
      return 'off';
    case 'down':
      return 'error';
    default:
      return 'warning';
  }
}

export function clusterWord(cluster: Cluster): string {
  switch (cluster.state) {
    case 'up':
      return t('cluster.up');
    case 'connecting':
      return t('cluster.connecting');
    case 'down':
      return t('cluster.down');
    default:
      return t('cluster.broken');
  }
}

const WORST: readonly Cluster['state'][] = ['down', 'broken', 'connecting', 'up'];

/** The one of several that most wants attention. */
export function worst(clusters: readonly Cluster[]): Cluster | undefined {
  return [...clusters].sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state))[0];
}
