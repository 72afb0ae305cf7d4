import { type Health, type KubeObject, t } from '@fresnel/sdk';
import { Age, Section, Status, Table, type TableColumn } from '@fresnel/ui';
import styles from './details.module.css';
import { listOf, textOf } from './fields';

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly since: number | undefined;
  readonly heartbeat: number | undefined;
}

/** Conditions that are bad news when they are true; all others are good news then. */
const BAD = /Pressure$|Unavailable$|Failure$|^Failed|Failed$|^Degraded$|^Stalled$|^DisruptionTarget$|^Corrupt|^Terminating$|Violation$|^Fallback$|^Paused$/;

export function Conditions({ object }: { readonly object: KubeObject }) {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return undefined;
  return (
    <Section title={t('section.conditions')}>
      <Table
        label={t('section.conditions')}
        keyOf={(one) => one.type}
        wraps
        rows={conditions}
        columns={[
          { id: 'type', title: t('condition.type'), cell: (one) => <Short text={one.type} health={healthOf(one)} /> },
          { id: 'status', title: t('condition.status'), cell: (one) => one.status },
          { id: 'reason', title: t('condition.reason'), cell: (one) => one.reason && <Short text={one.reason} />, minor: true },
          { id: 'message', title: t('condition.message'), grows: true, cell: (one) => one.message && <span title={one.message}>{one.message}</span> },
          { id: 'since', title: t('condition.since'), end: true, cell: (one) => <Age since={one.since} /> },
          ...(conditions.some((one) => one.heartbeat !== undefined) ? [HEARTBEAT()] : []),
        ]}
      />
    </Section>
  );
}

/** Whatever a controller writes where a word belongs, the message beside it keeps its room. */
function Short({ text, health }: { readonly text: string; readonly health?: Health }) {
  return (
    <span className={styles.short} title={text}>
      {health === undefined ? text : <Status health={health} word={text} />}
    </span>
  );
}

/** `status.conditions` of whatever kind. */
export function conditionsOf(object: KubeObject): readonly Condition[] {
  return listOf(object.status?.conditions).map(condition);
}

function condition(one: Readonly<Record<string, unknown>>): Condition {
  const changed = textOf(one.lastTransitionTime) || textOf(one.lastUpdateTime);
  return {
    type: textOf(one.type),
    status: textOf(one.status),
    reason: textOf(one.reason),
    message: textOf(one.message),
    since: momentOf(changed),
    heartbeat: momentOf(textOf(one.lastHeartbeatTime) || textOf(one.lastProbeTime)),
  };
}

export function healthOf({ type, status }: Pick<Condition, 'type' | 'status'>): Health {
  if (status === 'Unknown') return 'unknown';
  const bad = BAD.test(type);
  if (status === 'True') return bad ? 'error' : 'ok';
  if (bad) return 'ok';
  return type === 'Complete' || type === 'SuccessCriteriaMet' || type === 'Suspended' ? 'off' : 'warning';
}

const HEARTBEAT = (): TableColumn<Condition> => ({
  id: 'heartbeat',
  title: t('condition.heartbeat'),
  end: true,
  minor: true,
  cell: (one) => <Age since={one.heartbeat} />,
});

function momentOf(text: string): number | undefined {
  return text === '' ? undefined : Date.parse(text);
}
