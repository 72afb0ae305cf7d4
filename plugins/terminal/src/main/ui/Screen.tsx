import { openChannel, t } from '@fresnel/sdk';
import { Button, IconButton, useMedia } from '@fresnel/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { copy, textOf } from './clipboard';
import { Find } from './Find';
import { Lines } from './lines';
import { linesRun, plainPaste } from './paste';
import { LinkQuestion, PasteQuestion } from './questions';
import { Said } from './Said';
import styles from './Screen.module.css';
import { Shell, type ShellState, type ShellTarget } from './Shell';
import { TouchKeys } from './TouchKeys';
import { touched, withControl } from './touch';
import { type Built, build, draw } from './xterm';

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
  /** what is to be known of what it runs in */
  readonly note?: string | undefined;
  /** what is offered where no shell was found */
  readonly withoutShell?: ReactNode;
}

/** While an edge is dragged programs are not told of every width on the way; each time they would draw anew. */
const SETTLED = 60;

const encoder = new TextEncoder();

/** A terminal on the page: xterm, and the shell that it shows. */
export function Screen(props: ScreenProps) {
  const [round, setRound] = useState<{ number: number; session?: string | undefined }>({ number: 0, session: props.session });
  const again = (session?: string) => setRound({ number: round.number + 1, session });
  return <Round key={`${round.number} ${JSON.stringify(props.target)}`} {...props} session={round.session} again={again} />;
}

type Parts = Built & { readonly shell: Shell };

