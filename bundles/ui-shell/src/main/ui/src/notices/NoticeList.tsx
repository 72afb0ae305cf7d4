import { moment, pages, pluginWords, t } from '@fresnel/sdk';
import type { Deed } from '@fresnel/sdk/host';
import { Age, Button, DeedUndo, Link, Status, StatusIcon, Switch, type Undoing } from '@fresnel/ui';
import type { ReactNode } from 'react';
import styles from './Notices.module.css';
import type { ModuleNews } from './news';
import type { NoticesNow } from './useNotices';

export interface NoticeListProps {
  readonly notices: NoticesNow;
  readonly muted: readonly string[];
  readonly onMute: (kind: string, on: boolean) => void;
  readonly onRead: () => void;
  readonly onUndo: (deed: Deed, undoing: Undoing) => void;
  readonly close: () => void;
}

const FEW = 6;

export function NoticeList({ notices, muted, onMute, onRead, onUndo, close }: NoticeListProps) {
  const { warnings, deeds, modules, since, clusters } = notices;
  const kinds = [
    { id: 'warnings', title: t('notices.warnings') },
    { id: 'actions', title: t('notices.actions') },
    { id: 'plugins', title: t('notices.plugins') },
  ];
  const events = (query?: Readonly<Record<string, string>>) => pages.list(clusters, 'events', query);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: a link that was followed closes the panel
    <div className={styles.list} onClick={(event) => (event.target as HTMLElement).closest('a') && close()}>
      <header className={styles.head}>
        <h2>{t('notices')}</h2>
        {notices.unread > 0 && (
          <Button kind="link" onPress={onRead}>
            {t('notices.read')}
          </Button>
        )}
      </header>
      {notices.unread === 0 && <p className={styles.quiet}>{t('notices.none', { time: moment(since) })}</p>}
      {warnings.state === 'forbidden' && <p className={styles.quiet}>{t('notices.forbidden')}</p>}
      {warnings.state === 'none' && !muted.includes('warnings') && <p className={styles.quiet}>{t('notices.noCluster')}</p>}
      {warnings.starred.length > 0 && (
        <Part title={t('notices.starred')}>
          {warnings.starred.slice(0, FEW).map(({ row, object, reason }) => (
            <li key={row.k}>
              <Status health={row.s} word={reason} />
              <span className={styles.what}>
                <Link to={events({ group: 'none', q: object })}>{object}</Link>
              </span>
              <Age since={row.times?.[0]?.[0]?.[1] ?? row.t} />
            </li>
          ))}
        </Part>
      )}
      {warnings.groups.length > 0 && (
        <Part title={t('notices.warnings')} end={<Link to={events()}>{t('notices.allWarnings')}</Link>}>
          {warnings.groups.slice(0, FEW).map((group) => (
            <li key={group.key}>
              <StatusIcon health={(group.counts.error ?? 0) > 0 ? 'error' : 'warning'} />
              <span className={styles.what}>
                <Link to={events({ group: 'none', fields: `reason=${group.key}` })}>{group.key}</Link>
              </span>
              <span className={styles.quiet}>{t('notices.times', { count: group.times ?? group.total })}</span>
              <Age since={group.last} />
            </li>
          ))}
        </Part>
      )}
      {deeds.length > 0 && (
        <Part title={t('notices.actions')}>
          {deeds.slice(0, FEW).map((deed) => {
            const { at, action, results, undone } = deed;
            const failed = results.filter((one) => one.state === 'failed').length;
            return (
              <li key={`${at} ${action.id}`}>
                <StatusIcon health={failed > 0 ? 'error' : 'ok'} />
                <span className={`${styles.what} ${styles.worded}`}>
                  {action.title ? pluginWords(action.plugin, action.title) : action.id} {results.length === 1 && <Target of={results[0]!.target} />}
                </span>
                <span className={styles.quiet}>
                  {failed > 0 ? t('notices.failed', { failed, count: results.length }) : t('notices.done', { count: results.length })}
                </span>
                {undone ? <span className={styles.quiet}>{t('notices.undone')}</span> : <DeedUndo deed={deed} onUndo={(undoing) => onUndo(deed, undoing)} />}
                <Age since={at} />
              </li>
            );
          })}
        </Part>
      )}
      {modules.length > 0 && (
        <Part title={t('notices.plugins')}>
          {modules.slice(0, FEW).map((news) => (
            <li key={`${news.at} ${news.id}`}>
              <StatusIcon health={news.what === 'left' ? 'off' : 'ok'} />
              <span className={styles.what}>
                <Link to={`/plugins?p=${news.id}`}>{moduleWords(news)}</Link>
              </span>
              <Age since={news.at} />
            </li>
          ))}
        </Part>
      )}
      <footer className={styles.foot}>
        <span className={styles.quiet}>{t('notices.tellMe')}</span>
        {kinds.map(({ id, title }) => (
          <Switch key={id} label={title} on={!muted.includes(id)} onChange={(on) => onMute(id, on)} />
        ))}
      </footer>
    </div>
  );
}

function Part({ title, end, children }: { readonly title: string; readonly end?: ReactNode; readonly children: ReactNode }) {
  return (
    <section>
      <header className={styles.head}>
        <h3>{title}</h3>
        {end}
      </header>
      <ul>{children}</ul>
    </section>
  );
}

function Target({ of }: { readonly of: Parameters<typeof pages.object>[0] }) {
  return <Link to={pages.object(of)}>{of.name}</Link>;
}

function moduleWords({ what, title, version }: ModuleNews): string {
  if (what === 'came') return t('notices.came', { title, version });
  return what === 'changed' ? t('notices.changed', { title, version }) : t('notices.left', { title });
}
