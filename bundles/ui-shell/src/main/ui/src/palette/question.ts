import type { Kind } from '@fresnel/sdk';

/** What somebody means by what they type: `po/web -n shop`, `deploy web`, or just words. */
export interface Question {
  /** words to look for */
  readonly q: string;
  /** kinds that were named; undefined = all */
  readonly kind?: Kind;
  readonly namespace?: string;
  /** the name is whole: what is meant may be gone to at once */
  readonly name?: string;
}

const NAMESPACE = /(?:^|\s)(?:-n|--namespace)(?:\s+|=)(\S+)/;

export function readQuestion(text: string, kinds: readonly Kind[]): Question {
  const namespace = NAMESPACE.exec(text)?.[1];
  const rest = text.replace(NAMESPACE, ' ').trim();
  const [head = '', ...tail] = rest.split(/\s+/);
  const slash = head.indexOf('/');
  const word = slash > 0 ? head.slice(0, slash) : head;
  const more = slash > 0 ? [head.slice(slash + 1), ...tail] : tail;
  const kind = kindNamed(word, kinds);
  const named = namespace === undefined ? {} : { namespace };
  if (kind === undefined || (slash <= 0 && tail.length === 0)) return { q: [rest, namespace].filter(Boolean).join(' '), ...named };
  const words = more.filter((one) => one !== '');
  const whole = slash > 0 && words.length === 1 ? { name: words[0]! } : {};
  return { q: [...words, namespace].filter(Boolean).join(' '), kind, ...named, ...whole };
}

/** A kind by its plural, singular, short name, or plural with group; as kubectl understands it. */
export function kindNamed(word: string, kinds: readonly Kind[]): Kind | undefined {
  const wanted = word.toLowerCase();
  if (wanted === '') return undefined;
  const by = (same: (kind: Kind) => boolean) => kinds.find(same);
  const plural = (kind: Kind) => (kind.group === '' ? kind.resource : kind.resource.slice(0, -kind.group.length - 1));
  return (
    by((kind) => kind.resource === wanted) ??
    by((kind) => kind.shortNames?.includes(wanted) ?? false) ??
    by((kind) => plural(kind) === wanted) ??
    by((kind) => kind.kind.toLowerCase() === wanted)
  );
}
