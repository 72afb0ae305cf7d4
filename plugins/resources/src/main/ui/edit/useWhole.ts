import { type Kind, type KubeObject, kubePath, kubeRequest, type ObjectRef, type Problem, problemOf } from '@fresnel/sdk';
import { useEffect, useState } from 'react';

export interface Whole {
  readonly whole?: KubeObject;
  readonly problem?: Problem;
}

/**
 * An object with what no live channel carries: who wrote which field, and what was last applied.
 *
 * @param moment read again when it is another; nothing is asked while it is undefined
 */
export function useWhole(of: ObjectRef, kind: Kind | undefined, moment: string | undefined): Whole {
  const [state, setState] = useState<Whole>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another moment is another text
  useEffect(() => {
    if (kind === undefined || moment === undefined) return undefined;
    const leaving = new AbortController();
    kubeRequest<KubeObject>(of.cluster, kubePath(kind, of), { signal: leaving.signal }).then(
      ({ body }) => setState({ whole: body }),
      (cause: unknown) => leaving.signal.aborted || setState((before) => ({ ...before, problem: problemOf(cause) })),
    );
    return () => leaving.abort();
  }, [kind, of.cluster, of.resource, of.namespace, of.name, moment]);
  return state;
}
