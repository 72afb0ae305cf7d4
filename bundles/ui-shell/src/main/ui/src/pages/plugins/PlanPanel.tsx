import { t } from '@fresnel/sdk';
import { Button, Modal, Notice, Status } from '@fresnel/ui';
import { useState } from 'react';
import type { Change, Plan } from './catalog';
import styles from './plugins.module.css';
import { actionWord, capability, plain, size } from './words';

export interface PlanPanelProps {
  readonly plan: Plan;
  readonly busy: boolean;
  readonly onApply: (consent: readonly string[]) => void;
  readonly onClose: () => void;
}

/** What would happen, before anything does: changes, who starts anew, what is asked for and must be agreed to. */
export function PlanPanel({ plan, busy, onApply, onClose }: PlanPanelProps) {
  const asks = plan.asks ?? [];
  const [agreed, setAgreed] = useState<readonly string[]>([]);
  const open = asks.filter((ask) => !agreed.includes(ask));
  const locked = !plan.ok
    ? t('catalog.planRefused')
    : busy
      ? t('catalog.underWay')
      : open.length > 0
        ? t('catalog.agreeFirst', { count: open.length })
        : undefined;
  const toggle = (ask: string) => setAgreed(agreed.includes(ask) ? agreed.filter((one) => one !== ask) : [...agreed, ask]);
  return (
    <Modal
      title={t('catalog.plan')}
      width="medium"
      onClose={onClose}
      actions={
        <>
          <Button kind="primary" lockedBecause={locked} onPress={() => onApply(agreed)}>
            {t('catalog.apply')}
          </Button>
          <Button kind="link" onPress={onClose}>
            {t('catalog.cancel')}
          </Button>
        </>
      }
    >
      <div className={styles.plan}>
        {!plan.ok && (
          <Notice tone="error">
            {t('catalog.planRefused')}: {(plan.reasons ?? []).join('; ')}
          </Notice>
        )}
        <ol>
          {plan.changes.map((change) => (
            <li key={`${change.action} ${change.id}`}>
              <ChangeLine change={change} />
            </li>
          ))}
        </ol>
        <p className={styles.said}>{facts(plan).join(' ')}</p>
        {asks.length > 0 && (
          <fieldset className={styles.consent}>
            <legend>{t('catalog.consent')}</legend>
            {asks.map((ask) => (
              <label key={ask}>
                <input type="checkbox" checked={agreed.includes(ask)} onChange={() => toggle(ask)} />
                <span>
                  <code>{ask}</code> {capability(ask)}
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </Modal>
  );
}

function ChangeLine({ change }: { readonly change: Change }) {
  const name = change.title ?? change.id;
  const fresh = change.newAsks ?? [];
  const said =
    change.from && change.to
      ? t('catalog.fromTo', { from: plain(change.from.version), to: plain(change.to.version) })
      : plain((change.to ?? change.from)?.version ?? '');
  return (
    <>
      <b>
        {actionWord(change.action)} {name}
      </b>{' '}
      {said}
      {change.why && change.why !== 'asked' && <small> {change.why}</small>}
      {fresh.length > 0 && <Status health="warning" word={t('catalog.newAsks', { asks: fresh.join(', ') })} />}
      {(change.notes ?? []).map((note) => (
        <p key={note} className={styles.said}>
          {note}
        </p>
      ))}
    </>
  );
}

function facts(plan: Plan): readonly string[] {
  const touches = plan.touches ?? [];
  return [
    touches.length === 0 ? t('catalog.nothingElse') : t('catalog.startAnew', { names: touches.join(', ') }),
    ...(plan.download ? [t('catalog.download', { size: size(plan.download) })] : []),
    plan.canRollBack === false ? t('catalog.noWayBack') : t('catalog.wayBack'),
  ];
}
