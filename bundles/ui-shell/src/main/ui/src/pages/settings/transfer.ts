import { ProblemError, problemOf, type Settings } from '@fresnel/sdk';
import { chosenSettings, fitting, replaceSettings } from '@fresnel/sdk/host';
import { readSettings, type Shown, writeSettings } from './pluginSettings';

/** A file of settings, as it is exported. */
interface SettingsFile {
  readonly fresnel: 'settings';
  readonly version: 1;
  readonly preferences: Partial<Settings>;
  readonly plugins: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What came of an import, in lists of names. */
export interface Outcome {
  readonly taken: readonly string[];
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** What is chosen here, and the plugins' settings that one may change. Secrets are references and stay so. */
export async function exported(): Promise<string> {
  const all = (await readSettings(undefined)).filter((one) => one.editable);
  const plugins = Object.fromEntries(all.map((one) => [`${one.plugin}/${one.id}`, one.values]));
  const file: SettingsFile = { fresnel: 'settings', version: 1, preferences: chosenSettings(), plugins };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Takes what fits of a file, and says what did not. Nothing changes when it is no such file. */
export async function imported(text: string): Promise<Outcome> {
  const file = read(text);
  const unfit: string[] = [];
  const preferences = fitting(file.preferences, unfit);
  const forms = await readSettings(undefined);
  const outcomes = await Promise.all(Object.entries(file.plugins ?? {}).map(([name, values]) => take(name, values, forms)));
  replaceSettings({ ...chosenSettings(), ...preferences });
  return {
    taken: [...Object.keys(preferences), ...outcomes.flatMap((one) => (one.why === undefined ? [one.name] : []))],
    refused: [...unfit.map((name) => ({ name, why: '' })), ...outcomes.flatMap(({ name, why }) => (why === undefined ? [] : [{ name, why }]))],
  };
}

function read(text: string): Partial<SettingsFile> {
  let file: Partial<SettingsFile> | null = null;
  try {
    file = JSON.parse(text) as Partial<SettingsFile> | null;
  } catch {
    // no JSON is no such file either
  }
  if (typeof file !== 'object' || file === null || file.fresnel !== 'settings' || file.version !== 1) {
    throw new ProblemError({ status: 0, title: 'Unfit', detail: 'not a file of settings', code: 'SETTINGS_FILE' });
  }
  return file;
}

async function take(
  name: string,
  values: Readonly<Record<string, unknown>>,
  forms: readonly Shown[],
): Promise<{ readonly name: string; readonly why?: string }> {
  const form = forms.find((one) => `${one.plugin}/${one.id}` === name);
  if (form === undefined) return { name, why: 'no such plugin' };
  try {
    await writeSettings(form, values, undefined);
    return { name };
  } catch (cause) {
    return { name, why: problemOf(cause).detail };
  }
}
