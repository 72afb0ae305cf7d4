import { type Cluster, type Found, type Kind, navigate, pages, type Scope, type SearchResult, t, useSearch } from '@fresnel/sdk';
import { StatusIcon } from '@fresnel/ui';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { PaletteItem } from './items';
import { readQuestion } from './question';

export interface Objects {
  readonly items: readonly PaletteItem[];
  /** what the answer does not cover, and that it is not complete yet */
  readonly said: readonly string[];
}

const PAUSE = 120;
const MOST = 50;
const NOTHING: Objects = { items: [], said: [] };

/** Objects of all kinds and clusters that answer what is typed; the server looks for them. */
export function useObjects(text: string, scope: Scope, kinds: readonly Kind[], clusters: readonly Cluster[]): Objects {
  const settled = useSettled(text.trim());
  const question = useMemo(() => readQuestion(settled, kinds), [settled, kinds]);
  const asked = useMemo(() => [...new Set([...scope.clusters, ...clusters.filter((one) => one.state === 'up').map((one) => one.id)])], [scope, clusters]);
  const short = question.q.length < 2 && question.kind === undefined;
  const answer = useSearch(short ? '' : question.q, {
    clusters: asked,
    limit: MOST,
    ...(question.kind ? { kinds: [question.kind.resource] } : {}),
  });
  // The last answer stays until the next one comes, so that the list does not flicker while somebody types.
  const [latest, setLatest] = useState<Found>();
  useEffect(() => {
    if (answer.value !== undefined) setLatest(answer.value);
  }, [answer.value]);
  return useMemo(() => {
    if (text.trim() === '' || short) return NOTHING;
    const found = answer.value ?? latest;
    const results = (found?.results ?? []).filter((one) => question.namespace === undefined || one.namespace === question.namespace);
    const several = new Set(results.map((one) => one.cluster)).size > 1;
    const direct = directly(question, scope);
    return {
      items: [...(direct && !results.some((one) => one.name === question.name) ? [direct] : []), ...results.map((one) => itemOf(one, several))],
      said: [...(answer.problem ? [t('palette.searchFailed', { detail: answer.problem.detail })] : []), ...(found ? coverage(found) : [])],
    };
  }, [text, short, answer, latest, question, scope]);
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** `pod/web-1 -n shop` is an address already. */
function directly({ kind, name, namespace }: ReturnType<typeof readQuestion>, scope: Scope): PaletteItem | undefined {
  const cluster = scope.clusters[0];
  const place = kind?.namespaced ? (namespace ?? (scope.namespaces.length === 1 ? scope.namespaces[0] : undefined)) : undefined;
  if (kind === undefined || name === undefined || cluster === undefined || (kind.namespaced && place === undefined)) return undefined;
  return {
    id: `direct ${kind.resource} ${place ?? ''} ${name}`,
    title: t('palette.goTo', { kind: kind.kind, name }),
    sort: place ?? cluster,
    run: () => navigate(pages.object({ cluster, resource: kind.resource, name, ...(place ? { namespace: place } : {}) })),
  };
}

function itemOf(one: SearchResult, several: boolean): PaletteItem {
  return {
    id: `object ${one.k}`,
    title: one.name,
    shown: <Marked name={one.name} marks={one.marks ?? []} />,
    icon: <StatusIcon health={one.state} />,
    sort: [one.kind, one.namespace, several ? one.cluster : undefined].filter(Boolean).join(' · '),
    run: () => navigate(pages.object({ cluster: one.cluster, resource: one.resource, name: one.name, ...(one.namespace ? { namespace: one.namespace } : {}) })),
  };
}

function Marked({ name, marks }: { readonly name: string; readonly marks: readonly (readonly [number, number])[] }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from > at) parts.push(name.slice(at, from));
    parts.push(<mark key={from}>{name.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <>
      {parts}
      {name.slice(at)}
    </>
  );
}

/** What was not looked at, by reason. */
function coverage(found: Found): readonly string[] {
  const kinds = (why: string) => [...new Set(found.uncovered.filter((one) => one.why === why).map((one) => one.resource))];
  const clusters = [...new Set(found.uncovered.filter((one) => one.why === 'unreachable').map((one) => one.cluster))];
  const forbidden = kinds('forbidden');
  const partly = kinds('partly');
  const unwatched = kinds('not-watched');
  return [
    ...(found.matched > found.results.length ? [t('palette.best', { shown: found.results.length, matched: found.matched })] : []),
    ...(found.complete ? [] : [t('palette.looking')]),
    ...(clusters.length > 0 ? [t('palette.unreachable', { clusters: clusters.join(', ') })] : []),
    ...(forbidden.length > 0 ? [t('palette.forbidden', { kinds: some(forbidden) })] : []),
    ...(partly.length > 0 ? [t('palette.partly', { kinds: some(partly) })] : []),
    ...(unwatched.length > 0 ? [t('palette.unwatched', { count: unwatched.length })] : []),
  ];
}

function some(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}…` : names.join(', ');
}
