import { getJson, ProblemError } from '@fresnel/sdk';
import { basePath, problemIn } from '@fresnel/sdk/host';

/** One field of a form, as in kernel/docs/interfaces.md §8. */
export interface Field {
  readonly name: string;
  readonly type: 'text' | 'number' | 'flag' | 'choice' | 'list';
  readonly title?: string;
  readonly help?: string;
  readonly value?: unknown;
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly options?: readonly string[];
  readonly secret?: boolean;
}

/** Settings of one plugin: its form and what is set. */
export interface Shown {
  readonly plugin: string;
  readonly id: string;
  readonly title: string;
  readonly scope: 'install' | 'cluster' | 'user';
  readonly editable: boolean;
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, unknown>>;
}

export async function readSettings(cluster: string | undefined, signal?: AbortSignal): Promise<readonly Shown[]> {
  const query = cluster === undefined ? '' : `?cluster=${encodeURIComponent(cluster)}`;
  return (await getJson<{ settings: readonly Shown[] }>(`/api/v1/settings${query}`, signal)).settings;
}

export async function writeSettings(
  shown: Pick<Shown, 'plugin' | 'id' | 'scope'>,
  values: Readonly<Record<string, unknown>>,
  cluster: string | undefined,
): Promise<void> {
  const query = shown.scope === 'cluster' && cluster !== undefined ? `?cluster=${encodeURIComponent(cluster)}` : '';
  const response = await fetch(`${basePath()}/api/v1/settings/${shown.plugin}/${shown.id}${query}`, {
    method: 'PUT',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(values),
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
}

/** What is wrong with a value, before the server is asked: the name of the rule, and its bound. */
export type Fault =
  | { readonly rule: 'required' | 'number' | 'pattern' | 'secret' }
  | { readonly rule: 'min' | 'max' | 'shorter' | 'longer'; readonly bound: number };

const SECRET = /^[^/\s]+\/[^/\s]+\/[^/\s]+$/;

export function faultOf(field: Field, value: unknown): Fault | undefined {
  if (field.type === 'flag') return undefined;
  if (field.type === 'number') return numberFault(field, value);
  if (field.type === 'list') return Array.isArray(value) && value.length === 0 && field.required ? { rule: 'required' } : undefined;
  const text = typeof value === 'string' ? value : '';
  if (text === '') return field.required ? { rule: 'required' } : undefined;
  if (field.secret && !SECRET.test(text)) return { rule: 'secret' };
  if (field.min !== undefined && text.length < field.min) return { rule: 'shorter', bound: field.min };
  if (field.max !== undefined && text.length > field.max) return { rule: 'longer', bound: field.max };
  return field.pattern !== undefined && !matches(field.pattern, text) ? { rule: 'pattern' } : undefined;
}

function numberFault({ min, max, required }: Field, value: unknown): Fault | undefined {
  if (value === undefined || value === '') return required ? { rule: 'required' } : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return { rule: 'number' };
  if (min !== undefined && value < min) return { rule: 'min', bound: min };
  return max !== undefined && value > max ? { rule: 'max', bound: max } : undefined;
}

/** The server has the last word on patterns that only Java can read. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return true;
  }
}
