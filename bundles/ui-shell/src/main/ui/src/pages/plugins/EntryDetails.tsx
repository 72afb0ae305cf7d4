import { moment, type Problem as ProblemData, setQuery, t, useLocation } from '@fresnel/sdk';
import { Button, Columns, EmptyState, Facts, Icon, Menu, type MenuItem, Notice, Problem, Section, Skeleton, Status, Table, Tabs } from '@fresnel/ui';
import { lazy, Suspense } from 'react';
import { type CatalogEntry, type HistoryEvent, type Installed, useAsked, type Version, type Wish } from './catalog';
import type { Generation } from './generations';
import { HistoryTable } from './HistoryView';
import styles from './plugins.module.css';
import { capability, installedHealth, installedWord, isHere, plain, size } from './words';

const Readme = lazy(() => import('./Readme').then((file) => ({ default: file.Readme })));

export interface EntryDetailsProps {
  readonly entry: CatalogEntry;
  readonly generations: readonly Generation[];
  /** what the page itself could not use of it */
  readonly faults: readonly string[];
  /** why the person may not change plugins; undefined = they may */
  readonly lockedBecause: string | undefined;
  /** there is a catalog that knows more of it */
  readonly served: boolean;
  readonly history: readonly HistoryEvent[] | undefined;
  readonly historyProblem: ProblemData | undefined;
  readonly onWish: (wish: Wish) => void;
}

/** One plugin: what it is, whether it may be trusted, what it asks for, and what can be done with it. */
export function EntryDetails(props: EntryDetailsProps) {
  const { entry } = props;
  const { query } = useLocation();
  const whole = useAsked<CatalogEntry>(props.served ? `/api/v1/catalog/${encodeURIComponent(entry.id)}` : undefined, entry);
  const known = whole.value?.id === entry.id ? { ...entry, ...whole.value } : entry;
  const events = props.history?.filter((event) => event.plugins?.includes(entry.id));
  const items = [
    { id: 'about', title: t('catalog.tab.about') },
    { id: 'readme', title: t('catalog.tab.readme') },
    { id: 'versions', title: t('catalog.tab.versions'), ...(known.versions ? { count: known.versions.length } : {}) },
    { id: 'history', title: t('catalog.tab.history'), ...(events ? { count: events.length } : {}) },
  ];
  const tab = items.some((one) => one.id === query.get('tab')) ? query.get('tab')! : 'about';
  return (
    <article className={styles.details} aria-label={entry.title}>
      <Head {...props} entry={known} />
      <Tabs label={t('catalog.tabs', { name: entry.title })} items={items} current={tab} onChange={(id) => setQuery({ tab: id === 'about' ? undefined : id })}>
        {tab === 'about' && <About {...props} entry={known} />}
        {tab === 'readme' && <Read entry={known} loading={props.served && whole.value === undefined && whole.problem === undefined} />}
        {tab === 'versions' && <Versions {...props} entry={known} problem={whole.problem} />}
        {tab === 'history' && <HistoryTable events={props.served ? events : []} problem={props.historyProblem} />}
      </Tabs>
    </article>
  );
}

function Head({ entry, lockedBecause, onWish }: EntryDetailsProps) {
  const { update } = entry;
  const installed = isHere(entry) ? entry.installed : undefined;
  const wish = (action: Wish['action'], more: Partial<Wish> = {}) => onWish({ action, id: entry.id, ...more });
  const said = [
    update && installed ? t('catalog.fromTo', { from: plain(installed.version), to: plain(update.version) }) : plain(installed?.version ?? entry.version ?? ''),
    entry.publisher && t('catalog.by', { publisher: entry.publisher }),
    entry.source && t('catalog.from', { source: entry.source }),
    entry.size !== undefined && size(entry.size),
    entry.license,
  ];
  const unfit = entry.compatible === false ? t('catalog.unfitBecause', { reasons: (entry.reasons ?? []).join('; ') }) : undefined;
  return (
    <header className={styles.head}>
      <div>
        <h2>{entry.title}</h2>
        <p>{said.filter(Boolean).join(', ')}</p>
      </div>
      <div className={styles.actions}>
        {!installed && (
          <Button kind="primary" lockedBecause={lockedBecause ?? unfit} onPress={() => wish('install')}>
            {t('catalog.do.install')}
          </Button>
        )}
        {installed && update && (
          <Button kind="primary" lockedBecause={lockedBecause ?? (installed.pin ? t('catalog.isPinned') : undefined)} onPress={() => wish('update')}>
            {t('catalog.updateTo', { version: plain(update.version) })}
          </Button>
        )}
        {installed && (
          <Button lockedBecause={lockedBecause} onPress={() => wish(installed.pin ? 'unpin' : 'pin')}>
            {installed.pin ? t('catalog.do.unpin') : t('catalog.do.pin')}
          </Button>
        )}
        {installed && (
          <Button lockedBecause={lockedBecause} onPress={() => wish('remove')}>
            {t('catalog.do.remove')}
          </Button>
        )}
        {installed && <Menu label={t('catalog.more')} alignEnd items={moreOf(installed, lockedBecause, wish)} />}
      </div>
    </header>
  );
}

