import { Store } from '../model/store';
import { panels } from '../panels/panels';
import { under } from './base';
import { getJson } from './getJson';
import { ProblemError, problemIn, problemOf } from './problem';
import { forgetVisits } from './recent';
import { chosenSettings, fitting, onChosen, type Settings, takeSettings } from './settings';

/** Where settings are kept: on the server for the person, or in this browser alone, and why. */
export interface Keeping {
  readonly where: 'asking' | 'server' | 'browser';
  readonly why?: string;
  readonly mayDefault: boolean;
  readonly defaults: Partial<Settings>;
}

const PATH = '/api/v1/preferences';
const PAUSE = 600;
const MOST_WHEN_LEAVING = 20_000;

export const keeping = new Store<Keeping>({ where: 'asking', mayDefault: false, defaults: {} });
let timer: ReturnType<typeof setTimeout> | undefined;
let following = false;

/** In what the server keeps: it has been told of this person, even when nothing is chosen. */
const TOLD = { kept: 1 };
const OWNER = 'fresnel.owner';

/** What somebody else chose and looked at in this browser is no business of this person. */
function changeHands(person: string): void {
  try {
    const before = localStorage.getItem(OWNER);
    localStorage.setItem(OWNER, person);
    if (before === null || before === person) return;
  } catch {
    return; // what stores nothing remembers nobody
  }
  takeSettings({}, {});
  forgetVisits();
  panels.clear();
}

/** Takes what the server keeps for the person, and tells it each change; what a browser chose before goes there once. */
export async function followPreferences(person: string): Promise<void> {
  changeHands(person);
  const before = chosenSettings();
  try {
    const kept = await getJson<{ mine?: object; defaults?: unknown; mayDefault?: boolean }>(PATH);
    const mine = fitting(kept.mine);
    const defaults = fitting(kept.defaults);
    const none = Object.keys(kept.mine ?? {}).length === 0;
    const meanwhile = differing(before, chosenSettings());
    takeSettings(none ? chosenSettings() : { ...mine, ...meanwhile }, defaults);
    keeping.set({ where: 'server', mayDefault: kept.mayDefault === true, defaults });
    if (Object.keys(none ? chosenSettings() : meanwhile).length > 0) later();
  } catch (cause) {
    keeping.update((before) => ({ ...before, where: 'browser', why: problemOf(cause).detail }));
  }
  if (following) return;
  following = true;
  onChosen(later);
  window.addEventListener('pagehide', () => timer !== undefined && void write());
}

/** What somebody chose while the server was being asked wins over its answer. */
function differing(before: Partial<Settings>, now: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => before[name as keyof Settings] !== value)) as Partial<Settings>;
}

function later(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void write(), PAUSE);
}

async function write(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  try {
    await put(PATH, { ...chosenSettings(), ...TOLD });
    if (keeping.get().where !== 'server') keeping.update(({ why: _, ...before }) => ({ ...before, where: 'server' }));
  } catch (cause) {
    keeping.update((before) => ({ ...before, where: 'browser', why: problemOf(cause).detail }));
  }
}

/** Makes these the values of everybody who chose nothing else. */
export async function putDefaults(defaults: Partial<Settings>): Promise<void> {
  await put(`${PATH}/defaults`, defaults);
  keeping.update((before) => ({ ...before, defaults }));
  takeSettings(chosenSettings(), defaults);
}

/** Also when the page is left meanwhile, as far as browsers allow (64 KB). */
async function put(path: string, body: object): Promise<void> {
  const text = JSON.stringify(body);
  const response = await fetch(under(path), {
    method: 'PUT',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: text,
    keepalive: text.length < MOST_WHEN_LEAVING,
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
}
