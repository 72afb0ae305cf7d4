import { endpoint, href, type ObjectRef, type Problem as ProblemData, problemOf, t } from '@fresnel/sdk';
import { Button, Modal, Problem, TextInput } from '@fresnel/ui';
import { useEffect, useRef, useState } from 'react';
import styles from './Screen.module.css';
import { upload } from './transfer';

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

interface Job {
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly state: 'running' | 'done' | 'failed';
  readonly problem?: ProblemData;
}

function Uploads({ of, container }: { readonly of: ObjectRef; readonly container: string }) {
  const [folder, setFolder] = useState('/tmp');
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const ends = useRef<(() => void)[]>([]);
  useEffect(() => () => ends.current.forEach((end) => void end()), []);
  const change = (at: number, now: Partial<Job>) => setJobs((all) => all.map((job, index) => (index === at ? { ...job, ...now } : job)));
  const begin = (files: FileList) => {
    const first = jobs.length;
    setJobs([...jobs, ...[...files].map((file): Job => ({ name: file.name, size: file.size, sent: 0, state: 'running' }))]);
    [...files].forEach((file, index) => {
      const wanted = { cluster: of.cluster, namespace: of.namespace ?? '', pod: of.name, container, folder };
      const end = upload(file, wanted, {
        progress: (sent) => change(first + index, { sent }),
        done: () => change(first + index, { state: 'done', sent: file.size }),
        failed: (problem) => change(first + index, { state: 'failed', ...(problem ? { problem } : {}) }),
      });
      ends.current.push(end);
    });
  };
  return (
    <section aria-label={t('files.upload')} className={styles.files}>
      <h3>{t('files.upload')}</h3>
      <div className={styles.line}>
        <div className={styles.field}>
          <span aria-hidden="true">{t('files.folder')}</span>
          <TextInput label={t('files.folder')} value={folder} onChange={setFolder} />
        </div>
        <Button icon="upload" onPress={() => input.current?.click()}>
          {t('files.choose')}
        </Button>
        <input
          ref={input}
          className={styles.hidden}
          type="file"
          multiple
          tabIndex={-1}
          aria-label={t('files.choose')}
          onChange={(event) => {
            if (event.target.files !== null) begin(event.target.files);
            event.target.value = '';
          }}
        />
      </div>
      {jobs.map((job, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same file may come twice, and none ever leaves its place
        <JobLine key={index} job={job} />
      ))}
    </section>
  );
}

function JobLine({ job }: { readonly job: Job }) {
  if (job.state === 'failed') {
    const lost: ProblemData = { status: 0, title: t('files.lost'), detail: t('files.lost'), code: 'LOST' };
    return <Problem tried={t('files.failed', { name: job.name })} problem={job.problem ?? lost} />;
  }
  const percent = job.size === 0 ? 0 : Math.floor((job.sent / job.size) * 100);
  const said = job.state === 'done' ? t('files.done', { name: job.name }) : t('files.progress', { name: job.name, percent });
  return (
    <div>
      <span role="status">{said}</span>
      {job.state === 'running' && <progress className={styles.progress} aria-label={job.name} value={percent} max={100} />}
    </div>
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
