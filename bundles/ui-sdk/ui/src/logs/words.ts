import { t } from '@fresnel/sdk';
import type { LogLevel, LogLook, LogSourceInfo } from './types';

/** Words of closed sets, each key written out so that the build can check it. */
export function levelWord(level: LogLevel): string {
  switch (level) {
    case 'error':
      return t('logs.level.error');
    case 'warn':
      return t('logs.level.warn');
    case 'info':
      return t('logs.level.info');
    case 'debug':
      return t('logs.level.debug');
    case 'none':
      return t('logs.level.none');
  }
}

export function timesWord(times: LogLook['times']): string {
  switch (times) {
    case 'time':
      return t('logs.times.time');
    case 'full':
      return t('logs.times.full');
    case 'none':
      return t('logs.times.none');
  }
}

export function stateWord(state: LogSourceInfo['state']): string {
  switch (state) {
    case 'waiting':
      return t('logs.state.waiting');
    case 'streaming':
      return t('logs.state.streaming');
    case 'broken':
      return t('logs.state.broken');
    case 'ended':
      return t('logs.state.ended');
    case 'refused':
      return t('logs.state.refused');
  }
}

export function phaseWord(state: 'loading' | 'live' | 'done', streaming: number, count: number): string {
  if (state === 'loading') return t('logs.finding');
  return state === 'done' ? t('logs.done', { count }) : t('logs.streaming', { streaming, count });
}
