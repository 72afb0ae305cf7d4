import type { Kind } from './types';

/** A kind under the name that it has everywhere: `resource.group`, as in addresses and questions. */
export function named(kind: Kind): Kind {
  return { ...kind, resource: resourceName(kind) };
}

/** `deployments` of the group `apps` is `deployments.apps`; a name that has its group already stays. */
export function resourceName({ resource, group }: Pick<Kind, 'resource' | 'group'>): string {
  return group === '' || resource.includes('.') ? resource : `${resource}.${group}`;
}
