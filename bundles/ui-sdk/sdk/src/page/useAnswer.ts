import { useEffect, useState } from 'react';
import type { Problem } from '../model/types';
import type { Endpoint, EndpointCall } from './endpoint';
import { problemOf } from './problem';
import { useScope } from './scope';

/** What an endpoint answers with: the server's `Answer`, or any other value as `known`. */
export type EndpointAnswer<T> =
  | { readonly state: 'known'; readonly value: T; readonly asOf?: string }
  | { readonly state: 'loading' }
  | { readonly state: 'forbidden'; readonly verb: string; readonly resource: string; readonly namespace: string }
  | { readonly state: 'unreachable'; readonly since: string; readonly detail: string }
  | { readonly state: 'failed'; readonly problem: Problem };

const LOADING = { state: 'loading' } as const;

/** Asks an endpoint for the page's first cluster, and again when the question changes. */
export function useAnswer<T>(endpoint: Endpoint, path: string, query: EndpointCall['query']): EndpointAnswer<T> {
  const { clusters } = useScope();
  const [answer, setAnswer] = useState<EndpointAnswer<T>>(LOADING);
  const key = JSON.stringify([path, { cluster: clusters[0], ...query }]);
  useEffect(() => {
    const [where, what] = JSON.parse(key) as [string, NonNullable<EndpointCall['query']>];
    const leaving = new AbortController();
    setAnswer(LOADING);
    endpoint.get<unknown>(where, { query: what, signal: leaving.signal }).then(
      (told) => setAnswer(read<T>(told)),
      (error: unknown) => leaving.signal.aborted || setAnswer({ state: 'failed', problem: problemOf(error) }),
    );
    return () => leaving.abort();
  }, [endpoint, key]);
  return answer;
}

/** The JSON of a Java `Answer`, else the value as it is. */
export function read<T>(told: unknown): EndpointAnswer<T> {
  if (typeof told === 'object' && told !== null) {
    const answer = told as { known?: T; asOf?: string; loading?: boolean; forbidden?: Refused; unreachable?: Gone };
    if (answer.asOf !== undefined && 'known' in answer) return { state: 'known', value: answer.known as T, asOf: answer.asOf };
    if (answer.loading === true) return LOADING;
    if (answer.forbidden !== undefined) return { state: 'forbidden', ...answer.forbidden };
    if (answer.unreachable !== undefined) return { state: 'unreachable', ...answer.unreachable };
  }
  return { state: 'known', value: told as T };
}

interface Refused {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
}

interface Gone {
  readonly since: string;
  readonly detail: string;
}
