import type { ComponentType } from 'react';
import { Store } from '../model/store';
import type {
  CommandItem,
  Contributions,
  HomeItem,
  KindItem,
  Module,
  NavigationItem,
  ObjectActionItem,
  OverviewItem,
  PageItem,
  PanelItem,
  SectionItem,
  TabItem,
} from '../model/types';

/** Something a plugin added, with whose it is. `id` is the same over generations, `revision` is not. */
export interface Contribution<T> {
  readonly plugin: string;
  readonly pluginTitle: string;
  readonly version: string;
  readonly revision: string;
  readonly id: string;
  readonly item: T;
}

export interface Slots {
  readonly navigation: readonly Contribution<NavigationItem>[];
  readonly pages: readonly Contribution<PageItem>[];
  readonly lists: readonly Contribution<KindItem>[];
  readonly details: readonly Contribution<KindItem>[];
  readonly detailSections: readonly Contribution<SectionItem>[];
  readonly commands: readonly Contribution<CommandItem>[];
  readonly detailTabs: readonly Contribution<TabItem>[];
  readonly panels: readonly Contribution<PanelItem>[];
  readonly objectActions: readonly Contribution<ObjectActionItem>[];
  readonly overview: readonly Contribution<OverviewItem>[];
  readonly home: readonly Contribution<HomeItem>[];
}

export interface Contributed {
  readonly epoch: number;
  readonly modules: readonly Module[];
  readonly slots: Slots;
  /** what could not be used, in words */
  readonly faults: readonly { readonly plugin: string; readonly text: string }[];
}

const CONTRACT = 1;
const NONE: Slots = {
  navigation: [],
  pages: [],
  lists: [],
  details: [],
  detailSections: [],
  commands: [],
  detailTabs: [],
  panels: [],
  objectActions: [],
  overview: [],
  home: [],
};
const SLOT_NAMES = Object.keys(NONE);

/** A module's component: loaded, on its way, or failed. */
export interface Loading {
  component?: ComponentType<Record<string, unknown>>;
  error?: unknown;
  promise: Promise<ComponentType<Record<string, unknown>>>;
}

/** What the registry needs of the page: files, style sheets, words. */
export interface Loader {
  module(base: string, file: string): Promise<Record<string, unknown>>;
  /** resolves when the sheet is in force; the result takes it away */
  sheet(base: string, file: string): Promise<() => void>;
  words(owner: string, messages: Module['messages'] | undefined): void;
}

/** Everything that plugins add to the page. A switch of generations is one change: old things leave as new ones come. */
export class Registry {
  readonly store = new Store<Contributed>({ epoch: -1, modules: [], slots: NONE, faults: [] });
  private readonly components = new Map<string, Loading>();
  private readonly sheets = new Map<string, () => void>();
  private readonly memos = new Map<string, Map<string, unknown>>();
  private chain: Promise<void> = Promise.resolve();

  constructor(private readonly loader: Loader) {}

  /** Makes the page show exactly these modules. Calls are carried out one after the other. */
  swap(epoch: number, modules: readonly Module[]): Promise<void> {
    this.chain = this.chain.then(() => this.run(epoch, modules));
    return this.chain;
  }

  /** What a plugin wants to keep over a switch to its next generation. */
  memo(plugin: string): Map<string, unknown> {
    let memo = this.memos.get(plugin);
    if (memo === undefined) {
      memo = new Map();
      this.memos.set(plugin, memo);
    }
    return memo;
  }

  digest(plugin: string): string | undefined {
    return this.store.get().modules.find((module) => module.id === plugin)?.digest;
  }

  /** The component of a contribution; the same object until its generation leaves or a retry is asked for. */
  load(of: Contribution<{ readonly module: string }>): Loading {
    const module = this.store.get().modules.find((one) => one.id === of.plugin && one.digest === of.revision);
    if (module === undefined) {
      const error = new Error(`${of.pluginTitle} ${of.version} has left`);
      const promise = Promise.reject<never>(error);
      promise.catch(() => undefined);
      return { error, promise };
    }
    return this.fetch(module, of.item.module);
  }

  /** Forgets a failure, so that the next look loads again. */
  forget(of: Contribution<{ readonly module: string }>): void {
    this.components.delete(key(of.plugin, of.revision, of.item.module));
  }

