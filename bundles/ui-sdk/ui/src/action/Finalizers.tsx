import { t } from '@fresnel/sdk';
import styles from './Action.module.css';

/** What a deletion waits for, in words where the finalizer is one that everybody has. */
export function Finalizers({ names }: { readonly names: readonly string[] }) {
  return (
    <div className={styles.finalizers}>
      <p>{t('action.finalizers')}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code> {meaning(name)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function meaning(name: string): string {
  switch (name) {
    case 'kubernetes.io/pvc-protection':
      return t('finalizer.claim');
    case 'kubernetes.io/pv-protection':
      return t('finalizer.volume');
    case 'foregroundDeletion':
      return t('finalizer.foreground');
    case 'orphan':
      return t('finalizer.orphan');
    case 'service.kubernetes.io/load-balancer-cleanup':
      return t('finalizer.loadBalancer');
    case 'batch.kubernetes.io/job-tracking':
      return t('finalizer.job');
    case 'resources-finalizer.argocd.argoproj.io':
      return t('finalizer.argocd');
    case 'karpenter.sh/termination':
      return t('finalizer.karpenter');
    default:
      return t('finalizer.other');
  }
}
