import { currentLocation, navigate, pages, starAt, toggleStar, useKinds, useScope } from '@fresnel/sdk';
import { panels } from '@fresnel/sdk/host';
import { useEffect, useRef } from 'react';
import { JUMPS, PAGES } from './jumps';

export interface ShortcutActions {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** How long after `g` the second key may come. */
const CHORD = 1_200;

/** The keys of the frame: `Ctrl/⌘ K`, ``Ctrl ` ``, `?`, `/`, `s` and `g` with a second key. While somebody types, only the first two. */
export function useShortcuts(actions: ShortcutActions): void {
  const { clusters } = useScope();
  const { kinds } = useKinds(clusters);
  const now = useRef({ actions, clusters, kinds });
  useEffect(() => {
    now.current = { actions, clusters, kinds };
  });
  useEffect(() => {
    let chord = 0;
    const press = (event: KeyboardEvent) => {
      const { actions: act, clusters: shown, kinds: served } = now.current;
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        act.onPalette();
        return;
      }
      if (event.ctrlKey && !event.metaKey && !event.altKey && event.key === '`') {
        event.preventDefault();
        panels.form(panels.store.get().form === 'folded' ? 'docked' : 'folded');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const second = event.timeStamp < chord;
      chord = 0;
      if (second) jump(event, shown, (resource) => served?.some((kind) => kind.resource === resource) ?? false);
      else if (event.key === 'g') chord = event.timeStamp + CHORD;
      else if (event.key === '?') act.onHelp();
      else if (event.key === 's') star();
      else if (event.key === '/') focusFilter(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function jump(event: KeyboardEvent, clusters: readonly string[], serves: (resource: string) => boolean): void {
  const resource = JUMPS[event.key];
  const page = PAGES[event.key]?.(clusters) ?? (resource !== undefined && serves(resource) ? pages.list(clusters, resource) : undefined);
  if (page === undefined) return;
  event.preventDefault();
  navigate(page);
}

/** Stars what the page shows: an object, or the kind of a list. */
function star(): void {
  const of = starAt(currentLocation().path);
  if (of !== undefined) toggleStar(of);
}

function focusFilter(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>('[data-shortcut="/"] input');
  if (field === null) return;
  event.preventDefault();
  field.focus();
  field.select();
}
