import { setQuery, t, useLocation, useScope } from '@fresnel/sdk';
import { EmptyState, IconButton, LiveMark, Menu, Notice, Page, Problem, Segments, Skeleton, TextInput, useMedia } from '@fresnel/ui';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { Export } from './Export';
import { SOURCES, type Source, USUAL, without } from './kinds';
import { Legend } from './Legend';
import { Arrangement, type PlacedGroup } from './layout';
import { MapCanvas, type MapHandle } from './MapCanvas';
import { MapTable } from './MapTable';
import styles from './map.module.css';
import type { Card, Picture } from './model';
import { Side } from './Side';
import { type Question, useMap } from './useMap';
import { noneWord, sourcesIn, sourceWord } from './words';

const GROUPS = ['namespace', 'node', 'workload', 'cluster'] as const;
type Level = 'cluster' | 'groups' | 'workloads' | 'pods';

/** What of the page stands in its address. */
function useAddress() {
  const { query } = useLocation();
  const group = query.get('group') ?? 'namespace';
  const open = (query.get('open') ?? '').split(',').filter(Boolean);
  const level = (query.get('level') ?? 'groups') as Level;
  const shown = query.has('show') ? sourcesIn(query.get('show') ?? '') : USUAL;
  const focus = (query.get('focus') ?? '').split('/');
  const selected = query.get('sel') ?? undefined;
  const problems = query.get('only') === 'problems';
  return {
    group,
    open,
    level,
    shown,
    focus,
    selected,
    problems,
    q: query.get('q') ?? '',
    table: query.get('view') === 'table',
    steps: Number(query.get('steps') ?? 1),
  };
}

type Address = ReturnType<typeof useAddress>;

function questionOf(at: Address, clusters: readonly string[], namespaces: readonly string[], counted: readonly string[]): Question | undefined {
  if (clusters.length === 0) return undefined;
  const [resource = '', namespace = '', name = ''] = at.focus;
  const opened = at.level === 'workloads' || at.level === 'pods';
  return {
    clusters,
    namespaces,
    group: at.level === 'cluster' ? 'cluster' : at.group,
    open: opened ? at.open : [],
    auto: (opened && at.open.length === 0) || at.table,
    pods: at.level === 'pods',
    without: without(at.shown, counted),
    focus: name === '' ? undefined : { resource, namespace: namespace === '_' ? '' : namespace, name, steps: at.steps },
    filter: { problems: at.problems, ...(at.table ? { text: at.q } : {}) },
  };
}

/** What of an answered question makes it another picture, to be looked at from its beginning. */
function sceneOf(answers: string): string {
  if (answers === '') return '';
  const { without: _, filter, ...rest } = JSON.parse(answers) as Question;
  return JSON.stringify([rest, filter?.problems]);
}

