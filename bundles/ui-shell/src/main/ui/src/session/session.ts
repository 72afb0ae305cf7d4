import { getJson, type Problem, ProblemError, problemOf } from '@fresnel/sdk';
import { basePath, live, problemIn, Store, tellReadOnly, useStore } from '@fresnel/sdk/host';

/** Who the person is, and which clusters have said something of their token (kernel/docs/interfaces.md §7). */
export interface Me {
  readonly name: string;
  readonly groups?: readonly string[];
  readonly door?: string;
  /** the user of this desktop, who uses each kubeconfig context as it is */
  readonly local?: boolean;
  /** when the session ends, epoch milliseconds */
  readonly expires?: number;
  /** nothing may be changed through this server, by anybody */
  readonly readOnly?: boolean;
  readonly clusters?: readonly { readonly id: string; readonly state: 'accepted' | 'refused'; readonly name?: string }[];
}

/** A way to come in. */
export interface Door {
  readonly id: string;
  readonly kind: 'token' | 'link' | 'redirect';
  readonly title?: string;
  readonly href?: string;
}

/** Who the person is, as far as the page knows. */
export type Session =
  | { readonly state: 'asking' }
  /** the server does not answer yet, or not at all; it is asked again */
  | { readonly state: 'waiting'; readonly problem: Problem }
  | { readonly state: 'out'; readonly problem?: Problem; readonly ended?: Ending }
  | { readonly state: 'in'; readonly me: Me };

/** Why a session that there was is over. */
export type Ending = 'logout' | 'expired' | 'refused' | 'over';

const AGAIN = 1_000;
const session = new Store<Session>({ state: 'asking' });
let last: Me | undefined;

export function useSession(): Session {
  return useStore(session);
}

/** Calls back once somebody is signed in, each time that happens. */
export function onEntered(listener: (me: Me) => void): void {
  session.subscribe(() => {
    const now = session.get();
    if (now.state === 'in') listener(now.me);
  });
}

/** The address that is printed at the start ends in a key that works once: the page trades it for its session and forgets it. */
export async function enter(): Promise<void> {
  const key = keyIn(window.location.hash);
  if (key === undefined) {
    live.start(); // while it is asked who looks; it ends again where that is nobody
    return ask();
  }
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  await signInByLink(key);
}

/** The ways in, best first. A server that does not name them has the printed address alone. */
export async function doors(): Promise<readonly Door[]> {
  try {
    const { doors: known } = await getJson<{ doors: readonly Door[] }>('/auth/methods');
    return known;
  } catch {
    return [{ id: 'link', kind: 'link' }];
  }
}

/** Trades a key for a session. A key that is refused does not end a session that there is. */
export async function signInByLink(addressOrKey: string): Promise<void> {
  const text = addressOrKey.trim();
  const key = keyIn(text.includes('#') ? text.slice(text.indexOf('#')) : '') ?? text;
  await come('/auth/local', { key });
}

/** Shows a cluster's token; it goes to the server once and is never kept in the page. */
export async function signInByToken(token: string): Promise<void> {
  await come('/auth/token', { token: token.trim() });
}

async function come(path: string, body: object): Promise<void> {
  try {
    await send(path, body);
    await ask();
  } catch (cause) {
    await ask(problemOf(cause));
  }
}

/** Ends the session everywhere. Nothing of what was seen stays in the page. */
export async function signOut(): Promise<void> {
  await send('/auth/logout', {});
  live.stop();
  window.location.reload();
}

async function send(path: string, body: object): Promise<void> {
  const response = await fetch(basePath() + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
}

function keyIn(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('key') ?? undefined;
}

async function ask(refusal?: Problem): Promise<void> {
  const before = session.get();
  try {
    const me = await getJson<Me>('/api/v1/me');
    // What the page still holds was shown to somebody else.
    if (last !== undefined && last.name !== me.name) return window.location.reload();
    last = me;
    tellReadOnly(me.readOnly === true);
    session.set({ state: 'in', me });
  } catch (cause) {
    const problem = problemOf(cause);
    if (cause instanceof ProblemError && problem.status === 401) {
      live.stop();
      const ended = endingOf(problem) ?? (before.state === 'out' ? before.ended : undefined);
      session.set({ state: 'out', ...(refusal ? { problem: refusal } : {}), ...(ended ? { ended } : {}) });
    } else {
      session.set({ state: 'waiting', problem });
      setTimeout(() => void ask(refusal), AGAIN);
    }
  }
}

function endingOf(problem: Problem): Ending | undefined {
  if (problem.code !== 'SESSION_ENDED') return undefined;
  const why = String(problem.args?.reason ?? '');
  return why === 'logout' || why === 'expired' || why === 'refused' ? why : 'over';
}

/** A session that ends under an open page is asked for anew; the address stays, and with it what the page shows. */
live.connection.subscribe(() => {
  const connection = live.connection.get();
  if (connection.state !== 'waiting' || connection.problem?.status !== 401) return;
  live.stop();
  // before it is known who looks there is no session that could have ended
  if (session.get().state === 'in') session.set({ state: 'out', ended: endingOf(connection.problem) ?? 'over' });
});
