import { type Kind, pages, t, useCluster, useKept } from '@fresnel/sdk';
import { Button, CodeEditor, type CodeMark, Link, Menu, Notice, Status, TextInput, yamlText } from '@fresnel/ui';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import styles from '../edit.module.css';
import { pathWords } from '../model/path';
import { schemas } from '../schema/SchemaClient';
import { refusedMarks, useManager } from '../useEdit';
import { useAssistant, useChecked } from '../useText';
import { type Result, send, served } from './apply';
import { type Wanted, wantedOf } from './documents';
import { type CreateParams, type Given, joined, receive, textOf } from './files';

type Results = Readonly<Record<string, Result>>;

type Stage = 'text' | 'checking' | 'checked' | 'creating' | 'created';

const NOTHING: Results = {};
const NO_MARKS: readonly CodeMark[] = [];

/** Kinds that are made most often, in the order of the menu. */
const COMMON = [
  'Deployment',
  'Service',
  'ConfigMap',
  'Secret',
  'Ingress',
  'Job',
  'CronJob',
  'StatefulSet',
  'DaemonSet',
  'Pod',
  'Namespace',
  'PersistentVolumeClaim',
];

/** Objects from a text of one or many documents: each is checked by the API server before anything is made, then made in a sensible order. */
export function CreateView({ cluster, resource, namespace: wantedNamespace }: CreateParams) {
  const [text, keepText] = useKept('create.text', '');
  const usual = useCluster(cluster)?.namespace ?? 'default';
  const [chosen, setNamespace] = useState(wantedNamespace);
  const namespace = chosen || usual;
  const manager = useManager();
  const { assistant, kinds } = useAssistant(cluster);
  const checked = useChecked(cluster, text);
  const [stage, setStage] = useState<Stage>('text');
  const [results, setResults] = useState<Results>(NOTHING);
  const [refused, setRefused] = useState(NO_MARKS);
  const [forced, setForced] = useState<ReadonlySet<string>>(new Set());
  const [jump, setJump] = useState<{ readonly offset: number }>();
  const [failure, setFailure] = useState<string>();
  const working = useRef<AbortController>(undefined);
  useEffect(() => () => working.current?.abort(), []);
  const latest = useRef(text);
  latest.current = text;

  const setText = (next: string) => {
    if (next === latest.current) return;
    latest.current = next;
    keepText(next);
    setStage('text');
    setResults(NOTHING);
    setRefused(NO_MARKS);
  };
  const add = (more: string) => setText(joined([latest.current, more]));
  const adding = useRef(add);
  adding.current = add;
  const take = ({ text: more, left }: Given) => {
    setFailure(left.length === 0 ? undefined : t('create.left', { count: left.length, names: left.slice(0, 3).join(', ') }));
    if (more.trim() !== '') adding.current(more);
  };
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => receive((given) => taking.current(given)), []);

  const begin = (kind: Kind) => {
    const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
    setFailure(undefined);
    schemas.template(cluster, apiVersion, kind.kind, kind.namespaced ? namespace : undefined).then(
      (made) => adding.current(yamlText(made)),
      (cause: Error) => setFailure(cause.message),
    );
  };
  const first = kinds.find((kind) => kind.resource === resource);
  const begun = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the kinds are known
  useEffect(() => {
    if (first === undefined || begun.current) return;
    begun.current = true;
    if (latest.current.trim() === '') begin(first);
  }, [first]);

  const wanted = useMemo(() => (checked.checked === undefined ? [] : wantedOf(checked.checked, kinds, namespace)), [checked.checked, kinds, namespace]);

  const run = async (dryRun: boolean) => {
    working.current?.abort();
    const controller = new AbortController();
    working.current = controller;
    const { signal } = controller;
    setStage(dryRun ? 'checking' : 'creating');
    setRefused(NO_MARKS);
    const told: Record<string, Result> = {};
    const marks: CodeMark[] = [];
    for (const one of wanted) {
      if (one.broken !== undefined || signal.aborted) continue;
      setResults({ ...told, [one.id]: { state: 'busy' } });
      const sending = { cluster, manager, dryRun, force: forced.has(one.id), signal };
      const before = results[one.id];
      const result = await send(one, sending);
      // that nothing would change was said before; what did change too
      told[one.id] = result.state === 'changed' && !dryRun && (before?.state === 'unchanged' || before?.state === 'changed') ? before : result;
      if (signal.aborted) return;
      setResults({ ...told });
      if (result.state === 'failed') marks.push(...(await refusedMarks(cluster, text, one.document, result.cause)));
      else if (!dryRun) await served(one, sending).catch(() => undefined);
    }
    setRefused(marks);
    setStage(dryRun ? 'checked' : 'created');
  };
  const marks = refused.length === 0 ? checked.marks : [...checked.marks, ...refused];
  const busy = stage === 'checking' || stage === 'creating';
  const unready = wanted.some((one) => one.broken !== undefined || isBad(results[one.id]));
  return (
    <div className={styles.editor}>
      <div className={styles.tools}>
        <Menu
          label={t('create.template')}
          title={t('create.template')}
          items={templates(kinds).map((kind) => ({ id: kind.resource, title: kind.kind, description: kind.group, onPress: () => begin(kind) }))}
        />
        <Files onGiven={take} />
        <div className={styles.namespace}>
          <TextInput
            label={t('create.namespace')}
            placeholder={t('create.namespaceUsual', { namespace: usual })}
            value={chosen ?? ''}
            delay={300}
            onChange={setNamespace}
          />
        </div>
        <span className={styles.state} role="status">
          {failure ?? (checked.failure !== undefined && t('edit.noSchema', { detail: checked.failure }))}
        </span>
        <span className={styles.end}>
          {text !== '' && <Button onPress={() => setText('')}>{t('create.clear')}</Button>}
          <Button kind={stage === 'checked' ? 'secondary' : 'primary'} lockedBecause={locked(busy, wanted)} onPress={() => void run(true)}>
            {stage === 'checking' ? t('edit.busy') : t('create.check')}
          </Button>
          {(stage === 'checked' || stage === 'creating') && (
            <Button kind="primary" lockedBecause={busy ? t('edit.busy') : unready ? t('create.lockedBad') : undefined} onPress={() => void run(false)}>
              {t('create.create', { count: wanted.length })}
            </Button>
          )}
        </span>
      </div>
      <div className={styles.body}>
        <CodeEditor
          label={t('create.label')}
          value={text}
          onChange={setText}
          marks={marks}
          assistant={assistant}
          jump={jump}
          onSubmit={() => locked(busy, wanted) === undefined && void run(true)}
          focused
        />
        <aside className={styles.pane} aria-label={t('create.documents', { count: wanted.length })}>
          <section className={styles.part}>
            <h3>{t('create.documents', { count: wanted.length })}</h3>
            {wanted.length === 0 && <p className={styles.quiet}>{t('create.empty')}</p>}
            {stage === 'created' && <p role="status">{t('create.done', { count: wanted.filter((one) => !isBad(results[one.id])).length })}</p>}
            <ul className={styles.documents}>
              {wanted.map((one) => (
                <li key={one.id}>
                  <Button kind="link" onPress={() => setJump({ offset: one.at })}>
                    {one.kindName || '?'} {one.namespace ? `${one.namespace}/` : ''}
                    {one.name}
                  </Button>
                  <Told
                    wanted={one}
                    cluster={cluster}
                    result={results[one.id]}
                    done={stage === 'created' || stage === 'creating'}
                    onForce={() => {
                      setForced(new Set([...forced, one.id]));
                      setStage('text');
                    }}
                    forced={forced.has(one.id)}
                  />
                </li>
              ))}
            </ul>
          </section>
        </aside>
      </div>
      <p className={styles.foot}>
        <span className={styles.field}>{t('create.hint')}</span>
        <span>{t('edit.keys')}</span>
      </p>
    </div>
  );
}

