import { type ActionField, type ActionInput, type ActionValue, t } from '@fresnel/sdk';

/** What a form begins with: what the objects say, else the defaults. A number that must be given has none. */
export function beginning(fields: readonly ActionField[], suggested: ActionInput): ActionInput {
  const entries = fields.flatMap((field): [string, ActionValue][] => {
    const value = suggested[field.name] ?? (field.required && field.type === 'number' ? undefined : field.value);
    return value === undefined ? [] : [[field.name, value]];
  });
  return Object.fromEntries(entries);
}

/** Fields that the server would refuse, with why; so that nothing is asked in vain. */
export function unfit(fields: readonly ActionField[], input: ActionInput): Readonly<Record<string, string>> {
  const entries = fields.flatMap((field): [string, string][] => {
    const why = wrong(field, input[field.name]);
    return why === undefined ? [] : [[field.name, why]];
  });
  return Object.fromEntries(entries);
}

function wrong(field: ActionField, value: ActionValue | undefined): string | undefined {
  if (value === undefined || value === '') return field.required ? t('action.required') : undefined;
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return t('action.noNumber');
    if (field.min !== undefined && value < field.min) return t('action.least', { min: field.min });
    if (field.max !== undefined && value > field.max) return t('action.greatest', { max: field.max });
  }
  if (typeof value === 'string') {
    if (field.max !== undefined && value.length > field.max) return t('action.longest', { max: field.max });
    if (field.pattern !== undefined && !matches(field.pattern, value)) return t('action.unfit');
  }
  return undefined;
}

/** A pattern that this browser cannot read is the server's to judge. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return true;
  }
}
