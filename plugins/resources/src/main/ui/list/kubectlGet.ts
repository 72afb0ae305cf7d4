import type { RowsFilter } from '@fresnel/sdk';

export interface Shown {
  readonly resource: string;
  readonly namespaced: boolean;
  readonly namespaces: readonly string[];
  readonly filter: RowsFilter;
  readonly sort: string;
  /** contexts of the clusters' kubeconfig; undefined for a cluster that has none */
  readonly contexts: readonly (string | undefined)[];
}

export interface Command {
  readonly text: string;
  /** what kubectl has no words for */
  readonly unsaid: readonly string[];
}

/** JSONPaths of what kubectl can sort by; it sorts ascending alone. */
const PATHS: Readonly<Record<string, string>> = { name: '.metadata.name', namespace: '.metadata.namespace', age: '.metadata.creationTimestamp' };
const PLAIN = /^[A-Za-z0-9_./:=,@%+-]+$/;
/** Fields that an API server selects by, for every kind. */
const SELECTABLE = /^(metadata\.(name|namespace)|status\.phase|spec\.nodeName|type|reason|involvedObject\.\w+)(=|==|!=)[^,]*$/;

/** The `kubectl get` that shows the same list: one line for each cluster and namespace, and what it leaves out. */
export function kubectlGet({ resource, namespaced, namespaces, filter, sort, contexts }: Shown): Command {
  const fields = (filter.fields ?? '').split(',').filter(Boolean);
  const selectable = fields.filter((field) => SELECTABLE.test(field));
  const [first = ''] = sort.split(',');
  const path = PATHS[first];
  const options = [
    ...(filter.labels ? ['-l', quoted(filter.labels)] : []),
    ...(selectable.length > 0 ? ['--field-selector', quoted(selectable.join(','))] : []),
    ...(path === undefined ? [] : [`--sort-by=${path}`]),
  ];
  const places = !namespaced ? [[]] : namespaces.length === 0 ? [['-A']] : namespaces.map((namespace) => ['-n', quoted(namespace)]);
  const lines = contexts.flatMap((context) =>
    places.map((place) =>
      ['kubectl', ...(context === undefined ? [] : ['--context', quoted(context)]), 'get', quoted(resource), ...place, ...options].join(' '),
    ),
  );
  const unsaid = [
    ...(filter.text ? [filter.text] : []),
    ...(filter.name ? [filter.name] : []),
    ...(filter.state?.length ? [filter.state.join(',')] : []),
    ...fields.filter((field) => !selectable.includes(field)),
    ...(path === undefined && sort !== '' ? [sort] : []),
  ];
  return { text: lines.join('\n'), unsaid };
}

/** For any POSIX shell. */
function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
