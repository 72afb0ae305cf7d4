import { type Health, number, t } from '@fresnel/sdk';
import { Chip, EmptyState, Facts, Problem, Section, Skeleton, Status, Table } from '@fresnel/ui';
import { useEffect } from 'react';
import { useAsked } from './catalog';
import { figuresOf, type Insight, type InsightGeneration, inWords, notUp, shortName, watchesOf } from './insight';
import styles from './plugins.module.css';
import { plain } from './words';

const EVERY = 5_000;

/** Who registered what, what is not up and why, and what each plugin costs. */
export function ExplainView() {
  const { value, problem, again } = useAsked<Insight>('/api/v1/insight', undefined);
  useEffect(() => {
    const timer = setInterval(again, EVERY);
    return () => clearInterval(timer);
  }, [again]);
  if (problem && value === undefined) return <Problem tried={t('explain.failed')} problem={problem} onRetry={again} />;
  if (value === undefined) return <Skeleton label={t('loading')} />;
  const generations = value.parts.switchboard?.generations ?? [];
  return (
    <>
      <NotUp insight={value} />
      {generations.map((generation) => (
        <OnePlugin key={`${generation.plugin} ${generation.digest}`} generation={generation} insight={value} />
      ))}
      <Remains insight={value} />
      <Services insight={value} />
      <Bundles insight={value} />
    </>
  );
}

function NotUp({ insight }: { readonly insight: Insight }) {
  const down = notUp(insight);
  return (
    <Section title={t('explain.notUp')} beside={t('explain.up', { bundles: insight.bundles.length, components: insight.components.length })}>
      {down.length === 0 ? (
        <p className={styles.said}>{t('explain.allUp')}</p>
      ) : (
        <Table
          label={t('explain.notUp')}
          rows={down}
          keyOf={(one) => `${one.of} ${one.name}`}
          wraps
          columns={[
            { id: 'name', title: t('plugins.name'), cell: (one) => <code>{one.name}</code> },
            { id: 'of', title: t('explain.of'), minor: true, cell: (one) => one.of },
            { id: 'state', title: t('plugins.state'), cell: (one) => <Status health="warning" word={one.state} /> },
            { id: 'why', title: t('explain.why'), grows: true, cell: (one) => one.why || t('catalog.noReason') },
          ]}
        />
      )}
    </Section>
  );
}

interface OnePluginProps {
  readonly generation: InsightGeneration;
  readonly insight: Insight;
}

/** What a plugin registered, which routes it answers, what it uses, and what it did wrong. */
function OnePlugin({ generation, insight }: OnePluginProps) {
  const { plugin, state, extensions = {}, quarantined = [] } = generation;
  const prefix = `/api/v1/plugins/${plugin}`;
  const routes = (insight.parts.http?.routes ?? []).filter((route) => route.path.startsWith(`${prefix}/`) || route.path === prefix);
  const jobs = (insight.parts.switchboard?.jobs ?? []).filter((job) => job.startsWith(`${plugin}/`));
  return (
    <Section title={plugin} beside={plain(generation.version)} end={<Status health={healthOf(state)} word={state.toLowerCase()} />}>
      <div className={styles.explain}>
        <p className={styles.chips}>
          {Object.entries(extensions).map(([type, count]) => (
            <span key={type} title={type}>
              <Chip>{count === 1 ? shortName(type) : `${shortName(type)} × ${number(count)}`}</Chip>
            </span>
          ))}
          {Object.keys(extensions).length === 0 && t('explain.nothing')}
        </p>
        <Facts
          items={[
            ...figuresOf(generation).map(({ name, value }) => ({ name: figureWord(name), value })),
            { name: t('explain.watches'), value: watchesOf(insight, generation.digest) },
            { name: t('explain.jobs'), value: jobs.map((job) => shortName(job)).join(', ') || t('catalog.none') },
            { name: t('explain.routes'), value: routes.map((route) => `${route.method ?? ''} ${route.path}`).join(', ') || t('catalog.none') },
            {
              name: t('explain.stopped'),
              value: quarantined.length === 0 ? t('catalog.none') : <Status health="error" word={quarantined.map(inWords).join('; ')} />,
            },
          ]}
        />
      </div>
    </Section>
  );
}

function healthOf(state: string): Health {
  if (state === 'SERVING') return 'ok';
  if (state === 'REFUSED') return 'error';
  return state === 'DRAINING' ? 'off' : 'progress';
}

/** Figures that have a word of ours; others keep their name. */
function figureWord(name: string): string {
  switch (name) {
    case 'leases':
      return t('explain.leases');
    case 'laneCalls':
      return t('explain.calls');
    case 'laneAbandoned':
      return t('explain.abandoned');
    case 'threads':
      return t('explain.threads');
    case 'memory':
      return t('explain.memory');
    case 'errors':
    case 'lastErrors':
      return t('explain.errors');
    default:
      return name;
  }
}

/** What builds that have left still hold; there should be nothing. */
function Remains({ insight }: { readonly insight: Insight }) {
  const remains = Object.entries(insight.parts.switchboard?.remains ?? {});
  if (remains.length === 0) return undefined;
  return (
    <Section title={t('explain.remains')}>
      <Facts items={remains.map(([name, value]) => ({ name, value: inWords(value) }))} />
    </Section>
  );
}

function Services({ insight }: { readonly insight: Insight }) {
  return (
    <Section title={t('explain.services')} beside={number(insight.services.length)}>
      {insight.services.length === 0 ? (
        <EmptyState text={t('explain.nothing')} />
      ) : (
        <details className={styles.fold}>
          <summary>{t('explain.show')}</summary>
          <Table
            label={t('explain.services')}
            rows={insight.services.map((one, index) => ({ ...one, index }))}
            keyOf={(one) => String(one.index)}
            wraps
            columns={[
              { id: 'types', title: t('explain.what'), grows: true, cell: (one) => one.types.map(shortName).join(', ') },
              { id: 'by', title: t('explain.by'), cell: (one) => one.by },
              { id: 'usedBy', title: t('explain.usedBy'), cell: (one) => one.usedBy.join(', ') || t('catalog.none') },
            ]}
          />
        </details>
      )}
    </Section>
  );
}

function Bundles({ insight }: { readonly insight: Insight }) {
  return (
    <Section title={t('explain.bundles')} beside={number(insight.bundles.length)}>
      <details className={styles.fold}>
        <summary>{t('explain.show')}</summary>
        <Table
          label={t('explain.bundles')}
          rows={insight.bundles}
          keyOf={(one) => String(one.id)}
          columns={[
            { id: 'name', title: t('plugins.name'), grows: true, cell: (one) => one.name },
            { id: 'version', title: t('plugins.version'), cell: (one) => one.version },
            { id: 'state', title: t('plugins.state'), cell: (one) => one.state },
          ]}
        />
      </details>
    </Section>
  );
}
