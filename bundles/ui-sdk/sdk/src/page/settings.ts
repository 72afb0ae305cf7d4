import { Store, useStore } from '../model/store';

/** What a person has chosen for this browser. */
export interface Settings {
  readonly theme: 'light' | 'dark' | 'system';
  readonly language: string;
  readonly density: 'compact' | 'comfortable';
  /** navigation groups that are folded */
  readonly folded: readonly string[];
  /** columns chosen, by kind */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

const KEY = 'fresnel.settings';
export const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', ja: '日本語' };

function defaults(): Settings {
  const wished = navigator.languages?.map((language) => language.split('-')[0]!) ?? [];
  const language = wished.find((one) => one in LANGUAGES) ?? 'en';
  return { theme: 'system', language, density: 'compact', folded: ['network', 'storage', 'configuration', 'security', 'custom'], columns: {} };
}

function stored(): Partial<Settings> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
  } catch {
    return {};
  }
}

const settings = new Store<Settings>({ ...defaults(), ...stored() });

export function useSettings(): Settings {
  return useStore(settings);
}

export function currentSettings(): Settings {
  return settings.get();
}

export function changeSettings(change: Partial<Settings>): void {
  settings.update((before) => ({ ...before, ...change }));
  const chosen = { ...stored(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // a browser that stores nothing still shows the choice until it is closed
  }
}

export function onSettings(listener: () => void): () => void {
  return settings.subscribe(listener);
}
