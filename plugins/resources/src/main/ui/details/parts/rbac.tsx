import { type KubeObject, t, useEndpoint } from '@fresnel/sdk';
import { Problem, Section, Skeleton, Table } from '@fresnel/ui';
import { ObjectLink, useSubject } from '../context';
import styles from '../details.module.css';
import { type Fields, fieldsOf, listOf, textOf } from '../fields';
import { FieldTree } from '../generic/FieldTree';
import { isEmpty } from '../generic/paths';
import { Several } from '../generic/Value';
import { FactGrid } from './FactGrid';

export interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs?: readonly string[];
}

/** What a role allows. */
export function RoleRules() {
  const { object } = useSubject();
  const rules = listOf(object.rules) as readonly Rule[];
  return (
    <Section title={t('section.rules')} beside={String(rules.length)}>
      {rules.length > 0 && <RulesTable rules={rules} label={t('section.rules')} />}
      {!isEmpty(object.aggregationRule) && <FieldTree value={{ aggregationRule: object.aggregationRule }} />}
    </Section>
  );
}

export function RulesTable({ rules, label }: { readonly rules: readonly Rule[]; readonly label: string }) {
  return (
    <Table
      label={label}
      rows={rules.map((rule, index) => ({ rule, key: String(index) }))}
      keyOf={({ key }) => key}
      wraps
      columns={[
        { id: 'resources', title: t('rbac.resources'), grows: true, cell: ({ rule }) => <Several>{resourcesOf(rule)}</Several> },
        { id: 'names', title: t('rbac.names'), cell: ({ rule }) => <Several>{rule.resourceNames ?? []}</Several> },
        { id: 'verbs', title: t('rbac.verbs'), cell: ({ rule }) => (rule.verbs ?? []).join(', ') },
      ]}
    />
  );
}

/** `deployments.apps`, as kubectl writes them; paths as they are. */
export function resourcesOf(rule: Rule): readonly string[] {
  const named = (rule.resources ?? []).flatMap((resource) => {
    const [first = '', sub] = resource.split('/');
    return (rule.apiGroups ?? ['']).map((group) => `${first}${group === '' ? '' : `.${group}`}${sub === undefined ? '' : `/${sub}`}`);
  });
  return [...named, ...(rule.nonResourceURLs ?? [])];
}

/** Whom a binding gives which role. */
export function Binding() {
  const { object } = useSubject();
  const role = fieldsOf(object.roleRef);
  return (
    <>
      <Section title={t('section.role')}>
        <FactGrid
          items={[
            { name: t('rbac.kind'), value: textOf(role.kind) },
            { name: t('rbac.name'), value: <ObjectLink kind={textOf(role.kind)} group="rbac.authorization.k8s.io" name={textOf(role.name)} /> },
          ]}
        />
      </Section>
      <Subjects object={object} />
    </>
  );
}

function Subjects({ object }: { readonly object: KubeObject }) {
  const subjects = listOf(object.subjects);
  return (
    <Section title={t('section.subjects')} beside={String(subjects.length)}>
      {subjects.length > 0 && (
        <Table
          label={t('section.subjects')}
          rows={subjects}
          keyOf={(one) => `${textOf(one.kind)} ${textOf(one.namespace)} ${textOf(one.name)}`}
          columns={[
            { id: 'kind', title: t('rbac.kind'), cell: (one) => textOf(one.kind) },
            { id: 'name', title: t('rbac.name'), grows: true, cell: (one) => <Subject subject={one} /> },
            { id: 'namespace', title: t('fact.namespace'), cell: (one) => textOf(one.namespace) },
          ]}
        />
      )}
    </Section>
  );
}

export function Subject({ subject }: { readonly subject: Fields }) {
  const name = textOf(subject.name);
  if (subject.kind !== 'ServiceAccount') return <>{name}</>;
  return <ObjectLink kind="ServiceAccount" group="" name={name} namespace={textOf(subject.namespace) || undefined} />;
}

interface Grant {
  readonly binding: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly role: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly rules: readonly Rule[];
}

interface Grants {
  readonly grants: readonly Grant[];
  /** kinds that could not be read, so that there may be more */
  readonly unread: readonly string[];
}

/** What a ServiceAccount may do, by each binding that names it or a group that it is in. */
export function AccessOfSubject() {
  const { of } = useSubject();
  const answer = useEndpoint<Grants>('/rbac/grants', { cluster: of.cluster, kind: 'ServiceAccount', namespace: of.namespace, name: of.name });
  return (
    <Section title={t('section.access')}>
      {answer.state === 'loading' && <Skeleton label={t('rbac.loading')} rows={2} />}
      {answer.state === 'failed' && <Problem tried={t('rbac.failed')} problem={answer.problem} />}
      {answer.state === 'known' && <GrantList grants={answer.value} />}
    </Section>
  );
}

function GrantList({ grants: { grants, unread } }: { readonly grants: Grants }) {
  return (
    <div className={styles.stack}>
      {unread.length > 0 && <p className={styles.third}>{t('rbac.unread', { kinds: unread.join(', ') })}</p>}
      {grants.length === 0 && <p>{t('rbac.nothing')}</p>}
      {grants.map((grant) => (
        <div key={`${grant.binding.kind} ${grant.binding.namespace} ${grant.binding.name}`}>
          <h3 className={styles.worded}>
            {grant.role.kind} <ObjectLink {...grant.role} group="rbac.authorization.k8s.io" /> {t('rbac.by')} {grant.binding.kind}{' '}
            <ObjectLink {...grant.binding} group="rbac.authorization.k8s.io" />
          </h3>
          {grant.rules.length > 0 && <RulesTable rules={grant.rules} label={grant.role.name} />}
        </div>
      ))}
    </div>
  );
}
