import { t, useKinds, useScope } from '@fresnel/sdk';
import { Modal } from '@fresnel/ui';
import type { ReactNode } from 'react';
import styles from './HelpDialog.module.css';
import { JUMPS } from './jumps';

export interface HelpDialogProps {
  readonly onClose: () => void;
}

export function HelpDialog({ onClose }: HelpDialogProps) {
  const { clusters } = useScope();
  const { kinds } = useKinds(clusters);
  const jumps = Object.entries(JUMPS).flatMap(([key, resource]) => {
    const kind = kinds?.find((one) => one.resource === resource);
    return kind ? [{ keys: ['g', key], does: kind.kind }] : [];
  });
  const rows = [
    { keys: ['Ctrl/⌘', 'K'], does: t('help.palette') },
    { keys: ['/'], does: t('help.filter') },
    { keys: ['?'], does: t('help.help') },
    { keys: ['↑', '↓'], does: t('help.rows') },
    { keys: ['Enter'], does: t('help.open') },
    { keys: ['g', 'h'], does: t('help.home') },
  ];
  return (
    <Modal title={t('help.title')} onClose={onClose} width="medium">
      <div className={styles.columns}>
        <Keys rows={rows} />
        <Keys rows={jumps} />
      </div>
      <p className={styles.note}>{t('help.note')}</p>
    </Modal>
  );
}

function Keys({ rows }: { readonly rows: readonly { readonly keys: readonly string[]; readonly does: ReactNode }[] }) {
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
