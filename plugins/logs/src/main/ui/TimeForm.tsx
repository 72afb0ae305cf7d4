import { t } from '@fresnel/sdk';
import { Button, Modal, Notice, TextInput } from '@fresnel/ui';
import { useState } from 'react';
import styles from './logs.module.css';
import { readTime, timeWord } from './times';
import type { Wanted } from './wanted';

export interface TimeFormProps {
  readonly wanted: Wanted;
  readonly onWanted: (part: Partial<Wanted>) => void;
  readonly onClose: () => void;
}

/** From when to when. */
export function TimeForm({ wanted, onWanted, onClose }: TimeFormProps) {
  const [from, setFrom] = useState(timeWord(wanted.since));
  const [to, setTo] = useState(timeWord(wanted.until));
  const [tried, setTried] = useState(false);
  const since = readTime(from);
  const until = readTime(to);
  const turned = Boolean(since && until && since.includes('-') && until.includes('-') && since >= until);
  const wrong = since === undefined ? from : until === undefined ? to : undefined;
  const show = () => {
    setTried(true);
    if (since === undefined || until === undefined || turned) return;
    onWanted({ since, until, tail: 0, previous: false });
    onClose();
  };
  return (
    <Modal
      title={t('otherTime')}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={show}>
          {t('show')}
        </Button>
      }
    >
      <form
        className={styles.times}
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <span aria-hidden="true">{t('fromWhen')}</span>
        <TextInput label={t('fromWhen')} placeholder="15m" value={from} onChange={setFrom} />
        <span aria-hidden="true">{t('toWhen')}</span>
        <TextInput label={t('toWhen')} placeholder={t('now')} value={to} onChange={setTo} />
        <p>{t('timeHint')}</p>
        {tried && wrong !== undefined && <Notice tone="error">{t('noTime', { text: wrong })}</Notice>}
        {tried && turned && <Notice tone="error">{t('turned')}</Notice>}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
