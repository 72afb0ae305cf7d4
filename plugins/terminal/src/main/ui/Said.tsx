import { type Problem, t } from '@fresnel/sdk';
import { StatusIcon } from '@fresnel/ui';
import styles from './Screen.module.css';
import type { Exit, ShellState, ShellTarget } from './Shell';

const ICON = { opening: 'progress', open: 'ok', lost: 'warning', ended: 'off', gone: 'off', failed: 'error' } as const;

/** How a terminal is, in words. */
export function Said({ state, target }: { readonly state: ShellState; readonly target: ShellTarget }) {
  return (
    <span className={styles.said} role="status">
      <StatusIcon health={ICON[state.is]} /> {words(state, target)}
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
      if (target.mode === 'node') return t('open.node', { node });
      if (target.mode === 'exec') return t('open', { container });
      return target.input === false ? t('open.attach.deaf', { container }) : t('open.attach', { container });
    case 'lost':
      return t('lost');
    case 'ended':
      return endedWords(state.exit, container);
    case 'gone':
      return t('gone');
    case 'failed':
      return `${t('open.tried')} ${detailOf(state.problem)}`;
  }
}

function detailOf(problem: Problem): string {
  return problem.detail || problem.title;
}

function endedWords(exit: Exit, container: string): string {
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
    case 'noshell':
      return t('ended.noshell', { container });
    case 'failed':
      return t('ended.failed', { text: exit.text });
    default:
      return exit.code > 0 ? t('ended.code', { code: exit.code }) : t('ended');
  }
}
