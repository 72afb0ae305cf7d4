import {
  type DetailsSlotProps,
  type Kind,
  type KubeObject,
  type LiveObject,
  pages,
  setQuery,
  t,
  titleOf,
  useDetailTabs,
  useHolding,
  useKinds,
  useLocation,
  useObject,
  useSlot,
} from '@fresnel/sdk';
import { Contributed, EmptyState, Link, LiveMark, Notice, Page, Problem, Skeleton, StarButton, Status, Tabs } from '@fresnel/ui';
import { memo, useMemo } from 'react';
import { ObjectActions } from './actions/ObjectActions';
import { containersOf } from './details/containers';
import { SubjectOf } from './details/context';
import { EventsTab, useEvents } from './details/Events';
import { ObjectFacts } from './details/ObjectFacts';
import { Overview } from './details/Overview';
import { AccessTab } from './details/parts/AccessTab';
import { Computed, useComputed } from './details/parts/Related';
import { ContainersTab } from './details/pod/ContainersTab';
import { type ObjectStatus, useStatus } from './details/status';
import { YamlTab } from './details/YamlTab';

const NO_KINDS: readonly Kind[] = [];

/** Addresses name a plugin's tab by the plugin and its word, not by the slot it fills. */
const SLOT = '/detailTabs/';
const tabOf = ({ id }: { readonly id: string }) => id.replace(SLOT, '/');

/** One object of any kind: what it is, how it is, and what happens to it. */
export function DetailsPage({ of }: DetailsSlotProps) {
  const object = useObject(of);
  const { query } = useLocation();
  const navigation = useSlot('navigation');
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const { kinds = NO_KINDS } = useKinds(clusters);
  const kind = kinds.find((one) => one.resource === of.resource);
  const item = navigation.find((one) => one.item.resource === of.resource);
  const list = item ? titleOf(item) : (kind?.kind ?? of.resource);
  const value = object.state === 'known' || object.state === 'gone' ? object.value : undefined;
  const status = useStatus(of, value?.metadata.uid);
  const tab = (query.get('tab') ?? 'overview').replace(SLOT, '/');
  const live = object.state === 'known' && object.lostSince === undefined && tab === 'overview';
  const details = useComputed(of, value, live);
  const crumbs = (
    <>
      <Link to={pages.list(clusters, of.resource)}>{list}</Link>
      {of.namespace && (
        <>
          <span>/</span>
          <Link to={pages.object({ cluster: of.cluster, resource: 'namespaces', name: of.namespace })}>{of.namespace}</Link>
        </>
      )}
    </>
  );
  return (
    <Page
      title={of.name}
      object
      fill
      crumbs={crumbs}
      beside={
        <>
          <StarButton of={of} />
          {value && status && <Status health={status.health} word={status.word} more={status.more} />}
          {value?.metadata.deletionTimestamp && object.state !== 'gone' && !status && <Status health="progress" word={t('details.deleting')} />}
          <Mark object={object} />
        </>
      }
      actions={value && object.state !== 'gone' && <Doing of={of} object={value} />}
      under={value && <ObjectFacts of={of} object={value} />}
    >
      <State object={object} of={of} kind={kind?.kind ?? of.resource} list={list} />
      {value && (
        <SubjectOf of={of} object={value} kinds={kinds}>
          <Computed details={details}>
            <Parts of={of} object={value} tab={tab} status={status} />
          </Computed>
        </SubjectOf>
      )}
    </Page>
  );
}

function Doing({ of, object }: DetailsSlotProps & { readonly object: KubeObject }) {
  const { uid } = object.metadata;
  const refs = useMemo(() => [{ ...of, ...(uid ? { uid } : {}) }], [of, uid]);
  return <ObjectActions refs={refs} object={object} />;
}

function Mark({ object }: { readonly object: LiveObject }) {
  if (object.state !== 'known') return undefined;
  if (object.lostSince !== undefined) return <LiveMark stale>{t('details.lost')}</LiveMark>;
  return <LiveMark>{t('details.live')}</LiveMark>;
}

interface StateProps extends DetailsSlotProps {
  readonly object: LiveObject;
  readonly kind: string;
  readonly list: string;
}

function State({ object, of, kind, list }: StateProps) {
  const back = <Link to={pages.list([of.cluster], of.resource)}>{t('details.list')}</Link>;
  if (object.state === 'loading') return <Skeleton label={t('details.loading', { name: of.name })} />;
  if (object.state === 'gone' && object.value) return <Notice actions={back}>{t('details.gone', { name: of.name })}</Notice>;
  const missing = object.state === 'gone' || (object.state === 'failed' && object.problem.status === 404);
  if (missing) return <EmptyState text={t('details.missing', { kind, name: of.name, place: of.namespace ?? of.cluster })} actions={back} />;
  if (object.state === 'failed') return <Problem tried={t('details.failed', { name: `${list} ${of.name}` })} problem={object.problem} />;
  return undefined;
}

interface PartsProps extends DetailsSlotProps {
  readonly object: KubeObject;
  readonly tab: string;
  readonly status: ObjectStatus | undefined;
}

const Parts = memo(function Parts({ of, object, tab, status }: PartsProps) {
  const events = useEvents(of, object.metadata.uid);
  const added = useHolding(useDetailTabs(of.resource));
  const props = useMemo(() => ({ of, object }), [of, object]);
  const { matched, counts, loaded } = events.snapshot;
  const warnings = (counts.warning ?? 0) + (counts.error ?? 0);
  const containers = containersOf(object).length;
  const items = [
    { id: 'overview', title: t('tab.overview') },
    ...(containers > 0 ? [{ id: 'containers', title: t('tab.containers'), count: containers }] : []),
    { id: 'events', title: t('tab.events'), bad: warnings > 0, ...(loaded ? { count: matched } : {}) },
    ...added.map((one) => ({ id: tabOf(one), title: titleOf(one) })),
    { id: 'access', title: t('tab.access') },
    { id: 'yaml', title: t('tab.yaml') },
  ];
  const current = items.some((one) => one.id === tab) ? tab : 'overview';
  const contributed = added.find((one) => tabOf(one) === current);
  return (
    <Tabs label={t('details.tabs')} items={items} current={current} onChange={(id) => setQuery({ tab: id === 'overview' ? undefined : id })}>
      {current === 'overview' && <Overview of={of} object={object} events={events} status={status} />}
      {current === 'containers' && <ContainersTab />}
      {current === 'access' && <AccessTab />}
      {current === 'yaml' && <YamlTab of={of} object={object} />}
      {current === 'events' && <EventsTab of={of} events={events} />}
      {contributed && <Contributed of={contributed} props={props} />}
    </Tabs>
  );
});
