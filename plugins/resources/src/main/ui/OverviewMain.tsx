import { number, type OverviewSlotProps, pages, t, useKinds } from '@fresnel/sdk';
import { Age, Link, Section, Status, Table, type TableColumn } from '@fresnel/ui';
import { useMemo } from 'react';
import { LackSentence, lackWords, ThingLink, Waiting } from './overview/lack';
import { type Failing, type Overview, useOverviews, type WarningGroup } from './overview/overview';
import styles from './overview/overview.module.css';

/** What is wrong: warnings by reason, workloads that fail, pods that wait. */
export function OverviewMain({ clusters, namespaces }: OverviewSlotProps) {
  return useOverviews(clusters, namespaces).map((one) => (
    <Waiting key={one.cluster} of={one}>
      {(value) => (
        <>
          <Warnings cluster={one.cluster} value={value.warnings} several={clusters.length > 1} />
          <Workloads cluster={one.cluster} value={value.workloads} several={clusters.length > 1} />
          <Pending cluster={one.cluster} value={value.pods} several={clusters.length > 1} />
        </>
      )}
    </Waiting>
  ));
}

interface PartProps<T> {
  readonly cluster: string;
  readonly value: T;
  readonly several: boolean;
}

function Warnings({ cluster, value, several }: PartProps<Overview['warnings']>) {
  const clusters = useMemo(() => [cluster], [cluster]);
  const { kinds } = useKinds(clusters);
  const about = ({ latest, objects }: WarningGroup) => {
    const kind = kinds?.find((one) => one.kind === latest.kind && (one.group ? `${one.group}/` : '') === latest.apiVersion.replace(/[^/]*$/, ''));
    return (
      <span className={objects > 1 ? styles.worded : undefined}>
        {kind ? <ThingLink cluster={cluster} of={{ ...latest, resource: kind.resource, namespace: kind.namespaced ? latest.namespace : '' }} /> : latest.name}
        {objects > 1 && <small> +{number(objects - 1)}</small>}
      </span>
    );
  };
  const columns: readonly TableColumn<WarningGroup>[] = [
    {
      id: 'reason',
      title: t('overview.reason'),
      cell: (one) => <Status health="warning" word={<Link to={eventsOf(cluster, one.reason)}>{one.reason}</Link>} />,
    },
    { id: 'object', title: t('overview.object'), cell: about },
    { id: 'message', title: t('overview.message'), cell: (one) => <span title={one.message}>{one.message}</span>, grows: true, minor: true },
    { id: 'count', title: t('overview.count'), cell: (one) => number(one.count), end: true },
    { id: 'seen', title: t('overview.seen'), cell: (one) => <Age since={one.last} />, end: true },
  ];
  return (
    <Section
      title={t('overview.warnings')}
      beside={beside(several, cluster, value.lack ? undefined : t('overview.warningsBeside', { total: value.total, count: value.reasons }))}
      end={<Link to={pages.list([cluster], 'events', { status: 'warning' })}>{t('overview.allEvents')}</Link>}
    >
      {value.lack ? (
        <LackSentence lack={value.lack} what={t('overview.warnings')} />
      ) : value.groups.length === 0 ? (
        <p className={styles.said}>{t('overview.noWarnings')}</p>
      ) : (
        <Table label={t('overview.warnings')} columns={columns} rows={value.groups} keyOf={(one) => one.reason} />
      )}
    </Section>
  );
}

function eventsOf(cluster: string, reason: string): string {
  return pages.list([cluster], 'events', { fields: `reason=${reason}` });
}

function Workloads({ cluster, value, several }: PartProps<Overview['workloads']>) {
  const columns: readonly TableColumn<Failing>[] = [
    {
      id: 'name',
      title: t('overview.workload'),
      cell: ({ workload }) => (
        <span className={styles.worded}>
          <ThingLink cluster={cluster} of={workload} /> <small>{workload.kind}</small>
        </span>
      ),
    },
    { id: 'namespace', title: t('overview.namespace'), cell: (one) => one.workload.namespace, minor: true },
    { id: 'ready', title: t('overview.ready'), cell: (one) => one.ready, end: true },
    { id: 'why', title: t('overview.why'), cell: (one) => <Status health={one.state} word={one.why || undefined} />, grows: true },
    { id: 'since', title: t('overview.since'), cell: (one) => <Age since={one.since} />, end: true, minor: true },
  ];
  const lacks = Object.entries(value.lacks);
  return (
    <Section
      title={t('overview.failingWorkloads')}
      beside={beside(several, cluster, t('overview.failingBeside', { failing: value.failing, total: value.total }))}
    >
      {lacks.map(([resource, lack]) => (
        <p key={resource} className={styles.lack}>
          {lackWords(lack, resource)}
        </p>
      ))}
      {value.worst.length > 0 && (
        <Table
          label={t('overview.failingWorkloads')}
          columns={columns}
          rows={value.worst}
          keyOf={({ workload }) => `${workload.resource}/${workload.namespace}/${workload.name}`}
        />
      )}
      {value.worst.length === 0 && lacks.length === 0 && <p className={styles.said}>{t('overview.noFailing', { total: value.total })}</p>}
    </Section>
  );
}

type Waits = Overview['pods']['pending'][number];

function Pending({ cluster, value, several }: PartProps<Overview['pods']>) {
  const columns: readonly TableColumn<Waits>[] = [
    { id: 'pod', title: t('overview.pod'), cell: (one) => <ThingLink cluster={cluster} of={one.pod} /> },
    { id: 'namespace', title: t('overview.namespace'), cell: (one) => one.pod.namespace, minor: true },
    { id: 'why', title: t('overview.why'), cell: (one) => <Status health="waiting" word={one.reason} /> },
    { id: 'message', title: t('overview.message'), cell: (one) => <span title={one.message}>{one.message}</span>, grows: true, minor: true },
    { id: 'since', title: t('overview.since'), cell: (one) => <Age since={one.since} />, end: true },
  ];
  return (
    <Section
      title={t('overview.pendingPods')}
      beside={beside(several, cluster, value.lack ? undefined : t('overview.pendingBeside', { count: value.waiting }))}
    >
      {value.lack ? (
        <LackSentence lack={value.lack} what={t('overview.pendingPods')} />
      ) : value.pending.length === 0 ? (
        <p className={styles.said}>{t('overview.noPending')}</p>
      ) : (
        <Table label={t('overview.pendingPods')} columns={columns} rows={value.pending} keyOf={(one) => `${one.pod.namespace}/${one.pod.name}`} />
      )}
    </Section>
  );
}

function beside(several: boolean, cluster: string, text: string | undefined): string | undefined {
  return several ? [cluster, text].filter(Boolean).join(', ') : text;
}