function Round(props: ScreenProps & { readonly again: (session?: string) => void }) {
  const { target, name, session, visible, onSession, onTitle, start, buttons, note, withoutShell, again } = props;
  const place = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<ShellState>({ is: 'opening' });
  const [link, setLink] = useState<string>();
  const [pasted, setPasted] = useState<string>();
  const [finding, setFinding] = useState(false);
  const [hint, setHint] = useState<string>();
  const [selected, setSelected] = useState(false);
  const [control, setControl] = useState(false);
  const raw = target.tty !== false;
  const fingers = useMedia('(pointer: coarse)');
  const parts = useRef<Parts>(undefined);
  /** the session of this round, also when it has gone elsewhere */
  const own = useRef(session);
  const told = useRef({ onSession, onTitle, again, control });
  told.current = { onSession, onTitle, again, control };

  const focus = () => parts.current?.terminal.focus();
  const paste = (text: string) => {
    parts.current?.terminal.paste(plainPaste(text));
    focus();
  };
  const copyOut = () => {
    const { terminal } = parts.current!;
    copy(textOf(terminal)).then(
      () => setHint(t('copied')),
      () => setHint(t('copy.denied')),
    );
    focus();
  };
  const asked = useRef<{ paste(text: string): void; copyOut(): void }>(undefined);
  asked.current = {
    paste: (text) => {
      const bracketed = parts.current?.terminal.modes.bracketedPasteMode === true;
      if (linesRun(text, bracketed) > 0) setPasted(text);
      else paste(text);
    },
    copyOut,
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another target is another round
  useEffect(() => {
    const made = build(place.current!, name, raw, {
      onLink: setLink,
      onTitle: (title) => told.current.onTitle(title),
      onFind: () => setFinding(true),
      onCopy: () => asked.current!.copyOut(),
      onPaste: (text) => asked.current!.paste(text),
      onSelection: setSelected,
      onLeave: () => bar.current?.querySelector<HTMLElement>('button, select')?.focus(),
    });
    let over = false;
    const shell = new Shell(
      openChannel,
      target,
      {
        output: (bytes, drawn) => draw(made.terminal, bytes, drawn),
        state: (next) => {
          over = next.is === 'ended' || next.is === 'gone' || next.is === 'failed';
          setState(next);
        },
        session: (id) => {
          own.current = id ?? own.current;
          told.current.onSession(id);
        },
        gap: () => made.terminal.write(`\r\n\x1b[2m${t('gap')}\x1b[0m\r\n`),
      },
      { columns: made.terminal.cols, rows: made.terminal.rows },
      session,
    );
    const lines = new Lines((echo) => made.terminal.write(echo));
    const typed = made.terminal.onData((text) => {
      const plain = told.current.control ? withControl(text) : text;
      if (!over && target.input !== false) shell.type(encoder.encode(raw ? plain : lines.type(plain)));
      else if (over && text === '\r') told.current.again();
      setControl(false);
    });
    const binary = made.terminal.onBinary((text) => shell.type(Uint8Array.from(text, (char) => char.charCodeAt(0))));
    let settling: ReturnType<typeof setTimeout>;
    const sized = made.terminal.onResize(({ cols, rows }) => {
      clearTimeout(settling);
      settling = setTimeout(() => shell.resize(cols, rows), SETTLED);
    });
    parts.current = { ...made, shell };
    return () => {
      typed.dispose();
      binary.dispose();
      sized.dispose();
      clearTimeout(settling);
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
    const led = () => parts.current?.terminal.focus();
    const at = document.activeElement;
    if (panel?.contains(at) || (at === document.body && !kept.current)) led();
    panel?.addEventListener('focus', led);
    return () => panel?.removeEventListener('focus', led);
  }, [visible]);

  useEffect(() => {
    const timer = hint === undefined ? undefined : setTimeout(() => setHint(undefined), 6_000);
    return () => clearTimeout(timer);
  }, [hint]);

  const readClipboard = () => {
    focus(); // where a question leads back to
    const read = navigator.clipboard?.readText?.();
    if (read === undefined) setHint(t('paste.denied'));
    else
      read.then(
        (text) => asked.current!.paste(text),
        () => setHint(t('paste.denied')),
      );
  };
  const live = state.is === 'open' || state.is === 'opening' || state.is === 'lost';
  const taken = state.is === 'ended' && state.exit.reason === 'taken' ? own.current : undefined;
  return (
    <div className={styles.screen}>
      <div className={styles.bar} ref={bar} role="toolbar" aria-label={t('screen', { name })}>
        {start}
        <Said state={state} target={target} />
        <span className={styles.leave} aria-hidden="true">
          {t('leave')}
        </span>
        <span className={styles.end}>
          {state.is === 'ended' && state.exit.reason === 'noshell' && withoutShell}
          {taken !== undefined && (
            <Button small onPress={() => again(taken)}>
              {t('taken.back')}
            </Button>
          )}
          {!live && (
            <Button small onPress={() => again()}>
              {target.mode === 'attach' ? t('again.attach') : t('again')}
            </Button>
          )}
          <IconButton small icon="search" label={t('find')} pressed={finding} onPress={() => setFinding(!finding)} />
          <IconButton small icon="copy" label={selected ? t('copy') : t('copy.all')} onPress={copyOut} />
          {live && <IconButton small icon="paste" label={t('paste')} onPress={readClipboard} />}
          {buttons}
          {live && <IconButton small icon="close" label={t('end')} onPress={() => parts.current?.shell.end()} />}
        </span>
      </div>
      {(hint ?? note) !== undefined && (
        <p className={styles.note} role="status">
          {hint ?? note}
        </p>
      )}
      {finding && parts.current && (
        <Find
          search={parts.current.search}
          onClose={() => {
            setFinding(false);
            focus();
          }}
        />
      )}
      <div className={styles.place}>
        <div className={styles.inside} ref={place} />
      </div>
      {fingers && live && (
        <TouchKeys
          control={control}
          onControl={() => setControl(!control)}
          onKey={(key) => {
            const { terminal } = parts.current!;
            terminal.input(touched(key, terminal.modes.applicationCursorKeysMode));
          }}
        />
      )}
      {link !== undefined && <LinkQuestion address={link} onClose={() => setLink(undefined)} />}
      {pasted !== undefined && (
        <PasteQuestion
          text={pasted}
          onClose={(yes) => {
            setPasted(undefined);
            if (yes) paste(pasted);
          }}
        />
      )}
    </div>
  );
}
