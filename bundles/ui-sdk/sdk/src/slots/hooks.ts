import { useMemo } from 'react';
import { useStore } from '../model/store';
import type { KindItem, Problem, SectionItem } from '../model/types';
import { type Arguments, say } from '../words/words';
import type { Contributed, Contribution, Slots } from './Registry';
import { registry } from './registryOfPage';

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

/** The sections that plugins add to the page of an object of this kind, in their order. */
export function useSections(resource: string): readonly Contribution<SectionItem>[] {
  const sections = useSlot('detailSections');
  return useMemo(
    () =>
      sections
        .filter(({ item }) => item.resource === resource || item.resource === '*')
        .sort((a, b) => (a.item.order ?? 100) - (b.item.order ?? 100) || a.id.localeCompare(b.id)),
    [sections, resource],
  );
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
