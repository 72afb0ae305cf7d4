import { at, fieldsOf, listOf, textOf } from './fields';

/** A label selector of a manifest as `kubectl -l` writes it; undefined when it selects nothing or cannot be written so. */
export function selectorText(selector: unknown): string | undefined {
  const labels = fieldsOf(at(selector, 'matchLabels'));
  const expressions = listOf(at(selector, 'matchExpressions'));
  const parts = [...Object.entries(labels).map(([key, value]) => `${key}=${textOf(value)}`), ...expressions.map(expression)];
  return parts.length === 0 || parts.includes('') ? undefined : parts.join(',');
}

export function mapText(map: unknown): string | undefined {
  const entries = Object.entries(fieldsOf(map));
  return entries.length === 0 ? undefined : entries.map(([key, value]) => `${key}=${textOf(value)}`).join(',');
}

function expression(one: Readonly<Record<string, unknown>>): string {
  const key = textOf(one.key);
  const values = Array.isArray(one.values) ? one.values.map(textOf).join(',') : '';
  switch (textOf(one.operator)) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return '';
  }
}

/** The same for people: `all` when nothing is asked. */
export function selectorWords(selector: unknown): string {
  return selectorText(selector) ?? '';
}
