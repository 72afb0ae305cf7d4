import { endpoint, href, type ObjectRef, type Problem as ProblemData, problemOf, t } from '@fresnel/sdk';
import { Button, Modal, Problem, TextInput } from '@fresnel/ui';
import { useRef, useState } from 'react';
import styles from './Screen.module.css';
import { Uploads } from './Uploads';

export interface FilesDialogProps {
  readonly of: ObjectRef;
  readonly container: string;
  readonly onClose: () => void;
}

/** Files to and from a container. */
export function FilesDialog({ of, container, onClose }: FilesDialogProps) {
  return (
    <Modal title={t('files.title', { container })} width="medium" onClose={onClose}>
      <div className={styles.files}>
        <Uploads of={of} container={container} />
        <Download of={of} container={container} />
        <p className={styles.hint}>{t('files.note')}</p>
      </div>
    </Modal>
  );
}

function Download({ of, container }: { readonly of: ObjectRef; readonly container: string }) {
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<ProblemData>();
  const [busy, setBusy] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const query = { cluster: of.cluster, namespace: of.namespace ?? '', pod: of.name, container, path };
  const address = href(`/api/v1/plugins/terminal/download?${new URLSearchParams(query)}`);
  const get = () => {
    setBusy(true);
    setProblem(undefined);
    // What a browser downloads cannot say in the page why it failed, so that is asked first.
    endpoint
      .get('/download', { query: { ...query, check: 1 } })
      .then(
        () => link.current?.click(),
        (cause: unknown) => setProblem(problemOf(cause)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <section aria-label={t('files.download')} className={styles.files}>
      <h3>{t('files.download')}</h3>
      <div className={styles.line}>
        <div className={styles.field}>
          <span aria-hidden="true">{t('files.path')}</span>
          <TextInput
            label={t('files.path')}
            placeholder="/etc/hostname"
            value={path}
            onChange={setPath}
            onKeyDown={(event) => event.key === 'Enter' && path !== '' && get()}
          />
        </div>
        <Button icon="download" onPress={() => path !== '' && !busy && get()}>
          {t('files.get')}
        </Button>
      </div>
      <a ref={link} className={styles.hidden} href={address} download tabIndex={-1}>
        {t('files.get')}
      </a>
      {problem && <Problem tried={t('files.tried')} problem={problem} />}
    </section>
  );
}
