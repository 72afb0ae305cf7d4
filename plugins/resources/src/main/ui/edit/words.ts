import { t } from '@fresnel/sdk';
import type { Fault } from './schema/protocol';

/** What is wrong with a text, in the person's language. */
export function faultWords({ code, args }: Fault): string {
  switch (code) {
    case 'syntax':
      return t('fault.syntax', args);
    case 'duplicate':
      return t('fault.duplicate');
    case 'noObject':
      return t('fault.noObject');
    case 'required':
      return t('fault.required', args);
    case 'unknown':
      return args.near === '' ? t('fault.unknown', args) : t('fault.unknownNear', args);
    case 'unknownKind':
      return t('fault.unknownKind', args);
    case 'type':
      return t('fault.type', args);
    case 'empty':
      return t('fault.empty', args);
    case 'enum':
      return t('fault.enum', args);
    case 'quantity':
      return t('fault.quantity', args);
    case 'twice':
      return t('fault.twice', args);
    case 'format':
      return t('fault.format', args);
    case 'pattern':
      return t('fault.pattern', args);
    case 'minimum':
    case 'minLength':
    case 'minItems':
      return t('fault.least', args);
    default:
      return t('fault.most', args);
  }
}

/** A value in a word or two; long ones are cut, whole in the tooltip. */
export function valueWords(value: unknown): string {
  if (value === undefined) return t('edit.absent');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
