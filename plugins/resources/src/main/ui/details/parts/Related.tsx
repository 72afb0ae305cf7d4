import { type Arguments, getJson, type Health, type KubeObject, type ObjectRef, pages, pluginWords, t } from '@fresnel/sdk';
import { Facts, Link, Section, Status } from '@fresnel/ui';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { textOf } from '../fields';

interface Relation {
  readonly plugin: string;
  readonly to: ObjectRef;
  readonly role: string;
}

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly state: Health;
  readonly link?: ObjectRef | null;
}

export interface Details {
  readonly relations: readonly Relation[];
  readonly sections: readonly { readonly plugin: string; readonly id: string; readonly title: string; readonly facts: readonly Fact[] }[];
}

const NONE: Details = { relations: [], sections: [] };
const Context = createContext<Details>(NONE);

/** Other objects come and go without a word of this one: so often it is asked who has to do with it, while somebody looks. */
const AGAIN = 15_000;

/** What plugins compute about an object: asked as soon as its page opens, again when its spec has changed, and now and then while it is live. */
export function useComputed({ cluster, resource, namespace, name }: ObjectRef, object: KubeObject | undefined, live: boolean): Details {
  const [details, setDetails] = useState(NONE);
  const now = object && (textOf(object.metadata.generation) || object.metadata.uid);
  // the first that is seen is what was asked for
  const first = useRef<string>(undefined);
  first.current ??= now;
  const later = now === first.current ? undefined : now;
  const [answered, setAnswered] = useState(0);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!live || answered === 0) return undefined;
    const timer = setInterval(() => document.visibilityState === 'visible' && setTurn(answered), AGAIN);
    return () => clearInterval(timer);
  }, [live, answered]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation has other relations
  useEffect(() => {
    const leaving = new AbortController();
    const query = new URLSearchParams({ cluster, resource, name, ...(namespace ? { namespace } : {}) });
    getJson<Details>(`/api/v1/details?${query}`, leaving.signal)
      .then(
        (told) => setDetails((before) => (JSON.stringify(before) === JSON.stringify(told) ? before : told)),
        () => {},
      )
      .then(() => leaving.signal.aborted || setAnswered((before) => before + 1));
    return () => leaving.abort();
  }, [cluster, resource, namespace, name, later, turn]);
  return details;
}

export function Computed({ details, children }: { readonly details: Details; readonly children: ReactNode }) {
  return <Context value={details}>{children}</Context>;
}

/** Words of the plugin that said it; the key where they want arguments that were not given. */
export function words(plugin: string, key: string, args?: Arguments): string {
  try {
    return pluginWords(plugin, key, args);
  } catch {
    return key;
  }
}

/** Other objects that have to do with this one, by what they are to it. */
export function Related() {
  const { relations } = useContext(Context);
  const groups = useMemo(() => {
    const byRole = new Map<string, Relation[]>();
    for (const one of relations) {
      const role = words(one.plugin, one.role);
      const list = byRole.get(role) ?? [];
      if (!list.some((other) => sameObject(other.to, one.to))) list.push(one);
      byRole.set(role, list);
    }
    return [...byRole];
  }, [relations]);
  if (groups.length === 0) return undefined;
  return (
    <Section title={t('section.related')} beside={t('related.count', { count: groups.reduce((sum, [, list]) => sum + list.length, 0) })}>
      <Facts items={groups.map(([role, list]) => ({ name: role, value: <Objects list={list} /> }))} />
    </Section>
  );
}

const FEW = 8;

function Objects({ list }: { readonly list: readonly Relation[] }) {
  const { kinds } = useSubject();
  const kindOf = (resource: string) => kinds.find((one) => one.resource === resource)?.kind ?? resource;
  return (
    <div className={styles.relations}>
      {list.slice(0, FEW).map(({ to }) => (
        <div key={`${to.resource} ${to.namespace} ${to.name}`} className={styles.worded}>
          <Link to={pages.object(plain(to))}>{to.name}</Link> <small className={styles.third}>{kindOf(to.resource)}</small>
        </div>
      ))}
      {list.length > FEW && <small className={styles.third}>{t('related.more', { count: list.length - FEW })}</small>}
    </div>
  );
}

function sameObject(one: ObjectRef, other: ObjectRef): boolean {
  return one.resource === other.resource && one.name === other.name && (one.namespace ?? '') === (other.namespace ?? '');
}

/** The server writes a namespace of nothing as `''`. */
function plain({ cluster, resource, namespace, name }: ObjectRef): ObjectRef {
  return namespace ? { cluster, resource, namespace, name } : { cluster, resource, name };
}

/** Sections that plugins' functions compute on the server. */
export function ComputedSections() {
  const { sections } = useContext(Context);
  return sections.map((section) => (
    <Section key={`${section.plugin} ${section.id}`} title={words(section.plugin, section.title)}>
      <Facts
        items={section.facts.map((fact) => ({
          name: words(section.plugin, fact.label),
          value: fact.link ? (
            <Link to={pages.object(plain(fact.link))}>{fact.value}</Link>
          ) : fact.state === 'ok' ? (
            fact.value
          ) : (
            <Status health={fact.state} word={fact.value} />
          ),
        }))}
      />
    </Section>
  ));
}
