import { type KubeObject, type ObjectRef, t, useKinds } from '@fresnel/sdk';
import { EmptyState, Problem, Skeleton } from '@fresnel/ui';
import { type ReactNode, useMemo } from 'react';
import { lastApplied } from '../edit/model/object';
import { useWhole } from '../edit/useWhole';
import { drift } from './applied';
import { Fields } from './Fields';
import styles from './history.module.css';

export interface AppliedProps {
  readonly of: ObjectRef;
  readonly object: KubeObject;
  readonly choice: ReactNode;
}

/** How the object differs from what `kubectl apply` left in it; read again when the object changes. */
export function Applied({ of, object, choice }: AppliedProps) {
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const kind = useKinds(clusters).kinds?.find((one) => one.resource === of.resource);
  const { whole, problem } = useWhole(of, kind, `${object.metadata.uid} ${object.metadata.generation ?? object.metadata.resourceVersion}`);
  const applied = useMemo(() => whole && lastApplied(whole), [whole]);
  const differences = useMemo(() => (applied && whole ? drift(applied, whole) : []), [applied, whole]);
  return (
    <>
      <div className={styles.tools}>{choice}</div>
      <div className={styles.scroll}>
        {problem && <Problem tried={t('history.triedApplied', { name: of.name })} problem={problem} />}
        {!whole && !problem && <Skeleton label={t('history.loading', { name: of.name })} />}
        {whole && !applied && <EmptyState text={t('history.noApplied')} />}
        {whole && applied && differences.length === 0 && <EmptyState text={t('history.asApplied')} />}
        {whole && applied && differences.length > 0 && (
          <>
            <p className={styles.about}>{t('history.drift', { count: differences.length })}</p>
            <div className={styles.alone}>
              <Fields differences={differences} label={t('history.view.applied')} />
            </div>
          </>
        )}
      </div>
    </>
  );
}
