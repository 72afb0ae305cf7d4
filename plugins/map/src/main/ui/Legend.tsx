import { t } from '@fresnel/sdk';
import styles from './map.module.css';

/** How edges are drawn. */
export function Legend() {
  const keys = [
    { text: t('legend.solid') },
    { text: t('legend.dotted'), dash: '1.5 3' },
    { text: t('legend.dashed'), dash: '6 4' },
    { text: t('legend.broken'), wrong: true },
  ];
  return keys.map(({ text, dash, wrong }) => (
    <span key={text} className={styles.key} data-wrong={wrong}>
      <svg width="24" height="6" aria-hidden="true">
        <path d="M0 3h24" strokeDasharray={dash} />
      </svg>
      {text}
    </span>
  ));
}
