import { type Problem as ProblemData, pages, problemOf, setQuery, t, useContributed, useLocation } from '@fresnel/sdk';
import { Button, EmptyState, Link, LiveMark, Notice, Page, Problem, Segments, Skeleton, TextInput, useMedia } from '@fresnel/ui';
import { useMemo, useRef, useState } from 'react';
import { type CatalogEntry, type HistoryEvent, type Operation, type Plan, send, useAsked, useCatalog, useMay, useOperations, type Wish } from './catalog';
import { EntryDetails } from './EntryDetails';
import { EntryList, type Show, shownEntries } from './EntryList';
import { ExplainView } from './ExplainView';
import { type Generation, useGenerations } from './generations';
import { HistoryTable } from './HistoryView';
import { OperationProgress } from './OperationProgress';
import { PlanPanel } from './PlanPanel';
import styles from './plugins.module.css';
import { SourcesView } from './SourcesView';
import { upload } from './upload';
import { isHere, needsNoLook } from './words';

type View = 'plugins' | 'history' | 'sources' | 'explain';

/** Plugins that are here and that could be: what they are, whether to trust them, what a change would do, and doing it. */
export function PluginsPage() {
  const { query } = useLocation();
  const may = useMay('update plugins');
  const told = useOperations();
  const catalog = useCatalog(told);
  const generations = useGenerations(catalog.value);
  const entries = useMemo(() => joined(catalog.value?.entries, generations.value), [catalog.value, generations.value]);
  const history = useAsked<{ events: readonly HistoryEvent[] }>(may && told.served ? '/api/v1/catalog/history?limit=100' : undefined, catalog.value);
  const changing = useChanging(catalog.again);
  const lockedBecause = told.served === false ? t('catalog.notServed') : may === false ? t('catalog.mayNot') : may === undefined ? t('loading') : undefined;
  const view = viewOf(query.get('view'));
  const updates = entries?.filter((entry) => entry.update && !entry.installed?.pin) ?? [];
  const running = useShown(told.operations, changing.dismissed, changing.last);
  return (
    <Page
      title={t('plugins')}
      fill
      beside={entries && <Counts entries={entries} checked={catalog.value !== undefined} />}
      actions={
        <>
          <UploadButton lockedBecause={lockedBecause} onUploaded={changing.uploaded} onProblem={changing.failed} />
          {updates.length > 0 && (
            <Button kind="primary" lockedBecause={lockedBecause} onPress={() => changing.plan(updates.map((entry) => ({ action: 'update', id: entry.id })))}>
              {t('catalog.updateAll', { count: updates.length })}
            </Button>
          )}
        </>
      }
      under={
        <>
          <Bar view={view} entries={entries ?? []} />
          {told.served === false && <Notice>{t('catalog.notServed')}</Notice>}
          {may === false && <Notice>{t('catalog.readOnly')}</Notice>}
          {changing.problem && <Problem tried={t('catalog.changeFailed')} problem={changing.problem} />}
          {catalog.problem && <Problem tried={t('catalog.failed')} problem={catalog.problem} onRetry={catalog.again} />}
          {catalog.value?.problems?.map((one) => (
            <Notice key={one.source}>{t('catalog.sourceProblem', { source: one.source, reasons: (one.reasons ?? []).join('; ') })}</Notice>
          ))}
          {running.map((operation) => (
            <OperationProgress key={operation.id} operation={operation} onDismiss={() => changing.dismiss(operation.id)} />
          ))}
        </>
      }
    >
      {view === 'plugins' && (
        <Browse
          entries={entries}
          generations={generations.value ?? []}
          problem={generations.problem}
          lockedBecause={lockedBecause}
          served={told.served === true}
          history={history.value?.events}
          historyProblem={history.problem}
          onWish={(wish) => changing.plan([wish])}
        />
      )}
      {view !== 'plugins' && (
        <div className={styles.scroll}>
          {view === 'history' &&
            (may && told.served ? <HistoryTable events={history.value?.events} problem={history.problem} /> : <EmptyState locked text={lockedBecause ?? ''} />)}
          {view === 'sources' && (may && told.served ? <SourcesView lockedBecause={lockedBecause} /> : <EmptyState locked text={lockedBecause ?? ''} />)}
          {view === 'explain' && <ExplainView />}
        </div>
      )}
      {changing.open && <PlanPanel plan={changing.open} busy={changing.busy} onApply={changing.apply} onClose={changing.close} />}
    </Page>
  );
}

function viewOf(text: string | null): View {
  return text === 'history' || text === 'sources' || text === 'explain' ? text : 'plugins';
}

