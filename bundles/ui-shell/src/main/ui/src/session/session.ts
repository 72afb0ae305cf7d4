import { getJson, type Problem, ProblemError, problemOf } from '@fresnel/sdk';
import { basePath, live, problemIn, Store, useStore } from '@fresnel/sdk/host';

/** Who the person is, as far as the page knows. */
export type Session =
  | { readonly state: 'asking' }
  /** the server does not answer yet, or not at all; it is asked again */
  | { readonly state: 'waiting'; readonly problem: Problem }
  | { readonly state: 'out'; readonly problem?: Problem }
  | { readonly state: 'in'; readonly name: string };

const AGAIN = 1_000;
const session = new Store<Session>({ state: 'asking' });

export function useSession(): Session {
  return useStore(session);
}

/** Calls back once somebody is signed in, each time that happens. */
export function onEntered(listener: () => void): void {
  session.subscribe(() => session.get().state === 'in' && listener());
}

/** The address that is printed at the start ends in a key that works once: the page trades it for its session and forgets it. */
export async function enter(): Promise<void> {
  const key = keyIn(window.location.hash);
  if (key === undefined) return ask();
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  await signIn(key);
}

/** Trades a key for a session. A key that is refused does not end a session that there is. */
export async function signIn(addressOrKey: string): Promise<void> {
  const text = addressOrKey.trim();
  const key = keyIn(text.includes('#') ? text.slice(text.indexOf('#')) : '') ?? text;
  try {
    await trade(key);
    await ask();
  } catch (cause) {
    await ask(problemOf(cause));
  }
}

async function trade(key: string): Promise<void> {
  const response = await fetch(`${basePath()}/auth/local`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
}

function keyIn(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('key') ?? undefined;
}

async function ask(refusal?: Problem): Promise<void> {
  try {
    const { name } = await getJson<{ name: string }>('/api/v1/me');
    session.set({ state: 'in', name });
  } catch (cause) {
    const problem = problemOf(cause);
    if (cause instanceof ProblemError && problem.status === 401) {
      session.set({ state: 'out', ...(refusal ? { problem: refusal } : {}) });
    } else {
      session.set({ state: 'waiting', problem });
      setTimeout(() => void ask(refusal), AGAIN);
    }
  }
}

/** A session that ends under an open page is asked for anew. */
live.connection.subscribe(() => {
  const connection = live.connection.get();
  if (connection.state !== 'waiting' || connection.problem?.status !== 401) return;
  live.stop();
  session.set({ state: 'out' });
});