  private fetch(module: Module, name: string): Loading {
    const id = key(module.id, module.digest, name);
    const known = this.components.get(id);
    if (known !== undefined) return known;
    const exported = name.replace(/^\.\//, '');
    const promise = this.loader.module(module.base, `${exported}.js`).then((file) => {
      const component = file[exported];
      if (typeof component !== 'function') throw new Error(`${exported}.js does not export a component named ${exported}`);
      return component as ComponentType<Record<string, unknown>>;
    });
    const loading: Loading = { promise };
    promise.then(
      (component) => {
        loading.component = component;
      },
      (error: unknown) => {
        loading.error = error;
      },
    );
    this.components.set(id, loading);
    return loading;
  }

  private async run(epoch: number, modules: readonly Module[]): Promise<void> {
    const before = this.store.get();
    if (epoch < before.epoch) return;
    const fresh = modules.filter((module) => this.digest(module.id) !== module.digest);
    const gone = before.modules.filter((old) => !modules.some((module) => module.id === old.id && module.digest === old.digest));
    await Promise.all(fresh.map((module) => this.prepare(module)));
    for (const module of fresh) this.loader.words(module.id, module.messages);
    for (const old of gone) if (!modules.some((module) => module.id === old.id)) this.leave(old.id);
    this.store.set(contributed(epoch, modules));
    for (const old of gone) this.dispose(old);
  }

  /** Style sheets are in force and what was open is loaded before anything changes on screen. A failure shows where it belongs. */
  private async prepare(module: Module): Promise<void> {
    const sheets = module.css.map(async (file) => {
      this.sheets.set(sheetKey(module, file), await this.loader.sheet(module.base, file));
    });
    const open = this.openModules(module.id).map((name) => this.fetch(module, name).promise);
    const outcomes = await Promise.allSettled([...sheets, ...open]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') console.error(`${module.title} ${module.version} could not be loaded`, outcome.reason);
  }

  private openModules(plugin: string): readonly string[] {
    const names = [...this.components.keys()].map((id) => id.split('\0')).filter(([owner]) => owner === plugin);
    return [...new Set(names.map(([, , name]) => name!))];
  }

  private leave(plugin: string): void {
    this.loader.words(plugin, undefined);
    this.memos.delete(plugin);
  }

  private dispose(old: Module): void {
    for (const file of old.css) {
      this.sheets.get(sheetKey(old, file))?.();
      this.sheets.delete(sheetKey(old, file));
    }
    for (const id of [...this.components.keys()]) if (id.startsWith(`${old.id}\0${old.digest}\0`)) this.components.delete(id);
  }
}

function key(plugin: string, digest: string, module: string): string {
  return `${plugin}\0${digest}\0${module}`;
}

function sheetKey(module: Module, file: string): string {
  return `${module.id}\0${module.digest}\0${file}`;
}

function contributed(epoch: number, modules: readonly Module[]): Contributed {
  const slots: Record<string, Contribution<unknown>[]> = Object.fromEntries(SLOT_NAMES.map((name) => [name, []]));
  const faults: { plugin: string; text: string }[] = [];
  for (const module of modules) {
    const { contract, ...given } = module.contributions as Contributions & Record<string, readonly unknown[]>;
    if (contract !== undefined && contract !== CONTRACT) {
      faults.push({ plugin: module.id, text: `contract ${contract}, this page knows ${CONTRACT}` });
      continue;
    }
    for (const [slot, items] of Object.entries(given)) {
      if (!(slot in slots) || !Array.isArray(items)) faults.push({ plugin: module.id, text: `slot "${slot}" is not known to this page` });
      else for (const [index, item] of items.entries()) slots[slot]!.push(contribution(module, slot, index, item));
    }
  }
  return { epoch, modules, slots: slots as unknown as Slots, faults };
}

function contribution(module: Module, slot: string, index: number, item: unknown): Contribution<unknown> {
  const named = item as { id?: string; route?: string; resource?: string };
  const id = `${module.id}/${slot}/${named.id ?? named.route ?? named.resource ?? index}`;
  return { plugin: module.id, pluginTitle: module.title, version: module.version, revision: module.digest, id, item };
}
