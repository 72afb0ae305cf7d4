import { type Health, t } from '@fresnel/sdk';
import type { Action, CatalogEntry, Installed, Operation, Plan } from './catalog';

/** It serves or should; one that was removed by hand may still lie in the folder. */
export function isHere({ installed }: CatalogEntry): boolean {
  return installed !== undefined && installed.state !== 'OFF';
}

/** How an entry stands here, in one word with its state. */
export function standing(entry: CatalogEntry): { readonly health: Health; readonly word: string } {
  const { installed, update } = entry;
  if (installed === undefined) return entry.compatible === false ? { health: 'off', word: t('catalog.unfit') } : { health: 'off', word: t('catalog.absent') };
  if (installed.state !== 'SERVING') return { health: installedHealth(installed), word: installedWord(installed) };
  if (installed.pin) return { health: 'off', word: t('catalog.pinned') };
  if (update) return { health: 'progress', word: t('catalog.updateTo', { version: plain(update.version) }) };
  return { health: 'ok', word: t('catalog.installed') };
}

export function installedHealth({ state }: Installed): Health {
  if (state === 'SERVING') return 'ok';
  return state === 'OFF' ? 'off' : 'error';
}

export function installedWord({ state }: Installed): string {
  switch (state) {
    case 'SERVING':
      return t('plugins.state.serving');
    case 'REFUSED':
      return t('plugins.state.refused');
    case 'QUARANTINED':
      return t('catalog.quarantined');
    default:
      return t('catalog.off');
  }
}

export function actionWord(action: Action): string {
  switch (action) {
    case 'install':
      return t('catalog.do.install');
    case 'update':
      return t('catalog.do.update');
    case 'rollback':
      return t('catalog.do.rollback');
    case 'remove':
      return t('catalog.do.remove');
    case 'pin':
      return t('catalog.do.pin');
    case 'unpin':
      return t('catalog.do.unpin');
    case 'hold':
      return t('catalog.do.hold');
    case 'release':
      return t('catalog.do.release');
    default:
      return t('catalog.do.policy');
  }
}

export function stepWord(step: NonNullable<Operation['step']>): string {
  switch (step) {
    case 'fetch':
      return t('catalog.step.fetch');
    case 'verify':
      return t('catalog.step.verify');
    case 'stage':
      return t('catalog.step.stage');
    case 'probe':
      return t('catalog.step.probe');
    case 'switch':
      return t('catalog.step.switch');
    case 'commit':
      return t('catalog.step.commit');
    case 'drain':
      return t('catalog.step.drain');
    default:
      return t('catalog.step.done');
  }
}

/** What a capability lets a plugin do; one that is not known here is said as it is. */
export function capability(ask: string): string {
  if (ask.startsWith('kube.read')) return t('catalog.ask.kubeRead');
  if (ask.startsWith('kube.write')) return t('catalog.ask.kubeWrite');
  if (ask.startsWith('outbound')) return t('catalog.ask.outbound');
  if (ask.startsWith('exec')) return t('catalog.ask.exec');
  if (ask.startsWith('store')) return t('catalog.ask.store');
  if (ask.startsWith('root')) return t('catalog.ask.root');
  return t('catalog.ask.other');
}

const UNITS = ['B', 'KB', 'MB', 'GB'];

export function size(bytes: number): string {
  let rest = bytes;
  let unit = 0;
  while (rest >= 1000 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${rest < 10 && unit > 0 ? rest.toFixed(1) : Math.round(rest)} ${UNITS[unit]}`;
}

/** `0.1.0.SNAPSHOT` as people write it. */
export function plain(version: string): string {
  return version.replace(/^(\d+\.\d+\.\d+)\.(.+)$/, '$1-$2');
}

/** Small changes that concern the plugin's keeping alone need no second look. */
const AT_ONCE: readonly Action[] = ['pin', 'unpin', 'hold', 'release', 'policy'];

export function needsNoLook(plan: Plan): boolean {
  return plan.ok && (plan.asks ?? []).length === 0 && (plan.touches ?? []).length === 0 && plan.changes.every((one) => AT_ONCE.includes(one.action));
}
