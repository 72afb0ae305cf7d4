import type { Group, Health } from '@fresnel/sdk';

/** Labels that usually say what belongs together; the first is Kubernetes' own word for it. */
export const KEYS: readonly string[] = ['app.kubernetes.io/part-of', 'app.kubernetes.io/name', 'app.kubernetes.io/instance', 'project', 'team', 'app', 'tier'];

const WRONG: readonly Health[] = ['error', 'warning', 'waiting', 'unknown'];

export interface Project {
  readonly name: string;
  /** how many of each kind, in the order of the questions */
  readonly kinds: readonly number[];
  readonly total: number;
  readonly wrong: number;
  /** undefined when nothing is wrong */
  readonly worst: Health | undefined;
}

/** Groups of several kinds put together by their value; those that are wrong first, then the largest. */
export function projectsOf(kinds: readonly (readonly Group[])[]): readonly Project[] {
  const names = [...new Set(kinds.flatMap((groups) => groups.map((group) => group.key)))].filter((name) => name !== '');
  const projects = names.map((name) => {
    const groups = kinds.map((all) => all.find((group) => group.key === name));
    const count = (health: Health) => groups.reduce((sum, group) => sum + (group?.counts[health] ?? 0), 0);
    const counts = groups.map((group) => group?.total ?? 0);
    return {
      name,
      kinds: counts,
      total: counts.reduce((sum, one) => sum + one, 0),
      wrong: WRONG.reduce((sum, health) => sum + count(health), 0),
      worst: WRONG.find((health) => count(health) > 0),
    };
  });
  const rank = (project: Project) => (project.worst === undefined ? WRONG.length : WRONG.indexOf(project.worst));
  return projects.sort((one, other) => rank(one) - rank(other) || other.total - one.total || one.name.localeCompare(other.name));
}