/** The catalog's entries; builds that no catalog names stand beside them, so that nothing that runs is missing. */
function joined(entries: readonly CatalogEntry[] | undefined, generations: readonly Generation[] | undefined): readonly CatalogEntry[] | undefined {
  if (entries === undefined && generations === undefined) return undefined;
  const known = new Set(entries?.map((entry) => entry.id));
  const others = new Map<string, CatalogEntry>();
  for (const one of generations ?? []) {
    if (known.has(one.id) || (others.has(one.id) && one.state !== 'SERVING')) continue;
    others.set(one.id, {
      id: one.id,
      title: one.title,
      summary: one.summary ?? '',
      version: one.version,
      digest: one.digest,
      installed: {
        version: one.version,
        digest: one.digest,
        state: one.state === 'REFUSED' ? 'REFUSED' : 'SERVING',
        reasons: one.why,
        ...(one.file ? { file: one.file } : {}),
      },
      ...(one.source ? { source: one.source } : {}),
    });
  }
  return [...(entries ?? []), ...others.values()];
}

function Counts({ entries, checked }: { readonly entries: readonly CatalogEntry[]; readonly checked: boolean }) {
  const installed = entries.filter(isHere).length;
  const updates = entries.filter((entry) => entry.update).length;
  const refused = entries.filter((entry) => isHere(entry) && entry.installed?.state !== 'SERVING').length;
  return (
    <>
      <span>
        {t('catalog.counts', { installed, updates, all: entries.length })}
        {refused > 0 && t('catalog.countsBad', { refused })}
      </span>
      <LiveMark stale={!checked}>{checked ? t('live') : t('catalog.unread')}</LiveMark>
    </>
  );
}

function Bar({ view, entries }: { readonly view: View; readonly entries: readonly CatalogEntry[] }) {
  const { query } = useLocation();
  const count = (show: Show) => shownEntries(entries, show, '').length;
  const views = [
    { id: 'plugins', title: t('plugins') },
    { id: 'history', title: t('catalog.tab.history') },
    { id: 'sources', title: t('catalog.sources') },
    { id: 'explain', title: t('explain') },
  ] as const;
  const shows = [
    { id: 'all', title: t('catalog.show.all') },
    { id: 'installed', title: t('catalog.show.installed', { count: count('installed') }) },
    { id: 'updates', title: t('catalog.show.updates', { count: count('updates') }) },
    { id: 'absent', title: t('catalog.show.absent', { count: count('absent') }) },
  ] as const;
  return (
    <div className={styles.bar}>
      {view === 'plugins' && (
        <>
          <div className={styles.find}>
            <TextInput
              label={t('catalog.find')}
              placeholder={t('catalog.find')}
              icon="search"
              hint="/"
              shortcut="/"
              value={query.get('q') ?? ''}
              onChange={(q) => setQuery({ q })}
              every={100}
            />
          </div>
          <Segments
            label={t('catalog.show')}
            options={shows}
            current={showOf(query.get('show'))}
            onChange={(show) => setQuery({ show: show === 'all' ? undefined : show })}
          />
        </>
      )}
      <span className={styles.views}>
        <Segments label={t('catalog.views')} options={views} current={view} onChange={(id) => setQuery({ view: id === 'plugins' ? undefined : id })} />
      </span>
    </div>
  );
}

function showOf(text: string | null): Show {
  return text === 'installed' || text === 'updates' || text === 'absent' ? text : 'all';
}

interface BrowseProps {
  readonly entries: readonly CatalogEntry[] | undefined;
  readonly generations: readonly Generation[];
  readonly problem: ProblemData | undefined;
  readonly lockedBecause: string | undefined;
  readonly served: boolean;
  readonly history: readonly HistoryEvent[] | undefined;
  readonly historyProblem: ProblemData | undefined;
  readonly onWish: (wish: Wish) => void;
}

function Browse({ entries, generations, problem, ...rest }: BrowseProps) {
  const { query } = useLocation();
  const { faults } = useContributed();
  const narrow = useMedia('(max-width: 900px)');
  if (entries === undefined) return problem ? <Problem tried={t('plugins.failed')} problem={problem} /> : <Skeleton label={t('plugins.loading')} />;
  const text = query.get('q') ?? '';
  const show = showOf(query.get('show'));
  const shown = shownEntries(entries, show, text);
  const named = entries.find((entry) => entry.id === query.get('p'));
  const chosen = named ?? (narrow ? undefined : shown[0]);
  return (
    <div className={styles.browse}>
      {!(narrow && chosen) && <EntryList entries={shown} chosen={chosen?.id} filtered={text !== '' || show !== 'all'} />}
      {chosen && (
        <div className={styles.pane}>
          {narrow && (
            <p className={styles.back}>
              <Link to={pages.plugins()}>{t('catalog.back')}</Link>
            </p>
          )}
          <EntryDetails
            key={chosen.id}
            entry={chosen}
            generations={generations.filter((one) => one.id === chosen.id)}
            faults={faults.filter((fault) => fault.plugin === chosen.id).map((fault) => fault.text)}
            {...rest}
          />
        </div>
      )}
    </div>
  );
}

