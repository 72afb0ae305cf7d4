import { type Problem as ProblemData, t } from '@fresnel/sdk';
import { Button, CopyButton, Notice, Problem, TextInput } from '@fresnel/ui';
import { useEffect, useState } from 'react';
import { Brand } from '../frame/Brand';
import { refusalInWords } from './refusal';
import styles from './SignIn.module.css';
import { type Door, doors, type Ending, signInByLink, signInByToken } from './session';

export interface SignInProps {
  readonly problem: ProblemData | undefined;
  /** why the session that there was is over */
  readonly ended: Ending | undefined;
}

/** For a browser that nobody is signed in with: what to do, in words. */
export function SignIn({ problem, ended }: SignInProps) {
  const [ways, setWays] = useState<readonly Door[]>();
  useEffect(() => {
    document.title = `${t('signIn.title')} · Fresnel`;
    let here = true;
    void doors().then((known) => here && setWays(known));
    return () => {
      here = false;
    };
  }, []);
  const used = problem?.code === 'KEY_INVALID';
  return (
    <main className={styles.page}>
      <p className={styles.brand}>
        <Brand /> Fresnel
      </p>
      <h1>{used ? t('signIn.usedTitle') : t('signIn.title')}</h1>
      {ended && <Notice>{endingInWords(ended)}</Notice>}
      {problem && !used && <Problem tried={t('signIn.failed')} problem={{ ...problem, detail: refusalInWords(problem) }} />}
      {used && <UsedKey problem={problem} />}
      {ways?.map((door) => (
        <Way key={door.id} door={door} wait={retryAfter(problem)} />
      ))}
    </main>
  );
}

function Way({ door, wait }: { readonly door: Door; readonly wait: number }) {
  if (door.kind === 'token') return <TokenWay wait={wait} />;
  if (door.kind === 'link') return <LinkWay wait={wait} />;
  if (door.href === undefined) return undefined;
  const { href } = door;
  return (
    <section className={styles.way}>
      <Button kind="primary" onPress={() => window.location.assign(href)}>
        {t('signIn.redirect', { name: door.id })}
      </Button>
    </section>
  );
}

/** Waits out a limit before another try is let through. */
function useWait(seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => setLeft(seconds), [seconds]);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}

const COMMAND = 'kubectl create token my-account --namespace my-namespace --duration 8h';

/** A token of the cluster: what it is, how to get one, where it goes. */
function TokenWay({ wait }: { readonly wait: number }) {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const left = useWait(wait);
  const locked = left > 0 ? t('signIn.wait', { count: left }) : busy ? t('signIn.asking') : undefined;
  const enter = () => {
    if (token.trim() === '' || locked !== undefined) return;
    setBusy(true);
    void signInByToken(token).finally(() => setBusy(false));
  };
  return (
    <section className={styles.way} aria-label={t('signIn.token')}>
      <p>{t('signIn.tokenWhat')}</p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <TextInput label={t('signIn.token')} placeholder={t('signIn.token')} value={token} onChange={setToken} secret />
        <Button kind="primary" onPress={enter} lockedBecause={locked}>
          {t('signIn.enter')}
        </Button>
      </form>
      {left > 0 && <p role="status">{t('signIn.wait', { count: left })}</p>}
      <h2>{t('signIn.howTitle')}</h2>
      <p>{t('signIn.how')}</p>
      <p className={styles.command}>
        <code>{COMMAND}</code>
        <CopyButton text={COMMAND} />
      </p>
      <p className={styles.small}>{t('signIn.where')}</p>
    </section>
  );
}

/** The address that was printed when Fresnel started. */
function LinkWay({ wait }: { readonly wait: number }) {
  const [text, setText] = useState('');
  const left = useWait(wait);
  const enter = () => {
    if (text.trim() !== '' && left <= 0) void signInByLink(text);
  };
  return (
    <section className={styles.way} aria-label={t('signIn.key')}>
      <p>{t('signIn.text')}</p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <TextInput label={t('signIn.key')} placeholder={t('signIn.key')} value={text} onChange={setText} />
        <Button kind="primary" onPress={enter} lockedBecause={left > 0 ? t('signIn.wait', { count: left }) : undefined}>
          {t('signIn.enter')}
        </Button>
      </form>
    </section>
  );
}

const OPEN = 'bin/fresnel open';

/** The link was opened a second time, or somebody else was quicker: say what that means and how to go on. */
function UsedKey({ problem }: { readonly problem: ProblemData }) {
  return (
    <section className={styles.way} role="alert">
      <p>{t('signIn.usedText')}</p>
      <p className={styles.command}>
        <code>{OPEN}</code>
        <CopyButton text={OPEN} />
      </p>
      <p>{t('signIn.usedElse')}</p>
      <p className={styles.small}>{problem.detail}</p>
    </section>
  );
}

function retryAfter(problem: ProblemData | undefined): number {
  const seconds = Number(problem?.args?.retryAfter ?? 0);
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
}

function endingInWords(ended: Ending): string {
  switch (ended) {
    case 'logout':
      return t('signIn.ended.logout');
    case 'expired':
      return t('signIn.ended.expired');
    case 'refused':
      return t('signIn.ended.refused');
    default:
      return t('signIn.ended.over');
  }
}
