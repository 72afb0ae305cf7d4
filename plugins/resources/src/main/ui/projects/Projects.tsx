import { number, pages, t, useQueryState, useRows, useRowsSnapshot } from '@fresnel/sdk';
import { Link, Menu, Section, Status, Table } from '@fresnel/ui';
import { useEffect, useMemo } from 'react';
import { KEYS, type Project, projectsOf } from './projects';

const FIRST = 30;

export interface ProjectsProps {
  readonly clusters: readonly string[];
  /** empty = all */
  readonly namespaces: readonly string[];
}

/** Workloads put together by a label: one list over all clusters and namespaces that are shown. */
export function Projects({ clusters, namespaces }: ProjectsProps) {
  const [chosen, choose] = useQueryState('project');
  const label = chosen || KEYS[0]!;
  const onLabel = (key: string) => choose(key === KEYS[0] ? undefined : key);
  const deployments = useGroups(clusters, namespaces, 'deployments.apps', label);
  const stateful = useGroups(clusters, namespaces, 'statefulsets.apps', label);
  const daemons = useGroups(clusters, namespaces, 'daemonsets.apps', label);
  const projects = useMemo(() => projectsOf([deployments.groups, stateful.groups, daemons.groups]), [deployments, stateful, daemons]);
  if (!deployments.loaded) return undefined;
  const keys = KEYS.includes(label) ? KEYS : [label, ...KEYS];
  const menu = (
    <Menu
      label={t('projects.label')}
      title={label}
      alignEnd
      items={keys.map((key) => ({ id: key, title: key, chosen: key === label, onPress: () => onLabel(key) }))}
    />
  );
  return (
    <Section title={t('projects.title')} beside={projects.length > 0 ? number(projects.length) : undefined} end={menu}>
      {projects.length === 0 ? (
        <p>{t('projects.none', { label })}</p>
      ) : (
        <Table
          label={t('projects.title')}
          rows={projects.slice(0, FIRST)}
          keyOf={(project) => project.name}
          columns={[
            { id: 'name', title: t('projects.name'), grows: true, cell: (project) => <Name project={project} clusters={clusters} label={label} /> },
            { id: 'state', title: t('filter.status'), cell: (project) => <State project={project} /> },
            { id: 'deployments', title: t('nav.deployments'), end: true, minor: true, cell: (project) => number(project.kinds[0] ?? 0) },
            { id: 'statefulsets', title: t('nav.statefulsets'), end: true, minor: true, cell: (project) => number(project.kinds[1] ?? 0) },
            { id: 'daemonsets', title: t('nav.daemonsets'), end: true, minor: true, cell: (project) => number(project.kinds[2] ?? 0) },
          ]}
        />
      )}
      {projects.length > FIRST && <p>{t('group.more', { count: projects.length - FIRST })}</p>}
    </Section>
  );
}

function useGroups(clusters: readonly string[], namespaces: readonly string[], resource: string, label: string) {
  const source = useRows({ resource, clusters, namespaces, group: `label:${label}`, columns: ['name'], filter: { labels: label } });
  const snapshot = useRowsSnapshot(source);
  useEffect(() => source.show(0, 1), [source]);
  return snapshot;
}

/** To the kind of which there is most. */
function Name({ project, clusters, label }: { readonly project: Project; readonly clusters: readonly string[]; readonly label: string }) {
  const most = project.kinds.indexOf(Math.max(...project.kinds));
  const resource = ['deployments.apps', 'statefulsets.apps', 'daemonsets.apps'][most]!;
  return <Link to={pages.list(clusters, resource, { labels: `${label}=${project.name}` })}>{project.name}</Link>;
}

function State({ project }: { readonly project: Project }) {
  const { worst, wrong, total } = project;
  return worst === undefined ? (
    <Status health="ok" word={t('projects.fine', { total })} />
  ) : (
    <Status health={worst} word={t('projects.wrong', { wrong, total })} />
  );
}
