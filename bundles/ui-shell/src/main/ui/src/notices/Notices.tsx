import { changeSettings, type NoticeSettings, t, useSettings } from '@fresnel/sdk';
import { Icon, Popup } from '@fresnel/ui';
import { useCallback, useState } from 'react';
import { NoticeList } from './NoticeList';
import styles from './Notices.module.css';
import { useNotices } from './useNotices';

const MOST = 99;

/** The bell: what happened since somebody looked here last. What is seen is kept for the person on the server. */
export function Notices() {
  const { notices: settings } = useSettings();
  const notices = useNotices(settings);
  const count = notices.unread;
  return (
    <span className={styles.bell}>
      <Popup label={t('notices')} title={<Sign count={count} />} bare name={count === 0 ? t('notices') : t('notices.unread', { count })} alignEnd>
        {(close) => <Opened settings={settings} notices={notices} close={close} />}
      </Popup>
    </span>
  );
}

function Sign({ count }: { readonly count: number }) {
  return (
    <>
      <Icon name="bell" />
      {count > 0 && (
        <span className={styles.count} aria-hidden="true">
          {count > MOST ? `${MOST}+` : count}
        </span>
      )}
    </>
  );
}

interface OpenedProps {
  readonly settings: NoticeSettings;
  readonly notices: ReturnType<typeof useNotices>;
  readonly close: () => void;
}

function Opened({ settings, notices, close }: OpenedProps) {
  const [asOpened] = useState(notices);
  const read = useCallback(() => {
    changeSettings({ notices: { ...settings, seen: Date.now() } });
    close();
  }, [settings, close]);
  const mute = (kind: string, on: boolean) => {
    const others = settings.muted.filter((one) => one !== kind);
    changeSettings({ notices: { ...settings, muted: on ? others : [...others, kind] } });
  };
  return <NoticeList notices={notices.unread >= asOpened.unread ? notices : asOpened} muted={settings.muted} onMute={mute} onRead={read} close={close} />;
}
