import { IntlMessageFormat } from 'intl-messageformat';
import { currentSettings } from '../page/settings';

export type Arguments = Readonly<Record<string, string | number | boolean | Date | undefined>>;
type Catalogs = Readonly<Record<string, Readonly<Record<string, string>>>>;

const byOwner = new Map<string, Catalogs>();
const formats = new Map<string, IntlMessageFormat>();

/** Replaces the words of one owner; what was built from the old ones is forgotten. */
export function setWords(owner: string, catalogs: Catalogs | undefined): void {
  if (catalogs === undefined) byOwner.delete(owner);
  else byOwner.set(owner, catalogs);
  for (const key of [...formats.keys()]) if (key.startsWith(`${owner}\0`)) formats.delete(key);
}

/** The words for a key in the person's language, else in English, else the key itself. */
export function say(owner: string, key: string, args?: Arguments): string {
  const language = currentSettings().language;
  const catalogs = byOwner.get(owner);
  const spoken = catalogs?.[language]?.[key] === undefined ? 'en' : language;
  const text = catalogs?.[spoken]?.[key];
  if (text === undefined) return key;
  if (args === undefined && !/[{}']/.test(text)) return text;
  const id = `${owner}\0${spoken}\0${key}`;
  let format = formats.get(id);
  if (format === undefined) {
    format = new IntlMessageFormat(text, spoken, undefined, { ignoreTag: true });
    formats.set(id, format);
  }
  return String(format.format(args as Record<string, string | number>));
}

const numbers = new Map<string, Intl.NumberFormat>();

/** `1,284` in the person's language. */
export function number(value: number): string {
  const { language } = currentSettings();
  let format = numbers.get(language);
  if (format === undefined) {
    format = new Intl.NumberFormat(language);
    numbers.set(language, format);
  }
  return format.format(value);
}

const moments = new Map<string, Intl.DateTimeFormat>();

/** Date and time to the second with the zone, for tooltips and facts: `2025-11-21 07:31:44 JST`. */
export function moment(epochMs: number): string {
  const { language } = currentSettings();
  let format = moments.get(language);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' });
    moments.set(language, format);
  }
  return format.format(epochMs);
}

/** Time of day to the second. */
export function clock(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString(currentSettings().language, { hour12: false });
}
