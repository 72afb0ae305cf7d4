import { Store, useStore } from '../model/store';
import type { ObjectRef } from '../model/types';

/** What a person has chosen. It is kept in this browser at once, and for the person on the server (interfaces.md §8). */
export interface Settings {
  readonly theme: 'light' | 'dark' | 'system';
  readonly contrast: 'normal' | 'high' | 'system';
  readonly language: string;
  /** whose way of writing numbers and dates; '' = the language's */
  readonly locale: string;
  /** an IANA time zone; '' = this browser's */
  readonly zone: string;
  readonly hours: '12' | '24';
  readonly density: 'compact' | 'comfortable';
  /** navigation groups that are folded */
  readonly folded: readonly string[];
  /** columns chosen, by kind */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** how clusters are marked, by id */
  readonly clusters: Readonly<Record<string, ClusterMark>>;
  /** namespaces that a cluster opens with, by id */
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
  readonly starred: readonly Star[];
  readonly views: readonly SavedView[];
  readonly notices: NoticeSettings;
}

/** How far somebody has read the notifications, and which kinds of them they do not want. */
export interface NoticeSettings {
  /** epoch ms, 0 = never */
  readonly seen: number;
  readonly muted: readonly string[];
}

/** What somebody says of a cluster, so that nobody takes one for another. */
export interface ClusterMark {
  readonly name?: string;
  readonly color?: string;
  readonly icon?: string;
  /** destructive actions ask for the name */
  readonly production?: boolean;
  /** not in lists of clusters */
  readonly hidden?: boolean;
}

/** A kind (without a name) or an object that somebody wants at hand. */
export interface Star extends Omit<ObjectRef, 'cluster' | 'name'> {
  readonly cluster?: string;
  readonly name?: string;
}

/** An address under a name. */
export interface SavedView {
  readonly name: string;
  /** path and query below the base path */
  readonly to: string;
}

const KEY = 'fresnel.settings';
export const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', ja: '日本語' };

/** Values that nobody has chosen, for this browser's person. */
function usual(): Settings {
  const wished = navigator.languages?.map((language) => language.split('-')[0]!) ?? [];
  const language = wished.find((one) => one in LANGUAGES) ?? 'en';
  return {
    theme: 'system',
    contrast: 'system',
    language,
    locale: '',
    zone: '',
    hours: '24',
    density: 'compact',
    folded: ['network', 'storage', 'configuration', 'security', 'custom'],
    columns: {},
    clusters: {},
    namespaces: {},
    starred: [],
    views: [],
    notices: { seen: 0, muted: [] },
  };
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value.length <= 200;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isMap =
  (of: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(of);
const isList =
  (of: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= 500 && value.every(of);
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const optional = (value: unknown, check: Check) => value === undefined || check(value);
const isMark: Check = (value) =>
  isObject(value) &&
  ['name', 'color', 'icon'].every((field) => optional(value[field], isText)) &&
  ['production', 'hidden'].every((field) => optional(value[field], (flag) => typeof flag === 'boolean'));
const isStar: Check = (value) => isObject(value) && isText(value.resource) && ['cluster', 'namespace', 'name'].every((field) => optional(value[field], isText));
const isView: Check = (value) => isObject(value) && isText(value.name) && typeof value.to === 'string' && /^\/(?!\/)/.test(value.to) && value.to.length <= 4000;

const CHECKS: Readonly<Record<keyof Settings, Check>> = {
  theme: oneOf('light', 'dark', 'system'),
  contrast: oneOf('normal', 'high', 'system'),
  language: (value) => typeof value === 'string' && value in LANGUAGES,
  locale: (value) => value === '' || (isText(value) && isLocale(value as string)),
  zone: (value) => value === '' || (isText(value) && isZone(value as string)),
  hours: oneOf('12', '24'),
  density: oneOf('compact', 'comfortable'),
  folded: isTexts,
  columns: isMap(isTexts),
  clusters: isMap(isMark),
  namespaces: isMap(isTexts),
  starred: isList(isStar),
  views: isList(isView),
  notices: (value) => isObject(value) && typeof value.seen === 'number' && isTexts(value.muted),
};

export function isLocale(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Of what a file or the server says, what can be used; names of the rest go into `unfit`. */
export function fitting(given: unknown, unfit: string[] = []): Partial<Settings> {
  if (!isObject(given)) return {};
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!(name in CHECKS) || !CHECKS[name as keyof Settings](value)) unfit.push(name);
    else known[name] = value;
  }
  return known as Partial<Settings>;
}

function stored(): Partial<Settings> {
  try {
    return fitting(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}

let mine: Partial<Settings> = stored();
let everybodys: Partial<Settings> = {};
const settings = new Store<Settings>({ ...usual(), ...mine });
const changes = new Set<() => void>();

export function useSettings(): Settings {
  return useStore(settings);
}

export function currentSettings(): Settings {
  return settings.get();
}

export function changeSettings(change: Partial<Settings>): void {
  take({ ...mine, ...change });
  for (const told of changes) told();
}

/** What this person has chosen, without what is usual. */
export function chosenSettings(): Partial<Settings> {
  return mine;
}

/** Replaces everything that the person has chosen. */
export function replaceSettings(chosen: Partial<Settings>): void {
  take(chosen);
  for (const told of changes) told();
}

/** What the server keeps: not told back to it. */
export function takeSettings(chosen: Partial<Settings>, defaults: Partial<Settings>): void {
  everybodys = defaults;
  take(chosen);
}

function take(chosen: Partial<Settings>): void {
  mine = chosen;
  settings.set({ ...usual(), ...everybodys, ...mine });
  try {
    localStorage.setItem(KEY, JSON.stringify(mine));
  } catch {
    // a browser that stores nothing still shows the choice until it is closed
  }
}

export function onSettings(listener: () => void): () => void {
  return settings.subscribe(listener);
}

/** Calls back when the person chose something here. */
export function onChosen(listener: () => void): () => void {
  changes.add(listener);
  return () => {
    changes.delete(listener);
  };
}

if (typeof window !== 'undefined') {
  // Another tab of this browser chose something: two tabs must not undo each other.
  window.addEventListener('storage', (event) => event.key === KEY && take(stored()));
}
