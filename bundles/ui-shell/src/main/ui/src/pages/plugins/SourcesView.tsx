import { moment, type Problem as ProblemData, problemOf, t } from '@fresnel/sdk';
import { Button, Problem, Section, Segments, Skeleton, Status, Table, TextInput } from '@fresnel/ui';
import { useState } from 'react';
import { type CatalogSettings, type CatalogSource, send, useAsked } from './catalog';
import { policyWord } from './EntryDetails';
import styles from './plugins.module.css';

const KINDS = ['index', 'folder', 'maven', 'oci'] as const;

/** Where plugins come from, and what is done with them without asking. */
export function SourcesView({ lockedBecause }: { readonly lockedBecause: string | undefined }) {
  const asked = useAsked<{ sources: readonly CatalogSource[] }>('/api/v1/catalog/sources', undefined);
  const [problem, setProblem] = useState<ProblemData>();
  const sources = asked.value?.sources;
  const put = (next: readonly CatalogSource[]) =>
    send('PUT', '/sources', { sources: next.filter((one) => !one.fixed).map(({ name, kind, location }) => ({ name, kind, location })) }).then(
      () => {
        setProblem(undefined);
        asked.again();
      },
      (cause: unknown) => setProblem(problemOf(cause)),
    );
  if (asked.problem && sources === undefined) return <Problem tried={t('catalog.sourcesFailed')} problem={asked.problem} onRetry={asked.again} />;
  if (sources === undefined) return <Skeleton label={t('loading')} />;
  return (
    <>
      {problem && <Problem tried={t('catalog.sourcesNotKept')} problem={problem} />}
      <Section title={t('catalog.sources')}>
        <Table
          label={t('catalog.sources')}
          rows={sources}
          keyOf={(one) => one.name}
          wraps
          columns={[
            { id: 'name', title: t('plugins.name'), cell: (one) => <b>{one.name}</b> },
            { id: 'kind', title: t('catalog.kind'), cell: (one) => one.kind },
            { id: 'location', title: t('catalog.location'), grows: true, cell: (one) => <code>{one.location}</code> },
            { id: 'state', title: t('plugins.state'), cell: (one) => <SourceState source={one} /> },
            { id: 'entries', title: t('catalog.entries'), end: true, minor: true, cell: (one) => one.entries ?? '–' },
            {
              id: 'do',
              title: '',
              cell: (one) => (
                <Button
                  small
                  lockedBecause={lockedBecause ?? (one.fixed ? t('catalog.fixed') : undefined)}
                  onPress={() => void put(sources.filter((other) => other.name !== one.name))}
                >
                  {t('catalog.do.remove')}
                </Button>
              ),
            },
          ]}
        />
        <NewSource lockedBecause={lockedBecause} onAdd={(source) => put([...sources, source])} />
      </Section>
      <SettingsSection lockedBecause={lockedBecause} />
    </>
  );
}

function SourceState({ source }: { readonly source: CatalogSource }) {
  const reasons = source.reasons ?? [];
  if (reasons.length > 0) return <Status health="error" word={t('catalog.unreadable')} more={reasons.join('; ')} />;
  if (source.checkedAt === undefined) return <Status health="off" word={t('catalog.unchecked')} />;
  return <Status health="ok" word={t('catalog.checked', { time: moment(source.checkedAt) })} />;
}

interface NewSourceProps {
  readonly lockedBecause: string | undefined;
  readonly onAdd: (source: CatalogSource) => Promise<void>;
}

function NewSource({ lockedBecause, onAdd }: NewSourceProps) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('index');
  const [name, setName] = useState('');
  const [location, setLocation] = useState('');
  const missing = name.trim() === '' || location.trim() === '';
  const add = () => {
    if (missing || lockedBecause !== undefined) return;
    void onAdd({ name: name.trim(), kind, location: location.trim() }).then(() => {
      setName('');
      setLocation('');
    });
  };
  return (
    <form
      className={styles.source}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Segments label={t('catalog.kind')} options={KINDS.map((id) => ({ id, title: id }))} current={kind} onChange={setKind} />
      <TextInput label={t('plugins.name')} placeholder={t('plugins.name')} value={name} onChange={setName} />
      <TextInput label={t('catalog.location')} placeholder={t('catalog.locationHint')} value={location} onChange={setLocation} />
      <Button onPress={add} lockedBecause={lockedBecause ?? (missing ? t('catalog.sourceMissing') : undefined)}>
        {t('catalog.addSource')}
      </Button>
    </form>
  );
}

function SettingsSection({ lockedBecause }: { readonly lockedBecause: string | undefined }) {
  const asked = useAsked<CatalogSettings>('/api/v1/catalog/settings', undefined);
  const [problem, setProblem] = useState<ProblemData>();
  const now = asked.value;
  if (now === undefined) return asked.problem ? <Problem tried={t('catalog.settingsFailed')} problem={asked.problem} onRetry={asked.again} /> : undefined;
  const change = (part: Partial<CatalogSettings>) => {
    if (lockedBecause !== undefined) return;
    send('PUT', '/settings', { ...now, ...part }).then(
      () => {
        setProblem(undefined);
        asked.again();
      },
      (cause: unknown) => setProblem(problemOf(cause)),
    );
  };
  const policies = (['manual', 'patch', 'minor'] as const).map((id) => ({ id, title: policyWord(id) }));
  const unsigned = [
    { id: 'folder', title: t('catalog.unsigned.folder') },
    { id: 'allowed', title: t('catalog.unsigned.allowed') },
    { id: 'never', title: t('catalog.unsigned.never') },
  ] as const;
  return (
    <Section title={t('catalog.rules')} beside={lockedBecause}>
      {problem && <Problem tried={t('catalog.settingsNotKept')} problem={problem} />}
      <div className={styles.rules}>
        <h3>{t('catalog.policyOf')}</h3>
        <Segments label={t('catalog.policyOf')} options={policies} current={now.policy} onChange={(policy) => change({ policy })} />
        {now.unsigned && (
          <>
            <h3>{t('catalog.unsignedOf')}</h3>
            <Segments label={t('catalog.unsignedOf')} options={unsigned} current={now.unsigned} onChange={(id) => change({ unsigned: id })} />
          </>
        )}
      </div>
    </Section>
  );
}