/** Running ones, and those that ended under our eyes until they are put away; what was over before we came is history. */
function useShown(told: readonly Operation[], dismissed: ReadonlySet<string>, last: Operation | undefined): readonly Operation[] {
  const seen = useRef(new Set<string>());
  for (const one of told) if (one.state === 'RUNNING') seen.current.add(one.id);
  if (last) seen.current.add(last.id);
  const all = last && !told.some((one) => one.id === last.id) ? [last, ...told] : told;
  return all.filter((one) => seen.current.has(one.id) && !dismissed.has(one.id));
}

interface Changing {
  readonly open: Plan | undefined;
  readonly busy: boolean;
  readonly problem: ProblemData | undefined;
  readonly last: Operation | undefined;
  readonly dismissed: ReadonlySet<string>;
  readonly plan: (wishes: readonly Wish[]) => void;
  readonly apply: (consent: readonly string[]) => void;
  readonly close: () => void;
  readonly dismiss: (operation: string) => void;
  readonly uploaded: (entry: CatalogEntry) => void;
  readonly failed: (problem: ProblemData | undefined) => void;
}

/** From a wish to its plan, and from the plan to the change. */
function useChanging(onChanged: () => void): Changing {
  const [open, setOpen] = useState<Plan>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData>();
  const [last, setLast] = useState<Operation>();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const run = (work: Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    work.catch((cause: unknown) => setProblem(problemOf(cause))).finally(() => setBusy(false));
  };
  const carryOut = async (plan: Plan, consent: readonly string[]) => {
    setLast(await send<Operation>('POST', `/plans/${encodeURIComponent(plan.id)}/apply`, { consent }));
    setOpen(undefined);
    onChanged();
  };
  const make = async (wishes: readonly Wish[]) => {
    const plan = await send<Plan>('POST', '/plans', { changes: wishes });
    if (needsNoLook(plan)) await carryOut(plan, []);
    else setOpen(plan);
  };
  return {
    open,
    busy,
    problem,
    last,
    dismissed,
    plan: (wishes) => run(make(wishes)),
    apply: (consent) => {
      if (open === undefined) return;
      // What went wrong is said on the page; the plan is out of date then.
      setOpen(undefined);
      run(carryOut(open, consent));
    },
    close: () => setOpen(undefined),
    dismiss: (operation) => setDismissed(new Set([...dismissed, operation])),
    uploaded: (entry) => {
      setQuery({ p: entry.id, show: undefined, q: undefined });
      onChanged();
      // What the entry names first may be another source's build; the file that was just sent is meant.
      const sent = entry.versions?.findLast((one) => one.source === 'upload')?.digest ?? (entry.source === 'upload' ? entry.digest : undefined);
      run(make([{ action: 'install', id: entry.id, ...(sent ? { digest: sent } : {}), source: 'upload' }]));
    },
    failed: setProblem,
  };
}

interface UploadButtonProps {
  readonly lockedBecause: string | undefined;
  readonly onUploaded: (entry: CatalogEntry) => void;
  readonly onProblem: (problem: ProblemData | undefined) => void;
}

/** For sites without a way to a catalog: a bundle's file from this computer. */
function UploadButton({ lockedBecause, onUploaded, onProblem }: UploadButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const [part, setPart] = useState<number>();
  const running = useRef<AbortController>(undefined);
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    const abort = new AbortController();
    running.current = abort;
    setPart(0);
    onProblem(undefined);
    upload(file, setPart, abort.signal)
      .then(onUploaded, (cause: unknown) => !abort.signal.aborted && onProblem(problemOf(cause)))
      .finally(() => setPart(undefined));
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".jar"
        className={styles.file}
        aria-label={t('catalog.upload')}
        tabIndex={-1}
        onChange={(event) => {
          take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {part === undefined ? (
        <Button lockedBecause={lockedBecause} onPress={() => input.current?.click()}>
          {t('catalog.upload')}
        </Button>
      ) : (
        <Button onPress={() => running.current?.abort()}>{t('catalog.uploading', { part: Math.round(part * 100) })}</Button>
      )}
    </>
  );
}
