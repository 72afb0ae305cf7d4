import { useMemo } from 'react';
import { useKinds } from '../live/hooks';
import type { ObjectRef } from '../model/types';
import { navigate } from '../page/router';
import { openPanel } from '../panels/panels';
import { say } from '../words/words';
import { ofResource, titleOf, useSlot } from './hooks';
import type { Contribution, Slots } from './Registry';
import { useMay } from './rights';
import { holds } from './when';

/** Something that plugins let one do with these objects: in a menu of the details page, of a row, or in the bulk bar. */
export interface ObjectAction {
  /** unique over all plugins */
  readonly id: string;
  readonly plugin: string;
  readonly title: string;
  readonly icon?: string;
  readonly order: number;
  readonly perform: () => void;
}

const NOWHERE: readonly string[] = [];

/** What plugins offer for these objects, in their order: those for their kind, of several only what takes many, and whose condition holds. */
export function useObjectActions(refs: readonly ObjectRef[]): readonly ObjectAction[] {
  const items = useSlot('objectActions');
  const panels = useSlot('panels');
  const key = JSON.stringify(refs);
  const objects = useMemo(() => JSON.parse(key) as readonly ObjectRef[], [key]);
  const clusters = useMemo(() => (objects.length === 0 ? NOWHERE : [...new Set(objects.map((one) => one.cluster))]), [objects]);
  const namespaces = useMemo(() => [...new Set(objects.flatMap((one) => (one.namespace === undefined ? [] : [one.namespace])))], [objects]);
  const fitting = useMemo(() => items.filter((one) => fits(one, objects)), [items, objects]);
  const { kinds } = useKinds(clusters);
  const may = useMay(
    fitting.map(({ item }) => item.when),
    clusters,
    namespaces,
  );
  return useMemo(
    () =>
      fitting
        .filter(({ item }) => item.when === undefined || holds(item.when, kinds ?? [], may))
        .map((one) => actionOf(one, objects, panels))
        .sort((a, b) => a.order - b.order || a.id.localeCompare(b.id)),
    [fitting, objects, panels, kinds, may],
  );
}

type Item = Slots['objectActions'][number];

function fits({ item }: Item, objects: readonly ObjectRef[]): boolean {
  return objects.length > 0 && (objects.length === 1 || item.many === true) && objects.every((one) => ofResource(item.resource, one.resource));
}

function actionOf(one: Item, objects: readonly ObjectRef[], panels: Slots['panels']): ObjectAction {
  const { icon, order = 100 } = one.item;
  const perform = () => (one.item.panel === undefined ? goTo(one, objects[0]!) : openOf(one, objects, panels));
  return { id: one.id, plugin: one.plugin, title: titleOf(one), order, perform, ...(icon === undefined ? {} : { icon }) };
}

function openOf(of: Item, objects: readonly ObjectRef[], panels: Slots['panels']): void {
  const panel = `${of.plugin}/${of.item.panel}`;
  const named = panels.find((one: Contribution<{ id: string; title: string }>) => `${one.plugin}/${one.item.id}` === panel);
  const kind = named === undefined ? titleOf(of) : titleOf(named);
  const which = objects.length === 1 ? objects[0]!.name : say('ui', 'panel.objects', { count: objects.length });
  openPanel({ panel, title: `${kind} ${which}`, params: { objects } });
}

function goTo({ plugin, item }: Item, ref: ObjectRef): void {
  const query = new URLSearchParams({
    c: ref.cluster,
    cluster: ref.cluster,
    resource: ref.resource,
    ...(ref.namespace === undefined ? {} : { ns: ref.namespace }),
    name: ref.name,
  });
  navigate(`/p/${plugin}/${item.route}?${query}`);
}
