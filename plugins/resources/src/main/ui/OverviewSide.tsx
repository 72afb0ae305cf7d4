import { moment, number, type OverviewSlotProps, t, useCluster } from '@fresnel/sdk';
import { MicroBar, Section, Segments, Status } from '@fresnel/ui';
import { useState } from 'react';
import { bytes, cores, percent } from './overview/amounts';
import { skew, supported, useControlPlane } from './overview/controlPlane';
import { LackSentence, lackWords, ThingLink, Waiting } from './overview/lack';
import { type Amounts, type Overview, useOverviews } from './overview/overview';
import styles from './overview/overview.module.css';

/** How full the cluster is, its nodes, who uses most, and what it runs. */
export function OverviewSide({ clusters, namespaces }: OverviewSlotProps) {
  return useOverviews(clusters, namespaces).map((one) => (
    <Waiting key={one.cluster} of={one}>
      {(value) => (
        <>
          {clusters.length > 1 && <h2 className={styles.cluster}>{one.cluster}</h2>}
          <Capacity value={value.capacity} chosen={namespaces.length > 0} />
          <Nodes cluster={one.cluster} value={value.nodes} />
          <Consumers cluster={one.cluster} value={value.consumers} />
          <Versions cluster={one.cluster} value={value.versions} />
          <Certificates cluster={one.cluster} value={value.certificates} />
        </>
      )}
    </Waiting>
  ));
}

function Capacity({ value, chosen }: { readonly value: Overview['capacity']; readonly chosen: boolean }) {
  const lack = value.lack;
  return (
    <Section title={t('overview.capacity')} beside={value.nodesLack ? undefined : t('overview.allocatable')}>
      {lack ? (
        <LackSentence lack={lack} what={t('overview.capacity')} />
      ) : (
        <>
          <Bars title={t('overview.cpu')} unit={t('overview.cores')} amounts={value.cpu} text={cores} />
          <Bars title={t('overview.memory')} unit="" amounts={value.memory} text={bytes} />
          <p className={styles.podsLine}>
            <span>{t('overview.pods')}</span>
            <span>
              {value.podCapacity === undefined
                ? number(value.pods)
                : t('overview.podsOf', { pods: number(value.pods), capacity: number(value.podCapacity), percent: percent(value.pods, value.podCapacity || 1) })}
            </span>
          </p>
          {value.usageLack && (
            <p className={styles.lack}>{value.usageLack.state === 'absent' ? t('overview.noMetrics') : lackWords(value.usageLack, t('overview.usage'))}</p>
          )}
          {value.nodesLack && <p className={styles.lack}>{lackWords(value.nodesLack, t('overview.allocatable'))}</p>}
          {chosen && <p className={styles.lack}>{t('overview.ofChosen')}</p>}
        </>
      )}
    </Section>
  );
}

interface BarsProps {
  readonly title: string;
  readonly unit: string;
  readonly amounts: Amounts;
  readonly text: (value: number) => string;
}

