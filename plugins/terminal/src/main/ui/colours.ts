import type { ITheme } from '@xterm/xterm';

/** The page's own colours, so that a terminal is part of it in both themes. */
export function themeOfPage(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--fr-${name}`).trim();
  return {
    background: token('surface'),
    foreground: token('text'),
    cursor: token('accent'),
    cursorAccent: token('surface'),
    selectionBackground: token('selected'),
    black: token('text-3'),
    red: token('error'),
    green: token('ok'),
    yellow: token('warn'),
    blue: token('accent'),
    magenta: token('unknown'),
    cyan: token('progress'),
    white: token('text-2'),
    brightBlack: token('idle-text'),
    brightRed: token('error-text'),
    brightGreen: token('ok-text'),
    brightYellow: token('warn-text'),
    brightBlue: token('accent-hover'),
    brightMagenta: token('unknown-text'),
    brightCyan: token('progress-text'),
    brightWhite: token('text'),
  };
}

/** Calls back when the page changes its theme. */
export function onTheme(then: () => void): () => void {
  const observer = new MutationObserver(then);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
  return () => observer.disconnect();
}

/** What is found in a terminal, in the colours of what is found in logs; six digits are what the search takes. */
export function coloursOfFound() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--fr-${name}`).trim();
  const mark = token('mark');
  const here = token('accent');
  return { matchBackground: mark, matchOverviewRuler: mark, activeMatchBackground: mark, activeMatchBorder: here, activeMatchColorOverviewRuler: here };
}
