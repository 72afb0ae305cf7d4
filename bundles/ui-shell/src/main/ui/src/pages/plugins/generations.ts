import { type Health, t, useContributed } from '@fresnel/sdk';
import { type Asked, useAsked } from './catalog';

/** One build of a plugin that the server knows, in words. */
export interface Generation {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly version: string;
  readonly digest: string;
  readonly state: State;
  readonly source?: string;
  readonly file?: string;
  readonly health: Health;
  readonly word: string;
  readonly why: readonly string[];
}

type State = 'STAGED' | 'STARTED' | 'PROBED' | 'SERVING' | 'DRAINING' | 'REFUSED';

interface Told {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly version: string;
  readonly digest: string;
  readonly state: State;
  readonly reasons?: readonly string[];
  readonly source?: string;
  readonly file?: string;
  readonly restartNeeded?: boolean;
}

/** Every generation of every plugin; read again after each switch, and with the catalog. */
export function useGenerations(key: unknown): Asked<readonly Generation[]> {
  const { epoch } = useContributed();
  const { value, ...rest } = useAsked<{ plugins: readonly Told[] }>('/api/v1/plugins', `${epoch} ${String(key)}`);
  return { ...rest, ...(value ? { value: value.plugins.map(generation) } : {}) };
}

function generation(told: Told): Generation {
  const why = [...(told.reasons ?? []), ...(told.restartNeeded ? [t('plugins.restart')] : [])];
  return { ...told, health: health(told.state), word: word(told.state), why };
}

function health(state: State): Health {
  if (state === 'SERVING') return 'ok';
  if (state === 'REFUSED') return 'error';
  return state === 'DRAINING' ? 'off' : 'progress';
}

function word(state: State): string {
  switch (state) {
    case 'SERVING':
      return t('plugins.state.serving');
    case 'REFUSED':
      return t('plugins.state.refused');
    case 'DRAINING':
      return t('plugins.state.draining');
    case 'STAGED':
      return t('plugins.state.staged');
    default:
      return t('plugins.state.starting');
  }
}
