import type { Kind } from '../model/types';

/** A question about cluster and user. */
export type Term =
  | { readonly is: 'kind'; readonly group: string; readonly kind: string; readonly versions: readonly string[] }
  | { readonly is: 'can'; readonly verb: string; readonly resource: string };

type When = Term | { readonly is: 'always' } | { readonly is: 'not'; readonly of: When } | { readonly is: 'all' | 'any'; readonly of: readonly When[] };

/** Whether the caller may, as far as the page has been told: `undefined` = not yet. */
export type May = (verb: string, resource: string) => boolean | undefined;

const WORD = /^\s*(&&|\|\||!|\(|\)|[a-z]+:[A-Za-z0-9.:/@_*-]+(?:\|(?!\|)[A-Za-z0-9]+)*)/;
const KIND = /^kind:(?:([a-z0-9.-]+)\/)?([A-Z][A-Za-z0-9]*)(?:@([a-z0-9]+(?:\|[a-z0-9]+)*))?$/;
const CAN = /^can:([a-z]+|\*):([a-z0-9-]+(?:\.[a-z0-9.-]+)?(?:\/[a-z]+)?)$/;

/**
 * Judges a condition: `kind:group/Kind@v1|v1beta1` wants the kind to be served, `can:verb:resource` wants the caller to have the right;
 * `!`, `&&`, `||`, parentheses. The server's `When` reads the same language. What cannot be read does not hold, so that nothing
 * shows by mistake. Until rights are told, a verb that the kind offers counts as one.
 */
export function holds(condition: string | undefined, kinds: readonly Kind[], may: May = () => undefined): boolean {
  const when = parse(condition ?? '');
  return when !== undefined && test(when, (term) => termHolds(term, kinds, may));
}

/** The questions about rights that a condition asks, as the server takes them: `can:list:pods`. */
export function rightsOf(condition: string | undefined): readonly string[] {
  const when = parse(condition ?? '');
  return when === undefined ? [] : terms(when).flatMap((term) => (term.is === 'can' ? [`can:${term.verb}:${term.resource}`] : []));
}

function termHolds(term: Term, kinds: readonly Kind[], may: May): boolean {
  if (term.is === 'kind') {
    const versions = (kind: Kind) => kind.versions ?? [kind.version];
    const served = (kind: Kind) => term.versions.length === 0 || versions(kind).some((version) => term.versions.includes(version));
    return kinds.some((kind) => kind.kind === term.kind && kind.group === term.group && served(kind));
  }
  const kind = named(term.resource, kinds);
  return kind !== undefined && (may(term.verb, term.resource) ?? kind.verbs.includes(term.verb));
}

/** The kind of a resource; a plural without its group is enough where only one kind has it. */
function named(resource: string, kinds: readonly Kind[]): Kind | undefined {
  const name = resource.split('/')[0];
  const exact = kinds.find((kind) => kind.resource === name);
  if (exact !== undefined || name?.includes('.')) return exact;
  const found = kinds.filter((kind) => kind.resource.split('.')[0] === name);
  return new Set(found.map((kind) => kind.resource)).size === 1 ? found[0] : undefined;
}

function test(when: When, holding: (term: Term) => boolean): boolean {
  switch (when.is) {
    case 'always':
      return true;
    case 'not':
      return !test(when.of, holding);
    case 'all':
      return when.of.every((one) => test(one, holding));
    case 'any':
      return when.of.some((one) => test(one, holding));
    default:
      return holding(when);
  }
}

function terms(when: When): readonly Term[] {
  switch (when.is) {
    case 'always':
      return [];
    case 'not':
      return terms(when.of);
    case 'all':
    case 'any':
      return when.of.flatMap(terms);
    default:
      return [when];
  }
}

/** `undefined` when it cannot be read. */
function parse(text: string): When | undefined {
  if (text.trim() === '') return { is: 'always' };
  const words = split(text);
  if (words === undefined) return undefined;
  let at = 0;
  const take = (word: string) => words[at] === word && ++at > 0;
  const many = (is: 'all' | 'any', word: string, one: () => When | undefined): When | undefined => {
    const of: When[] = [];
    do {
      const next = one();
      if (next === undefined) return undefined;
      of.push(next);
    } while (take(word));
    return of.length === 1 ? of[0] : { is, of };
  };
  const any = (): When | undefined => many('any', '||', all);
  const all = (): When | undefined => many('all', '&&', one);
  const one = (): When | undefined => {
    if (take('!')) {
      const of = one();
      return of === undefined ? undefined : { is: 'not', of };
    }
    if (take('(')) {
      const inside = any();
      return take(')') ? inside : undefined;
    }
    return termOf(words[at++] ?? '');
  };
  const whole = any();
  return at === words.length ? whole : undefined;
}

function split(text: string): readonly string[] | undefined {
  const words: string[] = [];
  for (let rest = text; rest.trim() !== ''; ) {
    const found = WORD.exec(rest);
    if (found === null) return undefined;
    words.push(found[1] as string);
    rest = rest.slice(found[0].length);
  }
  return words;
}

function termOf(word: string): Term | undefined {
  const kind = KIND.exec(word);
  if (kind !== null) return { is: 'kind', group: kind[1] ?? '', kind: kind[2] ?? '', versions: kind[3]?.split('|') ?? [] };
  const can = CAN.exec(word);
  return can === null ? undefined : { is: 'can', verb: can[1] ?? '', resource: can[2] ?? '' };
}
