import { openChannel, type Problem, t } from '@fresnel/sdk';
import { Button, Icon, IconButton, Modal, TextInput } from '@fresnel/ui';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { onTheme, themeOfPage } from './colours';
import { plainTitle, safeAddress } from './hostile';
import styles from './Screen.module.css';
import { type Exit, Shell, type ShellState, type ShellTarget } from './Shell';
import { openStyled } from './styles';

export interface ScreenProps {
  readonly target: ShellTarget;
  /** what people call it */
  readonly name: string;
  readonly session: string | undefined;
  readonly visible: boolean;
  readonly onSession: (session: string | undefined) => void;
  readonly onTitle: (title: string) => void;
  /** at the start of the toolbar: which container */
  readonly start?: ReactNode;
  /** further buttons */
  readonly buttons?: ReactNode;
}

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const encoder = new TextEncoder();

/** A terminal on the page: xterm, and the shell that it shows. */
export function Screen(props: ScreenProps) {
  const [round, setRound] = useState(0);
  return (
    <Round key={`${round} ${JSON.stringify(props.target)}`} {...props} session={round === 0 ? props.session : undefined} again={() => setRound(round + 1)} />
  );
}

function Round({ target, name, session, visible, onSession, onTitle, start, buttons, again }: ScreenProps & { readonly again: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<ShellState>({ is: 'opening' });
  const [link, setLink] = useState<string>();
  const [finding, setFinding] = useState(false);
  const [denied, setDenied] = useState(false);
  const parts = useRef<{ terminal: Terminal; shell: Shell; fit: () => void; search: SearchAddon }>(undefined);
  const told = useRef({ onSession, onTitle, again });
  told.current = { onSession, onTitle, again };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another target is another round
  useEffect(() => {
    const made = build(place.current!, name, {
      onLink: setLink,
      onTitle: (title) => told.current.onTitle(title),
      onFind: () => setFinding(true),
      onLeave: () => bar.current?.querySelector<HTMLElement>('button, select')?.focus(),
    });
    let over = false;
    const shell = new Shell(
      openChannel,
      target,
      {
        output: (bytes, drawn) => made.terminal.write(bytes, drawn),
        state: (next) => {
          over = next.is === 'ended' || next.is === 'gone' || next.is === 'failed';
          setState(next);
        },
        session: (id) => told.current.onSession(id),
        gap: () => made.terminal.write(`\r\n\x1b[2m${t('gap')}\x1b[0m\r\n`),
      },
      { columns: made.terminal.cols, rows: made.terminal.rows },
      session,
    );
    const typed = made.terminal.onData((text) => {
      if (!over) shell.type(encoder.encode(text));
      else if (text === '\r') told.current.again();
    });
    const raw = made.terminal.onBinary((text) => shell.type(Uint8Array.from(text, (char) => char.charCodeAt(0))));
    const sized = made.terminal.onResize(({ cols, rows }) => shell.resize(cols, rows));
    parts.current = { ...made, shell };
    return () => {
      typed.dispose();
      raw.dispose();
      sized.dispose();
      shell.leave();
      made.dispose();
      parts.current = undefined;
    };
  }, []);

  const kept = useRef(session !== undefined);
  useEffect(() => {
    if (!visible) return undefined;
    parts.current?.fit();
    // Whoever is led to the panel wants to type. What a reload brought back, or what opens while somebody types elsewhere, takes no key.
    const panel = place.current?.closest('[role="tabpanel"]');
    const focus = () => parts.current?.terminal.focus();
    const at = document.activeElement;
    if (panel?.contains(at) || (at === document.body && !kept.current)) focus();
    panel?.addEventListener('focus', focus);
    return () => panel?.removeEventListener('focus', focus);
  }, [visible]);

  const copy = () => void navigator.clipboard?.writeText(parts.current?.terminal.getSelection() ?? '');
  const paste = () => {
    const read = navigator.clipboard?.readText?.();
    if (read === undefined) setDenied(true);
    else
      read.then(
        (text) => {
          parts.current?.terminal.paste(text);
          parts.current?.terminal.focus();
        },
        () => setDenied(true),
      );
  };
  const live = state.is === 'open' || state.is === 'opening' || state.is === 'lost';
  return (
    <div className={styles.screen}>
      <div className={styles.bar} ref={bar} role="toolbar" aria-label={t('screen', { name })}>
        {start}
        <Said state={state} target={target} />
        <span className={styles.leave} aria-hidden="true">
          {t('leave')}
        </span>
        <span className={styles.end}>
          {!live && (
            <Button small onPress={again}>
              {t('again')}
            </Button>
          )}
          <IconButton small icon="search" label={t('find')} pressed={finding} onPress={() => setFinding(!finding)} />
          <IconButton small icon="copy" label={t('copy')} onPress={copy} />
          <IconButton small icon="edit" label={t('paste')} onPress={paste} />
          {buttons}
          {live && <IconButton small icon="close" label={t('end')} onPress={() => parts.current?.shell.end()} />}
        </span>
      </div>
      {denied && (
        <p className={styles.note} role="status">
          {t('paste.denied')}
        </p>
      )}
      {finding && <Find search={() => parts.current?.search} onClose={() => setFinding(false)} />}
      <div className={styles.place} ref={place} />
      {link !== undefined && (
        <Modal
          title={t('link.title')}
          onClose={() => setLink(undefined)}
          actions={
            <>
              <Button
                onPress={() => {
                  window.open(link, '_blank', 'noopener,noreferrer');
                  setLink(undefined);
                }}
              >
                {t('link.open')}
              </Button>
              <Button kind="link" onPress={() => setLink(undefined)}>
                {t('cancel')}
              </Button>
            </>
          }
        >
          <p>{t('link.text')}</p>
          <p>
            <bdi>
              <code className={styles.address}>{link}</code>
            </bdi>
          </p>
        </Modal>
      )}
    </div>
  );
}

interface Hooks {
  onLink(address: string): void;
  onTitle(title: string): void;
  onFind(): void;
  /** the focus wants out */
  onLeave(): void;
}

function build(place: HTMLElement, name: string, hooks: Hooks) {
  const style = getComputedStyle(document.documentElement);
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily: style.getPropertyValue('--fr-mono').trim() || 'monospace',
    fontSize: 12,
    lineHeight: 1.25,
    scrollback: 10_000,
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
  terminal.attachCustomKeyEventHandler((event) => keys(event, terminal, hooks));
  const unstyle = openStyled(terminal, place);
  terminal.textarea?.setAttribute('aria-label', `${t('screen', { name })}. ${t('leave')}`);
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
      untheme();
      titled.dispose();
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
    void navigator.clipboard?.writeText(terminal.getSelection());
    return false;
  }
  if (command && event.code === 'KeyF') {
    event.preventDefault();
    hooks.onFind();
    return false;
  }
  return !(command && event.code === 'KeyV');
}

