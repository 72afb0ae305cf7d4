import { type ObjectRef, type Problem as ProblemData, t } from '@fresnel/sdk';
import { Button, IconButton, Problem, TextInput } from '@fresnel/ui';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { type Chosen, chosenOf, droppedOf, type Job, MOST, Queue } from './queue';
import styles from './Screen.module.css';
import { upload } from './transfer';

/** So many are shown one by one; of more those that run, failed or wait to be looked at. */
const FEW = 6;

/** Files and folders into a container. */
export function Uploads({ of, container }: { readonly of: ObjectRef; readonly container: string }) {
  const [folder, setFolder] = useState('/tmp');
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [many, setMany] = useState(false);
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folders = useRef<HTMLInputElement>(null);
  const [queue] = useState(() => new Queue(setJobs));
  useEffect(() => () => queue.close(), [queue]);
  const begin = (chosen: readonly Chosen[]) => {
    setMany(chosen.length > MOST);
    if (chosen.length > MOST) return;
    const wanted = { cluster: of.cluster, namespace: of.namespace ?? '', pod: of.name, container, folder };
    queue.add(chosen, (one, events) => upload(one, wanted, events));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedOf(event.dataTransfer.items).then(begin, () => undefined);
  };
  const ended = jobs.filter(({ state }) => state === 'done' || state === 'cancelled').length;
  return (
    <section
      aria-label={t('files.upload')}
      className={`${styles.files} ${over ? styles.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3>{t('files.upload')}</h3>
      <div className={styles.line}>
        <div className={styles.field}>
          <span aria-hidden="true">{t('files.folder')}</span>
          <TextInput label={t('files.folder')} value={folder} onChange={setFolder} />
        </div>
        <Button icon="upload" onPress={() => files.current?.click()}>
          {t('files.choose')}
        </Button>
        <Button icon="upload" onPress={() => folders.current?.click()}>
          {t('files.folderUp')}
        </Button>
        <FileField of={files} label={t('files.choose')} onChosen={begin} />
        <FileField of={folders} label={t('files.folderUp')} whole onChosen={begin} />
      </div>
      <p className={styles.hint}>{t('files.drop')}</p>
      {many && <p role="alert">{t('files.tooMany', { count: MOST })}</p>}
      {jobs.length > FEW && <p role="status">{t('files.all', { ended, count: jobs.length })}</p>}
      {jobs.map((job, index) =>
        jobs.length > FEW && job.state !== 'running' && job.state !== 'failed' ? undefined : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same file may come twice, and none ever leaves its place
          <JobLine key={index} job={job} onCancel={() => queue.cancel(index)} />
        ),
      )}
    </section>
  );
}

interface FileFieldProps {
  readonly of: { current: HTMLInputElement | null };
  readonly label: string;
  /** takes folders */
  readonly whole?: boolean;
  readonly onChosen: (chosen: readonly Chosen[]) => void;
}

function FileField({ of, label, whole = false, onChosen }: FileFieldProps) {
  return (
    <input
      ref={(input) => {
        of.current = input;
        if (input) input.webkitdirectory = whole;
      }}
      className={styles.hidden}
      type="file"
      multiple
      tabIndex={-1}
      aria-label={label}
      onChange={(event) => {
        if (event.target.files !== null) onChosen(chosenOf(event.target.files));
        event.target.value = '';
      }}
    />
  );
}

function JobLine({ job, onCancel }: { readonly job: Job; readonly onCancel: () => void }) {
  if (job.state === 'failed') {
    const lost: ProblemData = { status: 0, title: t('files.lost'), detail: t('files.lost'), code: 'LOST' };
    return <Problem tried={t('files.failed', { name: job.name })} problem={job.problem ?? lost} />;
  }
  const percent = job.size === 0 ? 0 : Math.floor((job.sent / job.size) * 100);
  return (
    <div>
      <span className={styles.job}>
        <span role="status">{jobWords(job, percent)}</span>
        {(job.state === 'running' || job.state === 'waiting') && (
          <IconButton small icon="close" label={t('files.cancel', { name: job.name })} onPress={onCancel} />
        )}
      </span>
      {job.state === 'running' && <progress className={styles.progress} aria-label={job.name} value={percent} max={100} />}
    </div>
  );
}

function jobWords({ state, name }: Job, percent: number): string {
  if (state === 'done') return t('files.done', { name });
  if (state === 'cancelled') return t('files.cancelled', { name });
  return state === 'waiting' ? t('files.waits', { name }) : t('files.progress', { name, percent });
}
