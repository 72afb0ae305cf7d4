import { t } from '@fresnel/sdk';
import { Section } from '@fresnel/ui';
import { Cron } from 'croner';
import { useMemo } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { at, textOf } from '../fields';
import { Moment } from '../generic/Value';
import { FactGrid, usePathFacts } from './FactGrid';
import { RowsTable } from './RowsTable';

export const CRON = [
  'spec.schedule',
  'spec.timeZone',
  'spec.suspend',
  'spec.concurrencyPolicy',
  'spec.startingDeadlineSeconds',
  'spec.successfulJobsHistoryLimit',
  'spec.failedJobsHistoryLimit',
  'status.lastScheduleTime',
  'status.lastSuccessfulTime',
];

/** When it runs, and when next. */
export function Schedule() {
  const { object } = useSubject();
  const facts = usePathFacts(CRON);
  const schedule = textOf(at(object.spec, 'schedule'));
  const zone = textOf(at(object.spec, 'timeZone'));
  const suspended = at(object.spec, 'suspend') === true;
  const next = useMemo(() => nextRun(schedule, zone), [schedule, zone]);
  return (
    <Section title={t('section.schedule')}>
      <FactGrid
        items={[
          ...facts,
          {
            name: t('cron.next'),
            value: suspended ? t('cron.suspended') : next === undefined ? <span className={styles.bad}>{t('cron.unreadable')}</span> : <Moment text={next} />,
          },
        ]}
      />
    </Section>
  );
}

/** Kubernetes counts in UTC where no zone is named, as its control plane usually runs. */
export function nextRun(schedule: string, zone: string, after: Date = new Date()): string | undefined {
  const inline = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(schedule);
  try {
    const cron = new Cron(inline?.[2] ?? schedule, { timezone: zone || inline?.[1] || 'UTC', paused: true });
    return cron.nextRun(after)?.toISOString();
  } catch {
    return undefined;
  }
}

export function JobsOfCronJob() {
  const { object } = useSubject();
  return (
    <RowsTable
      title={t('section.jobs')}
      resource="jobs.batch"
      fields={`.metadata.ownerReferences[*].uid=${object.metadata.uid}`}
      columns={['status', 'completions', 'duration', 'age']}
      sort="age"
      none={t('jobs.none')}
    />
  );
}