function Find({ search, onClose }: { readonly search: () => SearchAddon | undefined; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [none, setNone] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const go = (forward: boolean, what = text) => {
    const found = what === '' || (forward ? search()?.findNext(what) : search()?.findPrevious(what));
    setNone(found === false);
  };
  return (
    <div className={styles.find} role="search">
      <TextInput
        label={t('find')}
        icon="search"
        value={text}
        inputRef={input}
        onChange={(next) => {
          setText(next);
          go(false, next);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey);
          if (event.key === 'Escape') onClose();
        }}
      />
      <IconButton small icon="up" label={t('find.previous')} onPress={() => go(false)} />
      <IconButton small icon="down" label={t('find.next')} onPress={() => go(true)} />
      <span role="status">{none && t('find.none')}</span>
      <IconButton small icon="close" label={t('find.close')} onPress={onClose} />
    </div>
  );
}

function Said({ state, target }: { readonly state: ShellState; readonly target: ShellTarget }) {
  const icon = { opening: 'progress', open: 'ok', lost: 'warning', ended: 'off', gone: 'off', failed: 'error' } as const;
  return (
    <span className={styles.said} role="status">
      <Icon name={icon[state.is]} /> {words(state, target)}
    </span>
  );
}

function words(state: ShellState, target: ShellTarget): string {
  const container = target.container ?? target.pod ?? '';
  const node = target.node ?? '';
  switch (state.is) {
    case 'opening':
      if (target.mode === 'node') return t('opening.pod', { node });
      return target.mode === 'attach' ? t('opening.attach', { container }) : t('opening', { container });
    case 'open':
      return target.mode === 'node' ? t('open.node', { node }) : t('open', { container });
    case 'lost':
      return t('lost');
    case 'ended':
      return endedWords(state.exit);
    case 'gone':
      return t('gone');
    case 'failed':
      return `${t('open.tried')} ${detailOf(state.problem)}`;
  }
}

function detailOf(problem: Problem): string {
  return problem.detail || problem.title;
}

function endedWords(exit: Exit): string {
  switch (exit.reason) {
    case 'idle':
      return t('ended.idle');
    case 'limit':
      return t('ended.limit');
    case 'session':
      return t('ended.session');
    case 'left':
      return t('ended.left');
    case 'taken':
      return t('ended.taken');
    case 'failed':
      return t('ended.failed', { text: exit.text });
    default:
      return exit.code > 0 ? t('ended.code', { code: exit.code }) : t('ended');
  }
}
