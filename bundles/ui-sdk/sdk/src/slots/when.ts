import type { Kind } from '../model/types';

/**
 * Judges a condition: terms joined by `&&`. `kind:group/Kind` or `kind:Kind` wants the kind to be served,
 * `can:verb:resource` wants the verb to be offered. A term that is not known is false, so that nothing shows by mistake.
 */
export function holds(condition: string | undefined, kinds: readonly Kind[]): boolean {
  if (condition === undefined || condition.trim() === '') return true;
  return condition.split('&&').every((term) => termHolds(term.trim(), kinds));
}

function termHolds(term: string, kinds: readonly Kind[]): boolean {
  const [word, first = '', second = ''] = term.split(':');
  if (word === 'kind') {
    const [group, name] = first.includes('/') ? first.split('/') : ['', first];
    return kinds.some((kind) => kind.kind === name && kind.group === group);
  }
  if (word === 'can') return kinds.some((kind) => kind.resource === second && kind.verbs.includes(first));
  return false;
}