/** The map of one or several clusters. */
export function MapPage() {
  const { clusters, namespaces } = useScope();
  const at = useAddress();
  const [counted, setCounted] = useState<readonly string[]>([]);
  const question = questionOf({ ...at, q: useDeferredValue(at.q) }, clusters, namespaces, counted);
  const { pictures, problem, lostSince, answers } = useMap(question);
  const kinds = [...new Set(pictures.flatMap((picture) => Object.keys(picture.info.kinds)))].sort().join(' ');
  if (kinds !== '' && kinds.split(' ').some((kind) => !counted.includes(kind))) setCounted([...new Set([...counted, ...kinds.split(' ')])].sort());

  const [width, setWidth] = useState(1_000);
  const narrow = useMedia('(max-width: 720px)');
  const handle = useRef<MapHandle>(null);
  const scene = sceneOf(answers);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other groups are arranged anew
  const arrangement = useMemo(() => new Arrangement(), [clusters.join(), at.group, at.level, at.problems, at.focus.join('/')]);
  const total = sum(pictures);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for everything anew
  const layout = useMemo(() => arrangement.arrange(pictures, width, total.loading), [pictures, width, arrangement, turn]);
  const selected = find(pictures, at.selected);

  const select = (card: Card, cluster: string) => setQuery({ sel: nameOf(card), selc: clusters.length > 1 ? cluster : undefined });
  const openGroup = (group: PlacedGroup) =>
    setQuery(at.level === 'cluster' ? { level: 'groups' } : { level: 'workloads', open: group.tile.key || undefined }, { replace: false });
  const setLevel = (level: Level) =>
    setQuery({ level: level === 'groups' ? undefined : level, open: level === 'groups' || level === 'cluster' ? undefined : at.open.join(',') });
  if (clusters.length === 0)
    return (
      <Page title={t('title')} fill>
        <EmptyState text={t('choose')} />
      </Page>
    );
  const body =
    problem !== undefined ? (
      <Problem tried={t('tried')} problem={problem} />
    ) : pictures.length === 0 || (total.loading && total.cards === 0) ? (
      <Skeleton label={t('loading')} />
    ) : total.forbidden ? (
      <EmptyState text={t('forbidden')} locked />
    ) : at.table ? (
      <MapTable pictures={pictures} onSelect={select} />
    ) : total.cards === 0 ? (
      <EmptyState text={at.problems || at.focus.length > 1 || at.shown.length < SOURCES.length ? t('empty.filtered') : t('empty')} />
    ) : (
      <MapCanvas
        layout={layout}
        pictures={pictures}
        selected={selected?.card.id}
        search={at.q}
        none={noneWord(at.group)}
        scene={scene}
        settling={total.loading}
        room={width}
        handle={handle}
        onSelect={select}
        onClear={() => setQuery({ sel: undefined, selc: undefined })}
        onOpenGroup={openGroup}
        onUnfold={() => setLevel('groups')}
        onDeeper={openGroup}
        onHigher={() => setLevel('groups')}
        onWidth={setWidth}
      />
    );
  return (
    <Page
      title={t('title')}
      beside={
        <>
          <span>{t('count', { pods: total.pods, objects: total.objects })}</span>
          <LiveMark stale={lostSince !== undefined || total.stale !== undefined}>
            {total.loading ? t('state.loading') : lostSince || total.stale ? t('state.stale') : t('state.live')}
          </LiveMark>
        </>
      }
      actions={
        <Segments
          label={t('view.label')}
          options={[
            { id: 'map', title: t('view.map') },
            { id: 'table', title: t('view.table') },
          ]}
          current={at.table ? 'table' : 'map'}
          onChange={(id) => setQuery({ view: id === 'table' ? 'table' : undefined })}
        />
      }
      under={<Tools at={at} clusters={clusters} pictures={pictures} />}
      fill
    >
      {total.stale !== undefined && <Notice>{t('stale', { detail: total.stale.replace(/[.。]+$/u, '') })}</Notice>}
      <div className={styles.body}>
        <div className={styles.main}>
          {body}
          {!at.table && (
            <div className={styles.foot}>
              {!narrow && <Legend />}
              <span className={styles.levels}>
                <IconButton small icon="minimise" label={t('zoom.out')} onPress={() => handle.current?.zoom(0.8)} />
                <Segments
                  label={t('level.label')}
                  options={[
                    { id: 'cluster', title: t('level.cluster') },
                    { id: 'groups', title: groupsWord(at.group) },
                    { id: 'workloads', title: t('level.workloads') },
                    { id: 'pods', title: t('level.pods') },
                  ]}
                  current={at.level}
                  onChange={setLevel}
                />
                <IconButton small icon="plus" label={t('zoom.in')} onPress={() => handle.current?.zoom(1.25)} />
                <IconButton small icon="full" label={t('zoom.fit')} onPress={() => handle.current?.fit()} />
                <IconButton
                  small
                  icon="retry"
                  label={t('arrange')}
                  onPress={() => {
                    arrangement.forget();
                    setTurn(turn + 1);
                  }}
                />
                <Export handle={handle} name={clusters.join('+')} />
              </span>
            </div>
          )}
        </div>
        {selected && (
          <Side
            card={selected.card}
            picture={selected.picture}
            focused={at.focus.join('/') === nameOf(selected.card)}
            onClose={() => setQuery({ sel: undefined, selc: undefined })}
            onSelect={(card) => {
              select(card, selected.picture.cluster);
              handle.current?.show(card.id);
            }}
            onFocus={(on) =>
              setQuery({ focus: on ? nameOf(selected.card) : undefined, level: on ? 'workloads' : undefined, open: undefined }, { replace: false })
            }
          />
        )}
      </div>
    </Page>
  );
}

