import { type Coverage, type Health, number, type OverviewSlotProps, pages, t } from '@fresnel/sdk';
import { Link, StatusIcon } from '@fresnel/ui';
import { useControlPlane } from './overview/controlPlane';
import { lackWords, Waiting } from './overview/lack';
import { type Lack, type Overview, useOverviews } from './overview/overview';
import styles from './overview/overview.module.css';

/** The answer first: how many of what are wrong. */
export function OverviewSummary({ clusters, namespaces }: OverviewSlotProps) {
  const several = clusters.length > 1;
  return useOverviews(clusters, namespaces).map((one) => (
    <section key={one.cluster} aria-label={t('overview.summary', { cluster: one.cluster })}>
      {several && <h2 className={styles.cluster}>{one.cluster}</h2>}
      <Waiting of={one}>{(value) => <Tiles cluster={one.cluster} value={value} chosen={namespaces.length > 0} coverage={one.coverage} />}</Waiting>
    </section>
  ));
}

interface TilesProps {
  readonly cluster: string;
  readonly value: Overview;
  readonly chosen: boolean;
  readonly coverage: Coverage | undefined;
}

function Tiles({ cluster, value, chosen, coverage }: TilesProps) {
  const { pods, workloads, nodes, warnings } = value;
  const list = (resource: string, status: string) => pages.list([cluster], resource, { status });
  const words = Object.entries(pods.words)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([word, count]) => `${number(count)} ${word}`)
    .join(', ');
  const kindsLack = Object.values(workloads.lacks)[0];
  return (
    <>
      {!value.whole && !chosen && (
        <p className={styles.coverage}>
          {t('overview.partly')} {coverage?.namespaces?.names?.join(', ')}
        </p>
      )}
      <ul className={styles.tiles}>
        <Tile
          title={t('overview.failingPods')}
          health={pods.failing > 0 ? 'error' : 'ok'}
          lack={pods.lack}
          value={number(pods.failing)}
          of={t('overview.of', { total: pods.total })}
          more={words}
          to={list('pods', 'error')}
        />
        <Tile
          title={t('overview.pendingPods')}
          health={pods.waiting > 0 ? 'waiting' : 'ok'}
          lack={pods.lack}
          value={number(pods.waiting)}
          more={pods.pending[0]?.reason}
          to={list('pods', 'waiting')}
        />
        <Tile
          title={t('overview.failingWorkloads')}
          health={workloads.worst.some((one) => one.state === 'error') ? 'error' : workloads.failing > 0 ? 'warning' : 'ok'}
          lack={workloads.total === 0 ? kindsLack : undefined}
          value={number(workloads.failing)}
          of={t('overview.of', { total: workloads.total })}
          to={list('deployments.apps', 'error,warning')}
        />
        <Tile
          title={t('overview.nodes')}
          health={nodes.troubles.some((one) => one.state === 'error') ? 'error' : nodes.troubled > 0 ? 'warning' : 'ok'}
          lack={nodes.lack}
          value={number(nodes.troubled)}
          of={t('overview.of', { total: nodes.total })}
          more={nodes.cordoned > 0 ? t('overview.cordoned', { count: nodes.cordoned }) : undefined}
          to={list('nodes', 'error,warning,unknown')}
        />
        <Tile
          title={t('overview.warnings')}
          health={warnings.total > 0 ? 'warning' : 'ok'}
          lack={warnings.lack}
          value={number(warnings.total)}
          more={warnings.reasons > 0 ? t('overview.reasons', { count: warnings.reasons }) : undefined}
          to={list('events', 'warning')}
        />
        <ControlTile cluster={cluster} />
      </ul>
    </>
  );
}

interface TileProps {
  readonly title: string;
  readonly health: Health;
  readonly lack?: Lack | undefined;
  readonly value: string;
  readonly of?: string;
  readonly more?: string | undefined;
  readonly to?: string;
}

function Tile({ title, health, lack, value, of, more, to }: TileProps) {
  const named = to === undefined ? title : <Link to={to}>{title}</Link>;
  if (lack !== undefined)
    return (
      <li>
        <p>
          <StatusIcon health="unknown" /> {named}
        </p>
        <small>{lackWords(lack, title)}</small>
      </li>
    );
  return (
    <li>
      <p>
        <StatusIcon health={health} /> {named}
      </p>
      <p>
        <b>{value}</b> {of && <span>{of}</span>}
      </p>
      {more && <small title={more}>{more}</small>}
    </li>
  );
}

function ControlTile({ cluster }: { readonly cluster: string }) {
  const plane = useControlPlane(cluster);
  const title = t('overview.control');
  if (plane === undefined) return <Tile title={title} health="unknown" value="…" more={t('overview.control.asking')} />;
  if (plane.state === 'unknown') return <Tile title={title} health="unknown" value={t('overview.notChecked')} more={plane.detail} />;
  const bad = plane.checks.filter((check) => !check.ok);
  if (plane.checks.length === 1 && bad.length === 0)
    return <Tile title={title} health="ok" value={t('overview.control.ok')} more={t('overview.control.ready')} />;
  return (
    <Tile
      title={title}
      health={bad.length > 0 ? 'error' : 'ok'}
      value={bad.length > 0 ? number(bad.length) : t('overview.control.ok')}
      of={t('overview.control.checks', { count: plane.checks.length })}
      more={bad.map((check) => check.name).join(', ')}
    />
  );
}
