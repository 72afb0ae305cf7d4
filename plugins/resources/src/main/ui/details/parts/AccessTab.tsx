import { t, useEndpoint } from '@fresnel/sdk';
import { Problem, Section, Skeleton, Table } from '@fresnel/ui';
import { ObjectLink, useSubject } from '../context';
import styles from '../details.module.css';
import { Several } from '../generic/Value';
import { Subject } from './rbac';

interface Holder {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly verbs: readonly string[];
  readonly by: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
}

interface Access {
  readonly holders: readonly Holder[];
  readonly unread: readonly string[];
}

/** Who may do what with this object. */
export function AccessTab() {
  const { of } = useSubject();
  const answer = useEndpoint<Access>('/rbac/access', { cluster: of.cluster, resource: of.resource, namespace: of.namespace, name: of.name });
  return (
    <div className={styles.scroll}>
      <Section title={t('access.title')} beside={t('access.note')}>
        {answer.state === 'loading' && <Skeleton label={t('rbac.loading')} rows={4} />}
        {answer.state === 'failed' && <Problem tried={t('rbac.failed')} problem={answer.problem} />}
        {answer.state === 'known' && <Holders access={answer.value} />}
      </Section>
    </div>
  );
}

function Holders({ access: { holders, unread } }: { readonly access: Access }) {
  return (
    <>
      {unread.length > 0 && <p className={styles.third}>{t('rbac.unread', { kinds: unread.join(', ') })}</p>}
      {holders.length === 0 ? (
        <p>{t('access.nobody')}</p>
      ) : (
        <Table
          label={t('access.title')}
          rows={holders}
          keyOf={(one) => `${one.kind} ${one.namespace} ${one.name}`}
          wraps
          columns={[
            { id: 'kind', title: t('rbac.kind'), cell: (one) => one.kind },
            { id: 'name', title: t('rbac.name'), cell: (one) => <Subject subject={{ ...one }} /> },
            { id: 'namespace', title: t('fact.namespace'), minor: true, cell: (one) => one.namespace },
            { id: 'verbs', title: t('rbac.verbs'), cell: (one) => one.verbs.join(', ') },
            {
              id: 'by',
              title: t('access.by'),
              grows: true,
              cell: (one) => (
                <Several>
                  {one.by.map((binding) => (
                    <ObjectLink key={`${binding.kind} ${binding.name}`} {...binding} group="rbac.authorization.k8s.io" />
                  ))}
                </Several>
              ),
            },
          ]}
        />
      )}
    </>
  );
}