function Tools({ at, clusters, pictures }: { readonly at: Address; readonly clusters: readonly string[]; readonly pictures: readonly Picture[] }) {
  const show = (source: Source) => {
    const next = at.shown.includes(source) ? at.shown.filter((one) => one !== source) : [...at.shown, source];
    setQuery({ show: next.join(',') === USUAL.join(',') ? undefined : SOURCES.filter((one) => next.includes(one)).join(',') || 'none' });
  };
  const hidden = [...new Set(pictures.flatMap((picture) => picture.info.hidden))];
  return (
    <div className={styles.tools}>
      <div className={styles.find}>
        <TextInput label={t('find')} placeholder={t('find')} value={at.q} onChange={(q) => setQuery({ q })} icon="search" hint="/" shortcut="/" />
      </div>
      <Menu
        label={t('group.label')}
        title={groupTitle(at.group)}
        items={[
          ...GROUPS.map((group) => ({ id: group, title: groupsWord(group), chosen: at.group === group, onPress: () => regroup(group) })),
          'line',
          ...['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/part-of', 'app'].map((label) => ({
            id: label,
            title: t('group.byLabel', { label }),
            chosen: at.group === `label:${label}`,
            onPress: () => regroup(`label:${label}`),
          })),
        ]}
      />
      <Menu
        label={t('source.label')}
        title={t('source.title', { shown: at.shown.length, of: SOURCES.length })}
        keepOpen
        items={SOURCES.map((source) => ({ id: source, title: sourceWord(source), chosen: at.shown.includes(source), onPress: () => show(source) }))}
      />
      <Segments
        label={t('only.label')}
        options={[
          { id: 'all', title: t('only.all') },
          { id: 'problems', title: t('only.problems') },
        ]}
        current={at.problems ? 'problems' : 'all'}
        onChange={(id) => setQuery({ only: id === 'problems' ? 'problems' : undefined, level: id === 'problems' ? 'workloads' : undefined, open: undefined })}
      />
      {at.focus.length > 1 && (
        <Segments
          label={t('steps.label')}
          options={[1, 2, 3].map((steps) => ({ id: String(steps), title: t('steps', { steps }) }))}
          current={String(at.steps)}
          onChange={(steps) => setQuery({ steps: steps === '1' ? undefined : steps })}
        />
      )}
      <span className={styles.where}>
        {[clusters.join(', '), at.open.join(', ') || (at.focus[2] ?? '')].filter(Boolean).join(' / ')}
        {hidden.length > 0 && ` · ${t('hidden', { kinds: hidden.length })}`}
      </span>
    </div>
  );
}

function regroup(group: string): void {
  setQuery({ group: group === 'namespace' ? undefined : group, open: undefined, level: undefined }, { replace: false });
}

function groupsWord(group: string): string {
  switch (group) {
    case 'namespace':
      return t('group.namespaces');
    case 'node':
      return t('group.nodes');
    case 'workload':
      return t('group.workloads');
    case 'cluster':
      return t('group.clusters');
    default:
      return group.slice('label:'.length);
  }
}

function groupTitle(group: string): string {
  return t('group.title', { by: groupsWord(group) });
}

export function nameOf(card: Card): string {
  return `${card.k}/${card.ns || '_'}/${card.n}`;
}

/** The card that the address names, wherever it is. */
function find(pictures: readonly Picture[], name: string | undefined): { card: Card; picture: Picture } | undefined {
  if (name === undefined) return undefined;
  for (const picture of pictures) for (const card of picture.cards.values()) if (nameOf(card) === name) return { card, picture };
  return undefined;
}

function sum(pictures: readonly Picture[]) {
  const infos = pictures.map((picture) => picture.info);
  const add = (of: (info: (typeof infos)[number]) => number) => infos.reduce((all, info) => all + of(info), 0);
  return {
    pods: add((info) => info.pods),
    objects: add((info) => info.objects),
    /** a filter may leave nothing of what there is */
    cards: pictures.reduce((all, picture) => all + picture.groups.size, 0),
    loading: infos.some((info) => info.state === 'loading'),
    forbidden: infos.length > 0 && infos.every((info) => info.state === 'forbidden'),
    stale: infos.find((info) => info.state === 'unreachable' || info.state === 'stale')?.detail,
  };
}
