import { t } from '@fresnel/sdk';
import { Button, Modal } from '@fresnel/ui';
import { firstLines, linesRun } from './paste';
import styles from './Screen.module.css';

/** Before a link of a program is opened. */
export function LinkQuestion({ address, onClose }: { readonly address: string; readonly onClose: () => void }) {
  return (
    <Modal
      title={t('link.title')}
      onClose={onClose}
      actions={
        <>
          <Button
            onPress={() => {
              window.open(address, '_blank', 'noopener,noreferrer');
              onClose();
            }}
          >
            {t('link.open')}
          </Button>
          <Button kind="link" onPress={onClose}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      <p>{t('link.text')}</p>
      <p>
        <bdi>
          <code className={styles.address}>{address}</code>
        </bdi>
      </p>
    </Modal>
  );
}

/** Before lines are pasted that a program would run one by one. */
export function PasteQuestion({ text, onClose }: { readonly text: string; readonly onClose: (yes: boolean) => void }) {
  return (
    <Modal
      title={t('paste.title', { count: linesRun(text, false) })}
      onClose={() => onClose(false)}
      actions={
        <>
          <Button kind="primary" onPress={() => onClose(true)}>
            {t('paste')}
          </Button>
          <Button kind="link" onPress={() => onClose(false)}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      <p>{t('paste.text')}</p>
      <pre className={styles.lines}>{firstLines(text)}</pre>
    </Modal>
  );
}
