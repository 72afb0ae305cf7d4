import { t } from '@fresnel/sdk';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { onTheme, themeOfPage } from './colours';
import { plainTitle, safeAddress } from './hostile';
import { openStyled } from './styles';

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export interface Hooks {
  onLink(address: string): void;
  onTitle(title: string): void;
  onFind(): void;
  onCopy(): void;
  onPaste(text: string): void;
  onSelection(any: boolean): void;
  /** the focus wants out */
  onLeave(): void;
}

export interface Built {
  readonly terminal: Terminal;
  readonly search: SearchAddon;
  readonly fit: () => void;
  readonly dispose: () => void;
}

/**
 * An xterm in that place of the page.
 *
 * @param raw whether there is a terminal at the other end, which begins lines at the edge by itself
 */
export function build(place: HTMLElement, name: string, raw: boolean, hooks: Hooks): Built {
  const style = getComputedStyle(document.documentElement);
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily: style.getPropertyValue('--fr-mono').trim() || 'monospace',
    fontSize: 12,
    lineHeight: 1.25,
    scrollback: 10_000,
    convertEol: !raw,
    minimumContrastRatio: 4.5,
    macOptionIsMeta: true,
    theme: themeOfPage(),
    // A link says one thing and may lead to another: only addresses of the web, and only after a question that shows them.
    linkHandler: {
      allowNonHttpProtocols: false,
      activate: (_, uri) => {
        const address = safeAddress(uri);
        if (address !== undefined) hooks.onLink(address);
      },
    },
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  // Programs get no clipboard, neither to write nor to read (OSC 52).
  terminal.parser.registerOscHandler(52, () => true);
  const titled = terminal.onTitleChange((title) => hooks.onTitle(plainTitle(title)));
  const selected = terminal.onSelectionChange(() => hooks.onSelection(terminal.hasSelection()));
  terminal.attachCustomKeyEventHandler((event) => keys(event, terminal, hooks));
  const unstyle = openStyled(terminal, place);
  terminal.textarea?.setAttribute('aria-label', `${t('screen', { name })}. ${t('leave')}`);
  const pasted = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    hooks.onPaste(event.clipboardData?.getData('text/plain') ?? '');
  };
  place.addEventListener('paste', pasted, true);
  const fitNow = () => {
    if (place.offsetWidth > 0 && place.offsetHeight > 0) fit.fit();
  };
  fitNow();
  const observer = new ResizeObserver(fitNow);
  observer.observe(place);
  const untheme = onTheme(() => {
    terminal.options.theme = themeOfPage();
  });
  return {
    terminal,
    search,
    fit: fitNow,
    dispose: () => {
      observer.disconnect();
      place.removeEventListener('paste', pasted, true);
      untheme();
      titled.dispose();
      selected.dispose();
      terminal.dispose();
      unstyle();
    },
  };
}

/** Keys that are the page's and not the shell's. */
function keys(event: KeyboardEvent, terminal: Terminal, hooks: Hooks): boolean {
  if (event.type !== 'keydown') return true;
  if (event.key === 'F6') {
    event.preventDefault();
    hooks.onLeave();
    return false;
  }
  const command = MAC ? event.metaKey : event.ctrlKey && event.shiftKey;
  if (command && event.code === 'KeyC' && terminal.hasSelection()) {
    event.preventDefault();
    hooks.onCopy();
    return false;
  }
  if (command && event.code === 'KeyF') {
    event.preventDefault();
    hooks.onFind();
    return false;
  }
  return !(command && event.code === 'KeyV');
}

/** What of xterm's inside works output in without waiting for a timer. */
interface Inside {
  readonly _core?: { readonly _writeBuffer?: { writeSync(bytes: Uint8Array): void } };
}

/**
 * Draws output. In a tab that nobody sees browsers let timers wait, for a minute in the end, and xterm draws by timers: there output is
 * worked in as it comes, or a program that says much would have to wait until somebody looks.
 */
export function draw(terminal: Terminal, bytes: Uint8Array, drawn: () => void): void {
  const buffer = (terminal as unknown as Inside)._core?._writeBuffer;
  if (document.hidden && buffer !== undefined) {
    buffer.writeSync(bytes);
    drawn();
  } else terminal.write(bytes, drawn);
}
