import { changeSettings, type NoticeSettings, t, useSettings } from '@fresnel/sdk';
import { type Deed, deeds } from '@fresnel/sdk/host';
import { ActionDialog, Icon, Popup, type Undoing } from '@fresnel/ui';
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
  const [undo, setUndo] = useState<{ readonly deed: Deed; readonly undoing: Undoing }>();
  return (
    <span className={styles.bell}>
      <Popup label={t('notices')} title={<Sign count={count} />} bare name={count === 0 ? t('notices') : t('notices.unread', { count })} alignEnd wide>
        {(close) => (
          <Opened
            settings={settings}
            notices={notices}
            close={close}
            onUndo={(deed, undoing) => {
              close();
              setUndo({ deed, undoing });
            }}
          />
        )}
      </Popup>
      {undo && (
        <ActionDialog
          action={undo.undoing.action}
          refs={undo.undoing.refs}
          given={undo.undoing.input}
          undoes
          onDone={() => undone(undo.deed)}
          onClose={() => setUndo(undefined)}
        />
      )}
    </span>
  );
}

/** What was taken back for all objects is not offered again. */
function undone(deed: Deed): void {
  const back = deeds.get()[0]?.results.every(({ state }) => state === 'done' || state === 'pending' || state === 'unchanged');
  if (back) deeds.update((all) => all.map((one) => (one.at === deed.at ? { ...one, undone: true } : one)));
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
  readonly onUndo: (deed: Deed, undoing: Undoing) => void;
}

function Opened({ settings, notices, close, onUndo }: OpenedProps) {
  const [asOpened] = useState(notices);
  const read = useCallback(() => {
    changeSettings({ notices: { ...settings, seen: Date.now() } });
    close();
  }, [settings, close]);
  const mute = (kind: string, on: boolean) => {
    const others = settings.muted.filter((one) => one !== kind);
    changeSettings({ notices: { ...settings, muted: on ? others : [...others, kind] } });
  };
  return (
    <NoticeList
      notices={notices.unread >= asOpened.unread ? notices : asOpened}
      muted={settings.muted}
      onMute={mute}
      onRead={read}
      onUndo={onUndo}
      close={close}
    />
  );
}
