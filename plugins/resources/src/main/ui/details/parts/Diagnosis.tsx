import { type Arguments, getJson, type Health, type KubeObject, type ObjectRef, pages, type Row, t } from '@fresnel/sdk';
import { Age, Link, Status, StatusIcon } from '@fresnel/ui';
import { useEffect, useState } from 'react';
import { conditionsOf, healthOf } from '../Conditions';
import styles from '../details.module.css';
import type { Events } from '../Events';
import type { ObjectStatus } from '../status';
import { words } from './Related';

interface Finding {
  readonly rule: string;
  readonly about: ObjectRef;
  readonly state: Health;
  readonly text: { readonly key: string; readonly args?: Arguments };
  readonly evidence: readonly { readonly object: ObjectRef; readonly pointer: string; readonly value: string }[];
}

export interface DiagnosisProps {
  readonly of: ObjectRef;
  readonly object: KubeObject;
  readonly status: ObjectStatus | undefined;
  readonly events: Events;
}

const FEW = 3;

/** What is wrong and how one can tell, when something is: what rules found, conditions that fail, the last warnings. */
export function Diagnosis({ of, object, status, events }: DiagnosisProps) {
  const bad = status !== undefined && (status.health === 'error' || status.health === 'warning' || status.health === 'waiting' || status.health === 'unknown');
  const findings = useFindings(of, bad);
  if (!bad || status === undefined) return undefined;
  const failing = conditionsOf(object).filter((one) => ['error', 'warning', 'unknown'].includes(healthOf(one)));
  const cell = (row: Row, id: string) => String(row.cells[events.snapshot.columns.findIndex((column) => column.id === id)] ?? '');
  const [last] = events.snapshot.rows;
  const cause = failing.find((one) => one.message)?.message ?? (last && cell(last, 'message'));
  const told = new Set<string>();
  const warnings = events.snapshot.rows.filter((row) => row.s !== 'ok' && !told.has(cell(row, 'message')) && told.add(cell(row, 'message'))).slice(0, FEW);
  if (findings.length + failing.length + warnings.length === 0 && !cause && !status.more) return undefined;
  return (
    <section className={`${styles.diagnosis} ${status.health === 'error' ? styles.error : ''}`} aria-label={t('diagnosis.title')}>
      <h2>
        <StatusIcon health={status.health} />
        <span>{[status.word, status.more].filter(Boolean).join(': ') || t('diagnosis.title')}</span>
      </h2>
      {cause && cause !== status.more && <p className={styles.wrapped}>{cause}</p>}
      <ul className={styles.evidence} aria-label={t('diagnosis.evidence')}>
        {findings.map((finding) => (
          <li key={finding.rule}>
            <Status health={finding.state} word={words(finding.rule.slice(0, finding.rule.indexOf('/')), finding.text.key, finding.text.args)} />
          </li>
        ))}
        {findings.flatMap((finding) =>
          finding.evidence.map((one) => (
            <li key={`${finding.rule} ${one.pointer}`} className={styles.worded}>
              <Link to={pages.object(one.object)}>{one.object.name}</Link> <code>{one.pointer}</code> {one.value}
            </li>
          )),
        )}
        {failing.map((one) => (
          <li key={one.type}>
            <Status health={healthOf(one)} word={`${one.type} ${one.status}`} more={one.reason} />{' '}
            {one.message && one.message !== cause && <small>{one.message}</small>}
          </li>
        ))}
        {warnings.map((row) => (
          <li key={row.k}>
            <Status health={row.s} word={cell(row, 'reason')} /> {cell(row, 'message') === cause ? '' : cell(row, 'message')}{' '}
            <small>
              <Age since={row.times?.[events.snapshot.columns.findIndex((column) => column.id === 'last-seen')]?.[0]?.[1] ?? row.t} />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What rules of plugins say of this object; asked again when it gets worse or better. */
function useFindings(of: ObjectRef, wanted: boolean): readonly Finding[] {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const { cluster, namespace, name, resource } = of;
  useEffect(() => {
    setFindings([]);
    if (!wanted) return;
    const leaving = new AbortController();
    const query = new URLSearchParams({ cluster, ...(namespace ? { namespace } : {}) });
    getJson<{ known?: readonly Finding[] }>(`/api/v1/findings?${query}`, leaving.signal).then(
      ({ known }) =>
        setFindings((known ?? []).filter(({ about }) => about.name === name && about.resource === resource && (about.namespace ?? '') === (namespace ?? ''))),
      () => {},
    );
    return () => leaving.abort();
  }, [cluster, namespace, name, resource, wanted]);
  return findings;
}
