import { forResource, navigate, type ObjectRef, pages, t, useClusters, useContributed, useLocation, useSlot } from '@fresnel/sdk';
import { Contributed, EmptyState, Link, Page, Skeleton } from '@fresnel/ui';
import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react';
import { pageOfCluster } from '../frame/pageOfCluster';
import { ClusterPage } from './ClusterPage';

const HomePage = lazy(() => import('./home/HomePage').then((file) => ({ default: file.HomePage })));
const SettingsPage = lazy(() => import('./settings/SettingsPage').then((file) => ({ default: file.SettingsPage })));
const PluginsPage = lazy(() => import('./plugins/PluginsPage').then((file) => ({ default: file.PluginsPage })));

/** Which page an address means (kernel/docs/interfaces.md §5). */
export function Routes() {
  const { path } = useLocation();
  const parts = useMemo(() => path.split('/').slice(1).map(decodeURIComponent), [path]);
  return <Suspense fallback={<Skeleton label={t('loading')} />}>{pageOf(parts)}</Suspense>;
}

function pageOf(parts: readonly string[]): ReactNode {
  const [first, second, third, fourth, fifth] = parts;
  if (first === '' || first === undefined) return <Start />;
  if (first === 'settings' && second === undefined) return <SettingsPage />;
  if (first === 'plugins' && second === undefined) return <PluginsPage />;
  if (first === 'p' && second && third) return <PluginRoute plugin={second} route={parts.slice(2).join('/')} />;
  if (first === 'c' && second && parts.length <= 5) return <ClusterRoute clusters={second} resource={third} namespace={fourth} name={fifth} />;
  return <Unknown />;
}

/** With one cluster there is nothing to choose; its page says how it is. */
function Start() {
  const clusters = useClusters();
  const only = clusters?.length === 1 ? clusters[0]!.id : undefined;
  useEffect(() => {
    if (only !== undefined) navigate(pageOfCluster(only), { replace: true });
  }, [only]);
  return only === undefined ? <HomePage /> : undefined;
}

interface ClusterRouteProps {
  readonly clusters: string;
  readonly resource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

function ClusterRoute({ clusters, resource, namespace, name }: ClusterRouteProps) {
  const ids = useMemo(() => clusters.split('+').filter(Boolean), [clusters]);
  const lists = useSlot('lists');
  const details = useSlot('details');
  const { epoch } = useContributed();
  const props = useMemo(() => ({ clusters: ids, resource }), [ids, resource]);
  const of = useMemo<ObjectRef | undefined>(() => {
    if (resource === undefined || name === undefined || namespace === undefined) return undefined;
    return { cluster: ids[0]!, resource, name, ...(namespace === '_' ? {} : { namespace }) };
  }, [ids, resource, namespace, name]);
  const given = useMemo(() => ({ of }), [of]);
  if (resource === undefined) return <ClusterPage clusters={ids} />;
  if (namespace !== undefined && name === undefined) return <Unknown />;
  const contribution = forResource(of === undefined ? lists : details, resource);
  if (contribution === undefined) return epoch < 0 ? <Skeleton label={t('loading')} /> : <Missing what={resource} />;
  return <Contributed key={contribution.id} of={contribution} props={of === undefined ? props : given} />;
}

function PluginRoute({ plugin, route }: { readonly plugin: string; readonly route: string }) {
  const items = useSlot('pages');
  const { epoch } = useContributed();
  const page = items.find((one) => one.plugin === plugin && one.item.route === route);
  if (page === undefined) return epoch < 0 ? <Skeleton label={t('loading')} /> : <Missing what={`/p/${plugin}/${route}`} />;
  return <Contributed key={page.id} of={page} />;
}

/** The plugin is not there, or not any more; the page comes back with it. */
function Missing({ what }: { readonly what: string }) {
  return (
    <Page title={t('missing.title')}>
      <EmptyState text={t('missing.text', { what })} actions={<Link to={pages.plugins()}>{t('missing.plugins')}</Link>} />
    </Page>
  );
}

function Unknown() {
  const { path } = useLocation();
  return (
    <Page title={t('unknown.title')}>
      <EmptyState text={t('unknown.text', { path })} actions={<Link to={pages.home()}>{t('home')}</Link>} />
    </Page>
  );
}
