import { useEffect, useMemo } from 'react';
import { useKinds } from '../live/hooks';
import { useStore } from '../model/store';
import type { KindItem, Problem, SectionItem, TabItem } from '../model/types';
import { useScope } from '../page/scope';
import { type Arguments, say } from '../words/words';
import type { Contributed, Contribution, Slots } from './Registry';
import { registry } from './registryOfPage';
import { useMay } from './rights';
import { holds } from './when';

/** Everything that plugins add now; one change for one switch. */
export function useContributed(): Contributed {
  return useStore(registry.store);
}

export function useSlot<S extends keyof Slots>(slot: S): Slots[S] {
  return useContributed().slots[slot];
}

/** Of those for a kind, the one that names it, else the one for all (`*`). Later plugins win over earlier ones. */
export function forResource<T extends KindItem>(items: readonly Contribution<T>[], resource: string): Contribution<T> | undefined {
  return items.findLast(({ item }) => item.resource === resource) ?? items.findLast(({ item }) => item.resource === '*');
}

/** Once a list of these objects is there, the code of their pages comes too: who opens one waits for what it says alone. */
export function usePreload(resource: string, ready: boolean): void {
  const details = useSlot('details');
  useEffect(() => {
    const of = ready ? forResource(details, resource) : undefined;
    return of && whenIdle(() => void registry.load(of).promise.catch(() => undefined));
  }, [details, resource, ready]);
}

const LATEST = 2_000;

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, LATEST / 10);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: LATEST });
  return () => cancelIdleCallback(handle);
}

/** The sections that plugins add to the page of an object of this kind, in their order. */
export function useSections(resource: string): readonly Contribution<SectionItem>[] {
  const sections = useSlot('detailSections');
  return useMemo(() => inOrder(sections.filter(({ item }) => ofResource(item.resource, resource))), [sections, resource]);
}

/** The tabs that plugins add to the page of an object of this kind, in their order. */
export function useDetailTabs(resource: string): readonly Contribution<TabItem>[] {
  const tabs = useSlot('detailTabs');
  return useMemo(() => inOrder(tabs.filter(({ item }) => ofResource(item.resource, resource))), [tabs, resource]);
}

/** Of these contributions those whose `when` holds for the caller in these clusters (default: the page's). */
export function useHolding<T extends { readonly when?: string }>(items: readonly Contribution<T>[], clusters?: readonly string[]): readonly Contribution<T>[] {
  const scope = useScope();
  const where = clusters ?? scope.clusters;
  const { kinds } = useKinds(where);
  const may = useMay(
    items.map(({ item }) => item.when),
    where,
    scope.namespaces,
  );
  return useMemo(() => items.filter(({ item }) => item.when === undefined || holds(item.when, kinds ?? [], may)), [items, kinds, may]);
}

/** Whether a contribution is for a kind: `*`, its name, or one of several names. */
export function ofResource(wanted: string | readonly string[], resource: string): boolean {
  return typeof wanted === 'string' ? wanted === '*' || wanted === resource : wanted.includes(resource) || wanted.includes('*');
}

/** As their plugins want them: by `order` (100 where none is said), then by id. */
export function inOrder<T extends { readonly order?: number }>(items: readonly Contribution<T>[]): readonly Contribution<T>[] {
  return [...items].sort((a, b) => (a.item.order ?? 100) - (b.item.order ?? 100) || a.id.localeCompare(b.id));
}

/** The words of whoever contributed something. */
export function titleOf(of: Contribution<{ readonly title: string }>): string {
  return say(of.plugin, of.item.title);
}

export function wordsOf(of: Contribution<unknown>, key: string, args?: Arguments): string {
  return say(of.plugin, key, args);
}

export interface Failure {
  readonly plugin: string;
  readonly pluginTitle: string;
  readonly version: string;
  readonly problem: Problem;
}