function Bars({ title, unit, amounts, text }: BarsProps) {
  const { used, requests, limits, allocatable } = amounts;
  const whole = Math.max(allocatable ?? 0, requests, limits, used ?? 0) || 1;
  const rows = [
    { id: 'usage', title: t('overview.usage'), value: used },
    { id: 'requests', title: t('overview.requests'), value: requests },
    { id: 'limits', title: t('overview.limits'), value: limits },
  ];
  return (
    <div className={styles.bars}>
      <p>
        {title}
        {allocatable !== undefined && (
          <small className={styles.size}>
            {text(allocatable)} {unit}
          </small>
        )}
      </p>
      <dl>
        {rows.map((row) => (
          <div key={row.id}>
            <dt>{row.title}</dt>
            <dd>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" className={styles.bar}>
                <rect className={styles.track} x="0" y="1" width={allocatable === undefined ? 100 : (allocatable / whole) * 100} height="6" />
                {row.value !== undefined && <rect className={styles[row.id]} x="0" y="1" width={(row.value / whole) * 100} height="6" />}
                {allocatable !== undefined && <rect className={styles.line} x={Math.min(99, (allocatable / whole) * 100 - 0.5)} y="0" width="1" height="8" />}
              </svg>
              <span>
                {row.value === undefined ? t('overview.unknown') : text(row.value)}
                {row.value !== undefined && allocatable !== undefined && allocatable > 0 && ` (${percent(row.value, allocatable)})`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Nodes({ cluster, value }: { readonly cluster: string; readonly value: Overview['nodes'] }) {
  const cordoned = value.cordoned > 0 ? `, ${t('overview.cordoned', { count: value.cordoned })}` : '';
  return (
    <Section
      title={t('overview.nodeConditions')}
      beside={value.lack ? undefined : `${t('overview.nodesReady', { ready: number(value.ready), total: number(value.total) })}${cordoned}`}
    >
      {value.lack ? (
        <LackSentence lack={value.lack} what={t('overview.nodeConditions')} />
      ) : value.troubles.length === 0 ? (
        <p className={styles.said}>{t('overview.nodesFine')}</p>
      ) : (
        <ul className={styles.list}>
          {value.troubles.map((one) => (
            <li key={one.node.name}>
              <ThingLink cluster={cluster} of={one.node} />
              <Status health={one.state} word={one.word} more={one.why} />
            </li>
          ))}
          {value.troubled > value.troubles.length && <li>{t('overview.more', { count: value.troubled - value.troubles.length })}</li>}
        </ul>
      )}
    </Section>
  );
}

function Consumers({ cluster, value }: { readonly cluster: string; readonly value: Overview['consumers'] }) {
  const [of, setOf] = useState<'cpu' | 'memory'>('cpu');
  const text = of === 'cpu' ? cores : bytes;
  const choice = (
    <Segments
      label={t('overview.consumers')}
      options={[
        { id: 'cpu', title: t('overview.cpu') },
        { id: 'memory', title: t('overview.memory') },
      ]}
      current={of}
      onChange={setOf}
    />
  );
  return (
    <Section title={t('overview.consumers')} end={value.lack ? undefined : choice}>
      {value.lack ? (
        value.lack.state === 'absent' ? (
          <p className={styles.said}>{t('overview.noMetrics')}</p>
        ) : (
          <LackSentence lack={value.lack} what={t('overview.consumers')} />
        )
      ) : (
        <ul className={styles.list}>
          {value[of].map((one) => (
            <li key={`${one.pod.namespace}/${one.pod.name}`}>
              <ThingLink cluster={cluster} of={one.pod} />
              <span>{text(one.used)}</span>
              <small>{one.request > 0 ? t('overview.request', { amount: text(one.request) }) : t('overview.noRequest')}</small>
              <MicroBar used={one.used} request={one.request || undefined} limit={one.limit || undefined} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Versions({ cluster, value }: { readonly cluster: string; readonly value: Overview['versions'] }) {
  const server = useCluster(cluster)?.version;
  const plane = useControlPlane(cluster);
  const bad = plane?.state === 'known' ? plane.checks.filter((check) => !check.ok) : [];
  return (
    <Section title={t('overview.control')} beside={server}>
      <ul className={styles.list}>
        <li>
          <span>{t('overview.control.parts')}</span>
          {plane === undefined ? (
            <small>{t('overview.control.asking')}</small>
          ) : plane.state === 'unknown' ? (
            <Status health="unknown" word={t('overview.notChecked')} more={plane.detail} />
          ) : bad.length === 0 ? (
            <Status health="ok" word={t('overview.control.all', { count: plane.checks.length })} />
          ) : (
            <Status health="error" word={bad.map((check) => check.name).join(', ')} />
          )}
        </li>
        {value.kubelets.map(({ version, nodes }) => (
          <li key={version}>
            <span>{t('overview.kubelets', { count: nodes, version })}</span>
            <Skew behind={skew(server, version)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Skew({ behind }: { readonly behind: number | undefined }) {
  if (behind === undefined) return <Status health="unknown" word={t('overview.skew.unknown')} />;
  if (behind === 0) return <Status health="ok" word={t('overview.skew.same')} />;
  return (
    <Status
      health={supported(behind) ? 'off' : 'error'}
      word={behind > 0 ? t('overview.skew.behind', { count: behind }) : t('overview.skew.ahead', { count: -behind })}
      more={supported(behind) ? undefined : t('overview.skew.unsupported')}
    />
  );
}

function Certificates({ cluster, value }: { readonly cluster: string; readonly value: Overview['certificates'] }) {
  const unread = value.lacks.map(({ resource, lack }) => lackWords(lack, resource));
  return (
    <Section title={t('overview.certificates')} beside={t('overview.certificatesRead', { count: value.found })}>
      {value.soon.length === 0 ? (
        <p className={styles.said}>{value.found === 0 ? t('overview.unreadCertificates') : t('overview.noCertificates')}</p>
      ) : (
        <ul className={styles.list}>
          {value.soon.map((one) => (
            <li key={`${one.holder.resource}/${one.holder.namespace}/${one.holder.name}/${one.at}`}>
              <span className={styles.worded}>
                <ThingLink cluster={cluster} of={one.holder} /> <small>{one.holder.kind}</small>
              </span>
              <Status
                health={one.at < Date.now() ? 'error' : 'warning'}
                word={one.at < Date.now() ? t('overview.ended', { at: moment(one.at) }) : t('overview.ends', { at: moment(one.at) })}
              />
            </li>
          ))}
        </ul>
      )}
      <p className={styles.lack}>
        {t('overview.secretsUnread')} {unread.join(' ')}
      </p>
    </Section>
  );
}
