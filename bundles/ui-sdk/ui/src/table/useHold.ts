import type { RowsSource } from '@fresnel/sdk';
import { useEffect } from 'react';

/** Rows keep their places while the pointer or the focus is among them. */
export function useHold(source: RowsSource, box: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let pointer = false;
    let focus = false;
    const tell = () => source.hold(pointer || focus);
    const listeners: Readonly<Record<string, (event: Event) => void>> = {
      pointerenter: (event) => {
        pointer = (event as PointerEvent).pointerType === 'mouse';
        tell();
      },
      pointerleave: () => {
        pointer = false;
        tell();
      },
      focusin: () => {
        focus = true;
        tell();
      },
      focusout: () => {
        focus = false;
        tell();
      },
    };
    for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener);
      source.hold(false);
    };
  }, [source, box]);
}
