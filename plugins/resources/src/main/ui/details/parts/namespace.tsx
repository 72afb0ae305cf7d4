import { pages, t, useCounts } from '@fresnel/sdk';
import { Link, Section, Table } from '@fresnel/ui';
import { useMemo } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { useObjects } from '../useObjects';
import { LimitsOf, QuotaTable } from './quota';

const COUNTED = [
  'pods',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'services',
  'ingresses.networking.k8s.io',
  'persistentvolumeclaims',
  'configmaps',
];

/** What is in a namespace, and what it may use. */
export function NamespaceSummary() {
  const { of, kinds } = useSubject();
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const namespaces = useMemo(() => [of.name], [of.name]);
  const counts = useCounts(clusters, COUNTED, namespaces);
  const quotas = useObjects({ cluster: of.cluster, resource: 'resourcequotas', namespace: of.name });
  const limits = useObjects({ cluster: of.cluster, resource: 'limitranges', namespace: of.name });
  const rows = COUNTED.flatMap((resource) => {
    const count = counts[resource];
    const kind = kinds.find((one) => one.resource === resource);
    return kind && count && 'total' in count ? [{ resource, kind: kind.kind, ...count }] : [];
  });
  return (
    <>
      <Section title={t('section.content')}>
        <Table
          label={t('section.content')}
          rows={rows}
          keyOf={(one) => one.resource}
          columns={[
            {
              id: 'kind',
              title: t('fact.kind'),
              grows: true,
              cell: (one) => <Link to={`/c/${of.cluster}/${one.resource}?ns=${encodeURIComponent(of.name)}`}>{one.kind}</Link>,
            },
            { id: 'total', title: t('content.total'), end: true, cell: (one) => one.total },
            {
              id: 'wrong',
              title: t('content.wrong'),
              end: true,
              cell: (one) => (one.error + one.warning > 0 ? <span className={styles.bad}>{one.error + one.warning}</span> : 0),
            },
          ]}
        />
      </Section>
      <Section title={t('section.quota')} beside={quotas.objects.length === 0 ? t('quota.none') : undefined}>
        {quotas.objects.map((quota) => (
          <div key={quota.metadata.name}>
            <Link to={pages.object({ cluster: of.cluster, resource: 'resourcequotas', namespace: of.name, name: quota.metadata.name })}>
              {quota.metadata.name}
            </Link>
            <QuotaTable object={quota} />
          </div>
        ))}
      </Section>
      <Section title={t('section.limits')} beside={limits.objects.length === 0 ? t('limit.none') : undefined}>
        {limits.objects.map((limit) => (
          <div key={limit.metadata.name}>
            <Link to={pages.object({ cluster: of.cluster, resource: 'limitranges', namespace: of.name, name: limit.metadata.name })}>
              {limit.metadata.name}
            </Link>
            <LimitsOf object={limit} />
          </div>
        ))}
      </Section>
    </>
  );
}
