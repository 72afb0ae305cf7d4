import { IntlMessageFormat } from 'intl-messageformat';
import { currentSettings } from '../page/settings';
import { locale } from './formats';

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
  const id = `${owner}\0${numbersOf(spoken)}\0${key}`;
  let format = formats.get(id);
  if (format === undefined) {
    format = new IntlMessageFormat(text, numbersOf(spoken), undefined, { ignoreTag: true });
    formats.set(id, format);
  }
  return String(format.format(isolated(args) as Record<string, string | number>));
}

/** Names of objects may be written from right to left, or hold marks that turn what follows: the sentence around them stays as it is. */
function isolated(args: Arguments = {}): Arguments {
  const own = Object.entries(args).map(([name, value]) => [
    name,
    typeof value === 'string' && TURNS.test(value) ? `\u2068${value.replace(MARKS, '')}\u2069` : value,
  ]);
  return Object.fromEntries(own) as Arguments;
}

const MARKS = /[\u202a-\u202e\u2066-\u2069]/g;
const TURNS = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/;

/** Numbers within a sentence follow the person's locale where it is of the same language: the sentence's grammar stays its own. */
function numbersOf(language: string): string {
  const wished = locale();
  return wished.split('-')[0] === language ? wished : language;
}
