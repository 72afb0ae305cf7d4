import { under } from './base';
import { ProblemError, problemIn } from './problem';

/** Reads one of the platform's own JSON paths, e.g. `/api/v1/me`. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(under(path), { headers: { Accept: 'application/json' }, ...(signal ? { signal } : {}) });
  if (!response.ok) throw new ProblemError(await problemIn(response));
  return (await response.json()) as T;
}
