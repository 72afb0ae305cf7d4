import { Store, useStore } from '../model/store';

/** What to open in the activity panel: `panel` is `plugin/panel`, `params` is plain data that is kept over a reload of the page. */
export interface PanelWanted {
  readonly panel: string;
  readonly title: string;
  readonly params: unknown;
}

/** One that is open. On a wide screen two of them may stand side by side. */
export interface OpenPanel extends PanelWanted {
  readonly key: string;
  readonly side: Side;
}

export type Side = 0 | 1;

export interface PanelState {
  readonly open: readonly OpenPanel[];
  /** which one each side shows */
  readonly current: readonly [string | undefined, string | undefined];
  /** where the focus was last */
  readonly side: Side;
  readonly form: 'docked' | 'full' | 'folded';
  /** pixels */
  readonly height: number;
  /** counts what somebody opened, so that the frame leads there */
  readonly asked: number;
}

export const USUAL_HEIGHT = 474;
export const LEAST_HEIGHT = 160;
const KEY = 'fresnel.panels';
const NOTHING: PanelState = { open: [], current: [undefined, undefined], side: 0, form: 'docked', height: USUAL_HEIGHT, asked: 0 };

/** The open panels of this page. They belong to no address; a reload of the page brings them back. */
export class Panels {
  readonly store: Store<PanelState>;
  private last = 0;

  constructor(private readonly keep: Pick<Storage, 'getItem' | 'setItem'> | undefined) {
    this.store = new Store(this.restored());
    this.store.subscribe(() => this.write());
  }

  /** Shows the open panel with the same parameters, else opens one beside the current one. */
  open(wanted: PanelWanted): string {
    const same = this.store.get().open.find((one) => one.panel === wanted.panel && equal(one.params, wanted.params));
    if (same !== undefined) {
      this.show(same.key);
      return same.key;
    }
    const key = this.freshKey();
    this.store.update((state) => {
      const side = occupied(state.open, state.side) ? state.side : 0;
      const current = withCurrent(state.current, side, key);
      const form = state.form === 'folded' ? 'docked' : state.form;
      return { ...state, open: [...state.open, { ...wanted, key, side }], current, side, form, asked: state.asked + 1 };
    });
    return key;
  }

  /** @param lead whether the focus goes there too */
  show(key: string, lead = true): void {
    this.store.update((state) => {
      const side = state.open.find((one) => one.key === key)?.side;
      if (side === undefined) return state;
      const form = state.form === 'folded' ? 'docked' : state.form;
      return { ...state, current: withCurrent(state.current, side, key), side, form, asked: state.asked + (lead ? 1 : 0) };
    });
  }

  close(key: string): void {
    this.store.update((state) => {
      const open = state.open.filter((one) => one.key !== key);
      return open.length === state.open.length ? state : settled({ ...state, open }, state.open);
    });
  }

  clear(): void {
    this.store.set(NOTHING);
  }

  /** Puts one beside the others, or back to them. */
  move(key: string, side: Side): void {
    this.store.update((state) => {
      const open = state.open.map((one) => (one.key === key ? { ...one, side } : one));
      return settled({ ...state, open, current: withCurrent(state.current, side, key), side }, state.open);
    });
  }

  change(key: string, change: Partial<Pick<OpenPanel, 'title' | 'params'>>): void {
    this.store.update((state) => {
      const before = state.open.find((one) => one.key === key);
      if (before === undefined || (equal(before.params, change.params ?? before.params) && (change.title ?? before.title) === before.title)) return state;
      return { ...state, open: state.open.map((one) => (one.key === key ? { ...one, ...change } : one)) };
    });
  }

  form(form: PanelState['form']): void {
    this.store.update((state) => ({ ...state, form }));
  }

  resize(height: number): void {
    this.store.update((state) => ({ ...state, height: Math.max(LEAST_HEIGHT, Math.round(height)) }));
  }

  private freshKey(): string {
    this.last += 1;
    return `p${this.last}`;
  }

  private write(): void {
    const { open, current, form, height } = this.store.get();
    const panels = open.map(({ panel, title, params, side, key }) => ({ panel, title, params, side, current: current[side] === key }));
    try {
      this.keep?.setItem(KEY, JSON.stringify({ panels, form, height }));
    } catch {
      // a browser that stores nothing forgets the panels with the page
    }
  }

  private restored(): PanelState {
    try {
      const kept = JSON.parse(this.keep?.getItem(KEY) ?? 'null') as Kept | null;
      if (kept === null || !Array.isArray(kept.panels)) return NOTHING;
      const panels = kept.panels.filter((one) => typeof one.panel === 'string' && typeof one.title === 'string');
      const open = panels.map(({ panel, title, params, side }): OpenPanel => ({ panel, title, params, side: side === 1 ? 1 : 0, key: this.freshKey() }));
      const shown = (side: Side) => open.find((one, index) => one.side === side && panels[index]!.current === true)?.key;
      const form = kept.form === 'full' || kept.form === 'folded' ? kept.form : 'docked';
      const height = typeof kept.height === 'number' ? Math.max(LEAST_HEIGHT, kept.height) : USUAL_HEIGHT;
      return settled({ ...NOTHING, open, current: [shown(0), shown(1)], form, height }, open);
    } catch {
      return NOTHING;
    }
  }
}

interface Kept {
  readonly panels: readonly (PanelWanted & { readonly side?: unknown; readonly current?: unknown })[];
  readonly form?: unknown;
  readonly height?: unknown;
}

function occupied(open: readonly OpenPanel[], side: Side): boolean {
  return open.some((one) => one.side === side);
}

function withCurrent(current: PanelState['current'], side: Side, key: string | undefined): PanelState['current'] {
  return side === 0 ? [key, current[1]] : [current[0], key];
}

/** Each side shows one that it has, a neighbour of what it showed; an empty first side takes what the other has. */
function settled(state: PanelState, before: readonly OpenPanel[]): PanelState {
  const open = occupied(state.open, 0) ? state.open : state.open.map((one): OpenPanel => ({ ...one, side: 0 }));
  const moved = open !== state.open;
  const wished: PanelState['current'] = moved ? [state.current[1], undefined] : state.current;
  const current: PanelState['current'] = [onSide(open, 0, wished[0], before), onSide(open, 1, wished[1], before)];
  const side = occupied(open, state.side) ? state.side : 0;
  return { ...state, open, current, side, form: open.length === 0 ? 'docked' : state.form };
}

function onSide(open: readonly OpenPanel[], side: Side, wished: string | undefined, before: readonly OpenPanel[]): string | undefined {
  const here = open.filter((one) => one.side === side);
  if (here.some((one) => one.key === wished)) return wished;
  const at = before.filter((one) => one.side === side || here.includes(one)).findIndex((one) => one.key === wished);
  return here[Math.min(Math.max(at, 0), here.length - 1)]?.key;
}

/** The same data, whatever the order of its members. */
function equal(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
    ) ?? ''
  );
}

function ofThisTab(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** The page's panels. */
export const panels = new Panels(ofThisTab());

/**
 * Opens something in the activity panel at the foot of the page, where it survives navigation and a reload. One that is open with
 * equal parameters is shown again. While its plugin is stopped, its place says so; it comes back with the plugin.
 */
export function openPanel(wanted: PanelWanted): void {
  panels.open(wanted);
}

export function usePanels(): PanelState {
  return useStore(panels.store);
}
