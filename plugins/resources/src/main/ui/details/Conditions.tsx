import { type Health, type KubeObject, t } from '@fresnel/sdk';
import { Age, Section, Status, Table } from '@fresnel/ui';
import { listOf, textOf } from './fields';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly since: number | undefined;
}

/** Conditions that are bad news when they are true; all others are good news then. */
const BAD = /Pressure$|Unavailable$|Failure$|^Failed|Failed$|^Degraded$|^Stalled$|^DisruptionTarget$|^Corrupt|^Terminating$|Violation$/;

export function Conditions({ object }: { readonly object: KubeObject }) {
  const conditions = listOf(object.status?.conditions).map(condition);
  if (conditions.length === 0) return undefined;
  return (
    <Section title={t('section.conditions')}>
      <Table
        label={t('section.conditions')}
        keyOf={(one) => one.type}
        rows={conditions}
        columns={[
          { id: 'type', title: t('condition.type'), cell: (one) => <Status health={healthOf(one)} word={one.type} /> },
          { id: 'status', title: t('condition.status'), cell: (one) => one.status },
          { id: 'reason', title: t('condition.reason'), cell: (one) => one.reason, minor: true },
          { id: 'message', title: t('condition.message'), grows: true, cell: (one) => one.message && <span title={one.message}>{one.message}</span> },
          { id: 'since', title: t('condition.since'), end: true, cell: (one) => <Age since={one.since} /> },
        ]}
      />
    </Section>
  );
}

function condition(one: Readonly<Record<string, unknown>>): Condition {
  const changed = textOf(one.lastTransitionTime) || textOf(one.lastUpdateTime);
  return {
    type: textOf(one.type),
    status: textOf(one.status),
    reason: textOf(one.reason),
    message: textOf(one.message),
    since: changed === '' ? undefined : Date.parse(changed),
  };
}

export function healthOf({ type, status }: Pick<Condition, 'type' | 'status'>): Health {
  if (status === 'Unknown') return 'unknown';
  const bad = BAD.test(type);
  if (status === 'True') return bad ? 'error' : 'ok';
  if (bad) return 'ok';
  return type === 'Complete' || type === 'SuccessCriteriaMet' || type === 'Suspended' ? 'off' : 'warning';
}
