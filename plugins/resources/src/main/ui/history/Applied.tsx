import { type KubeObject, kubePath, kubeRequest, type ObjectRef, type Problem as ProblemValue, problemOf, t, useKinds } from '@fresnel/sdk';
import { EmptyState, Problem, Skeleton } from '@fresnel/ui';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { lastApplied } from '../edit/model/object';
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
  const [whole, setWhole] = useState<KubeObject>();
  const [problem, setProblem] = useState<ProblemValue>();
  const generation = `${object.metadata.uid} ${object.metadata.generation ?? object.metadata.resourceVersion}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation is another text
  useEffect(() => {
    if (kind === undefined) return;
    const stop = new AbortController();
    kubeRequest<KubeObject>(of.cluster, kubePath(kind, of), { signal: stop.signal })
      .then(({ body }) => {
        setProblem(undefined);
        setWhole(body);
      })
      .catch((cause: unknown) => !stop.signal.aborted && setProblem(problemOf(cause)));
    return () => stop.abort();
  }, [kind, of, generation]);
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