function moreOf(installed: Installed, lockedBecause: string | undefined, wish: (action: Wish['action'], more?: Partial<Wish>) => void): (MenuItem | 'line')[] {
  const locked = lockedBecause === undefined ? {} : { lockedBecause };
  const former = installed.former?.[0];
  const policy = installed.policy ?? 'manual';
  return [
    {
      id: 'rollback',
      title: former ? t('catalog.rollbackTo', { version: plain(former.version) }) : t('catalog.do.rollback'),
      ...(former ? locked : { lockedBecause: t('catalog.noFormer') }),
      onPress: () => wish('rollback'),
    },
    installed.hold || installed.state === 'QUARANTINED'
      ? { id: 'release', title: t('catalog.do.release'), ...locked, onPress: () => wish('release') }
      : { id: 'hold', title: t('catalog.do.hold'), description: t('catalog.holdMeans'), ...locked, onPress: () => wish('hold') },
    'line',
    ...(['manual', 'patch', 'minor'] as const).map((one) => ({
      id: one,
      title: policyWord(one),
      chosen: policy === one,
      ...locked,
      onPress: () => wish('policy', { policy: one }),
    })),
  ];
}

export function policyWord(policy: 'manual' | 'patch' | 'minor'): string {
  switch (policy) {
    case 'patch':
      return t('catalog.policy.patch');
    case 'minor':
      return t('catalog.policy.minor');
    default:
      return t('catalog.policy.manual');
  }
}

function About({ entry, generations, faults }: EntryDetailsProps) {
  const asks = entry.asks ?? [];
  const fresh = new Set(entry.update?.newAsks ?? []);
  const all = [...asks, ...[...fresh].filter((ask) => !asks.includes(ask))];
  return (
    <>
      <TrustLine entry={entry} />
      {entry.compatible === false && (
        <Notice tone="error">
          {t('catalog.unfit')}: {(entry.reasons ?? []).join('; ')}
        </Notice>
      )}
      {entry.installed && entry.installed.state !== 'SERVING' && (
        <Notice tone={entry.installed.state === 'OFF' ? 'warning' : 'error'}>
          {installedWord(entry.installed)}: {(entry.installed.reasons ?? []).join('; ') || t('catalog.noReason')}
        </Notice>
      )}
      {faults.map((fault) => (
        <Notice key={fault}>{fault}</Notice>
      ))}
      <Columns side={<Sides entry={entry} />}>
        <Section title={t('catalog.asks')} beside={all.length > 0 && t('catalog.asksCount', { count: all.length, fresh: fresh.size })}>
          {all.length === 0 ? (
            <p className={styles.said}>{t('catalog.asksNothing')}</p>
          ) : (
            <Table
              label={t('catalog.asks')}
              rows={all}
              keyOf={(ask) => ask}
              wraps
              columns={[
                { id: 'ask', title: t('catalog.capability'), cell: (ask) => <code>{ask}</code> },
                { id: 'what', title: t('catalog.means'), grows: true, cell: capability },
                {
                  id: 'state',
                  title: t('plugins.state'),
                  cell: (ask) => (fresh.has(ask) ? <Status health="warning" word={t('catalog.new')} /> : entry.installed ? t('catalog.granted') : '–'),
                },
              ]}
            />
          )}
        </Section>
        {generations.length > 0 && <Builds generations={generations} />}
      </Columns>
    </>
  );
}

