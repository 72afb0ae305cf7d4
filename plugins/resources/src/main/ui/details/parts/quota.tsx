import { t } from '@fresnel/sdk';
import { MicroBar, Section, Table } from '@fresnel/ui';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { at, type Fields, fieldsOf, listOf, textOf } from '../fields';
import { amountOf } from '../quantities';

/** What a quota allows and how much of it is used. */
export function QuotaBars() {
  const { object } = useSubject();
  return (
    <Section title={t('section.quota')}>
      <QuotaTable object={object} />
    </Section>
  );
}

export function QuotaTable({ object }: { readonly object: { readonly spec?: unknown; readonly status?: unknown } }) {
  const hard = fieldsOf(at(object.status, 'hard') ?? at(object.spec, 'hard'));
  const used = fieldsOf(at(object.status, 'used'));
  return (
    <Table
      label={t('section.quota')}
      rows={Object.keys(hard)}
      keyOf={(name) => name}
      columns={[
        { id: 'resource', title: t('quota.resource'), grows: true, cell: (name) => name },
        { id: 'bar', title: t('quota.share'), cell: (name) => <Share used={textOf(used[name])} hard={textOf(hard[name])} /> },
        { id: 'used', title: t('quota.used'), end: true, cell: (name) => textOf(used[name]) || '0' },
        { id: 'hard', title: t('quota.hard'), end: true, cell: (name) => textOf(hard[name]) },
      ]}
    />
  );
}

function Share({ used, hard }: { readonly used: string; readonly hard: string }) {
  const [of, all] = [amountOf(used || '0'), amountOf(hard)];
  if (of === undefined || all === undefined) return undefined;
  return (
    <span className={styles.meter}>
      <MicroBar used={of} limit={all} />
      {all > 0 ? `${Math.floor((of / all) * 100)} %` : ''}
    </span>
  );
}

interface Limit {
  readonly key: string;
  readonly type: string;
  readonly resource: string;
  readonly limits: Fields;
}

const PARTS = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;

/** What containers, pods and claims of a namespace get and may ask for. */
export function LimitTable() {
  const { object } = useSubject();
  return (
    <Section title={t('section.limits')}>
      <LimitsOf object={object} />
    </Section>
  );
}

export function LimitsOf({ object }: { readonly object: { readonly spec?: unknown } }) {
  const limits = listOf(at(object.spec, 'limits')).flatMap((limit): readonly Limit[] => {
    const resources = [...new Set(PARTS.flatMap((part) => Object.keys(fieldsOf(limit[part]))))];
    return resources.map((resource) => ({ key: `${textOf(limit.type)} ${resource}`, type: textOf(limit.type), resource, limits: limit }));
  });
  const titles = {
    min: t('limit.min'),
    max: t('limit.max'),
    defaultRequest: t('limit.defaultRequest'),
    default: t('limit.default'),
    maxLimitRequestRatio: t('limit.ratio'),
  };
  return (
    <Table
      label={t('section.limits')}
      rows={limits}
      keyOf={(one) => one.key}
      columns={[
        { id: 'type', title: t('limit.type'), cell: (one) => one.type },
        { id: 'resource', title: t('quota.resource'), grows: true, cell: (one) => one.resource },
        ...PARTS.map((part) => ({ id: part, title: titles[part], end: true, cell: (one: Limit) => textOf(fieldsOf(one.limits[part])[one.resource]) || '–' })),
      ]}
    />
  );
}
