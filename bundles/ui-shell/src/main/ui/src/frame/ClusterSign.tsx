import { type ClusterMark, t } from '@fresnel/sdk';
import { Icon, iconOf } from '@fresnel/ui';
import styles from './ClusterSign.module.css';

export const COLORS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const;
export const ICONS = ['home', 'star', 'lock', 'map', 'plugins', 'terminal', 'sun', 'moon'] as const;

/** The colour and the icon that somebody gave a cluster; nothing for one without. */
export function ClusterSign({ mark }: { readonly mark: ClusterMark | undefined }) {
  const icon = iconOf(mark?.icon);
  const color = COLORS.find((one) => one === mark?.color);
  if (icon === undefined && color === undefined) return undefined;
  return (
    <span className={`${styles.sign} ${color ? styles[color] : ''}`} aria-hidden="true">
      {icon ? <Icon name={icon} small /> : <i />}
    </span>
  );
}

/** Words that nobody overlooks. */
export function ProductionSign() {
  return <span className={styles.production}>{t('mark.production')}</span>;
}