function locked(busy: boolean, wanted: readonly Wanted[]): string | undefined {
  if (busy) return t('edit.busy');
  return wanted.some((one) => one.broken === undefined) ? undefined : t('create.lockedEmpty');
}

function isBad(result: Result | undefined): boolean {
  return result?.state === 'failed' || result?.state === 'conflict';
}

function templates(kinds: readonly Kind[]): readonly Kind[] {
  const place = (kind: Kind) => (COMMON.includes(kind.kind) && !kind.custom ? COMMON.indexOf(kind.kind) : COMMON.length);
  const makeable = kinds.filter((kind) => kind.verbs.includes('create') && kind.verbs.includes('list'));
  return [...makeable].sort((one, other) => place(one) - place(other) || one.kind.localeCompare(other.kind));
}

interface ToldProps {
  readonly wanted: Wanted;
  readonly cluster: string;
  readonly result: Result | undefined;
  readonly done: boolean;
  readonly forced: boolean;
  readonly onForce: () => void;
}

/** What is known of one document, in words. */
function Told({ wanted, cluster, result, done, forced, onForce }: ToldProps) {
  if (wanted.broken === 'syntax') return <Status health="error" word={t('create.broken')} />;
  if (wanted.broken === 'kind') return <Status health="error" word={t('create.noKind')} />;
  if (wanted.broken === 'name') return <Status health="error" word={t('create.noName')} />;
  if (result === undefined) return <span className={styles.quiet}>{forced ? t('create.willForce') : t('create.notChecked')}</span>;
  if (result.state === 'busy') return <Status health="progress" word={t('edit.busy')} />;
  if (result.state === 'waits') return <Status health="waiting" word={wanted.after === 'namespace' ? t('create.waitsNamespace') : t('create.waitsKind')} />;
  if (result.state === 'failed') return <Status health="error" word={result.problem.detail || result.problem.title} />;
  if (result.state === 'conflict')
    return (
      <>
        <Status
          health="warning"
          word={t('create.conflict', { fields: result.fields.map((one) => `${one.field.replace(/^\./, '')} (${one.owner})`).join(', ') })}
        />
        <Button small onPress={onForce}>
          {t('edit.allMine')}
        </Button>
      </>
    );
  const page = pages.object({
    cluster,
    resource: wanted.kind!.resource,
    name: wanted.name,
    ...(wanted.namespace === undefined ? {} : { namespace: wanted.namespace }),
  });
  return (
    <>
      <Status health="ok" word={outcome(result, done)} />
      {result.state === 'changed' && <span className={styles.quiet}>{result.changes.map((one) => pathWords(one.path)).join(', ')}</span>}
      {result.warnings.map((warning) => (
        <Notice key={warning}>{t('edit.warning', { warning })}</Notice>
      ))}
      {done && !wanted.name.endsWith('…') && <Link to={page}>{t('create.look')}</Link>}
    </>
  );
}

function outcome(result: Result, done: boolean): string {
  if (result.state === 'new') return done ? t('create.created') : t('create.wouldCreate');
  if (result.state === 'unchanged') return t('create.unchanged');
  return done ? t('create.changed') : t('create.wouldChange');
}

/** Chosen by hand what can be dropped as well: files, or a folder with all that is in it. */
function Files({ onGiven }: { readonly onGiven: (given: Given) => void }) {
  const files = useId();
  const folder = useId();
  const read = (list: FileList | null) => void textOf([...(list ?? [])]).then(onGiven);
  return (
    <>
      <input
        id={files}
        className={styles.file}
        type="file"
        multiple
        accept=".yaml,.yml,.json"
        aria-label={t('create.files')}
        onChange={(event) => read(event.target.files)}
      />
      <input
        id={folder}
        className={styles.file}
        type="file"
        aria-label={t('create.folder')}
        onChange={(event) => read(event.target.files)}
        {...{ webkitdirectory: '' }}
      />
      <Button onPress={() => document.getElementById(files)?.click()}>{t('create.files')}</Button>
      <Button onPress={() => document.getElementById(folder)?.click()}>{t('create.folder')}</Button>
    </>
  );
}