function TrustLine({ entry }: { readonly entry: CatalogEntry }) {
  const { trust } = entry;
  if (trust === undefined) return undefined;
  const good = trust.state === 'trusted' || trust.state === 'pinned' || trust.state === 'local';
  return (
    <div className={`${styles.trust} ${trust.state === 'refused' ? styles.refused : good ? styles.trusted : styles.unsigned}`} role="status">
      <Icon name={trust.state === 'refused' ? 'error' : good ? 'ok' : 'warning'} />
      <div>
        <b>{trustWord(trust.state)}</b>
        {(trust.reasons ?? []).map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        <p>{t('catalog.noSandbox')}</p>
      </div>
    </div>
  );
}

function trustWord(state: NonNullable<CatalogEntry['trust']>['state']): string {
  switch (state) {
    case 'trusted':
      return t('catalog.trust.trusted');
    case 'pinned':
      return t('catalog.trust.pinned');
    case 'local':
      return t('catalog.trust.local');
    case 'unsigned':
      return t('catalog.trust.unsigned');
    default:
      return t('catalog.trust.refused');
  }
}

/** What every Java has is no news. */
const RUNTIME = /^package (java|javax|org\.w3c|org\.xml)\./;

function Sides({ entry }: { readonly entry: CatalogEntry }) {
  const { installed } = entry;
  const list = (items: readonly string[] | undefined) => (items && items.length > 0 ? items.join(', ') : t('catalog.none'));
  return (
    <Section title={t('catalog.facts')}>
      <Facts
        items={[
          ...(installed
            ? [
                { name: t('plugins.state'), value: <Status health={installedHealth(installed)} word={installedWord(installed)} /> },
                { name: t('catalog.since'), value: installed.since ? moment(installed.since) : t('catalog.none') },
                { name: t('catalog.file'), value: installed.file ?? t('catalog.none') },
                {
                  name: t('catalog.keeping'),
                  value: [installed.pin && t('catalog.pinned'), installed.hold && t('catalog.held')].filter(Boolean).join(', ') || t('catalog.free'),
                },
              ]
            : []),
          { name: t('catalog.id'), value: entry.id },
          { name: t('plugins.digest'), value: <code title={entry.digest}>{(installed?.digest ?? entry.digest ?? '').slice(0, 16) || t('catalog.none')}</code> },
          { name: t('catalog.adds'), value: list(entry.adds) },
          { name: t('catalog.needs'), value: list(entry.needs?.filter((need) => !RUNTIME.test(need))) },
        ]}
      />
    </Section>
  );
}

/** Every build that the server knows of it now: what serves, what drains, what was refused and why. */
function Builds({ generations }: { readonly generations: readonly Generation[] }) {
  return (
    <Section title={t('catalog.builds')}>
      <Table
        label={t('catalog.builds')}
        rows={generations}
        keyOf={(one) => one.digest}
        wraps
        columns={[
          { id: 'version', title: t('plugins.version'), cell: (one) => plain(one.version) },
          { id: 'state', title: t('plugins.state'), cell: (one) => <Status health={one.health} word={one.word} /> },
          { id: 'why', title: t('plugins.what'), grows: true, cell: (one) => one.why.join('; ') || '–' },
          { id: 'digest', title: t('plugins.digest'), minor: true, cell: (one) => <code title={one.digest}>{one.digest.slice(0, 12)}</code> },
        ]}
      />
    </Section>
  );
}

function Read({ entry, loading }: { readonly entry: CatalogEntry; readonly loading: boolean }) {
  if (loading) return <Skeleton label={t('loading')} />;
  const nothing = !entry.readme && !entry.changelog;
  return (
    <Suspense fallback={<Skeleton label={t('loading')} />}>
      {nothing && <EmptyState text={t('catalog.noReadme', { name: entry.title })} />}
      {entry.readme && <Readme text={entry.readme} />}
      {entry.changelog && (
        <Section title={t('catalog.changes')}>
          <Readme text={entry.changelog} />
        </Section>
      )}
    </Suspense>
  );
}

function Versions({ entry, problem, lockedBecause, onWish }: EntryDetailsProps & { readonly problem: ProblemData | undefined }) {
  const versions = entry.versions ?? [];
  const press = (one: Version) =>
    onWish({ action: 'install', id: entry.id, version: one.version, digest: one.digest, ...(one.source ? { source: one.source } : {}) });
  if (problem && versions.length === 0) return <Problem tried={t('catalog.versionsFailed')} problem={problem} />;
  if (versions.length === 0) return <EmptyState text={t('catalog.noVersions')} />;
  return (
    <Table
      label={t('catalog.tab.versions')}
      rows={versions}
      keyOf={(one) => `${one.digest} ${one.source}`}
      wraps
      columns={[
        { id: 'version', title: t('plugins.version'), cell: (one) => plain(one.version) },
        {
          id: 'fits',
          title: t('catalog.fits'),
          grows: true,
          cell: (one) =>
            one.compatible === false ? (
              <Status health="error" word={t('catalog.unfit')} more={(one.reasons ?? []).join('; ')} />
            ) : (
              <Status health="ok" word={t('catalog.fit')} />
            ),
        },
        { id: 'size', title: t('catalog.size'), end: true, minor: true, cell: (one) => (one.size === undefined ? '–' : size(one.size)) },
        { id: 'source', title: t('plugins.source'), minor: true, cell: (one) => one.source ?? '–' },
        {
          id: 'do',
          title: '',
          cell: (one) =>
            one.digest === entry.installed?.digest && isHere(entry) ? (
              t('catalog.installed')
            ) : (
              <Button
                small
                lockedBecause={lockedBecause ?? (one.compatible === false ? (one.reasons ?? []).join('; ') || t('catalog.unfit') : undefined)}
                onPress={() => press(one)}
              >
                {t('catalog.do.install')}
              </Button>
            ),
        },
      ]}
    />
  );
}
