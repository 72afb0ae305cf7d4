import { t, useKinds, useScope } from '@fresnel/sdk';
import type { ReactNode } from 'react';
import styles from './HelpDialog.module.css';
import { JUMPS } from './jumps';

interface Line {
  readonly keys: readonly string[];
  readonly does: ReactNode;
}

/** Every key of the frame, and what it does here. */
export function Shortcuts() {
  const { clusters } = useScope();
  const { kinds } = useKinds(clusters);
  const jumps = Object.entries(JUMPS).flatMap(([key, resource]): Line[] => {
    const kind = kinds?.find((one) => one.resource === resource);
    return kind ? [{ keys: ['g', key], does: kind.kind }] : [];
  });
  return (
    <>
      <div className={styles.columns}>
        <Keys
          rows={[
            { keys: ['Ctrl/⌘', 'K'], does: t('help.palette') },
            { keys: ['/'], does: t('help.filter') },
            { keys: ['?'], does: t('help.help') },
            { keys: ['s'], does: t('help.star') },
            { keys: ['Ctrl', '`'], does: t('help.dock') },
            { keys: ['↑', '↓'], does: t('help.rows') },
            { keys: ['Enter'], does: t('help.open') },
            { keys: ['Space'], does: t('help.select') },
            { keys: ['Esc'], does: t('help.escape') },
            { keys: ['Delete'], does: t('help.closeTab') },
          ]}
        />
        <Keys
          rows={[
            { keys: ['g', 'h'], does: t('help.home') },
            { keys: ['g', 'o'], does: t('help.overview') },
            { keys: ['g', 'l'], does: t('help.plugins') },
            { keys: ['g', ','], does: t('help.settings') },
            ...jumps,
          ]}
        />
      </div>
      <h3 className={styles.part}>{t('help.logs')}</h3>
      <div className={styles.columns}>
        <Keys
          rows={[
            { keys: ['/'], does: t('help.logSearch') },
            { keys: ['n'], does: t('help.logNext') },
            { keys: ['f'], does: t('help.logFollow') },
            { keys: ['w'], does: t('help.logWrap') },
          ]}
        />
        <Keys
          rows={[
            { keys: ['Home', 'End'], does: t('help.logEnds') },
            { keys: ['Enter'], does: t('help.logLine') },
            { keys: ['Shift', '↑', '↓'], does: t('help.logChoose') },
            { keys: ['Ctrl/⌘', 'C'], does: t('help.logCopy') },
          ]}
        />
      </div>
      <p className={styles.note}>{t('help.note')}</p>
    </>
  );
}

function Keys({ rows }: { readonly rows: readonly Line[] }) {
  return (
    <dl className={styles.keys}>
      {rows.map(({ keys, does }) => (
        <div key={keys.join(' ')}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
