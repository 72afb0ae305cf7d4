import type { Kind } from '@fresnel/sdk';
import { type Data, isData } from '../model/tree';
import type { Checked } from '../schema/protocol';

/** One object of a text: what it is, where it goes, and when its turn is. */
export interface Wanted {
  /** unique in the text */
  readonly id: string;
  /** where it begins in the text */
  readonly at: number;
  /** its place among the documents of the text */
  readonly document: number;
  readonly value: Data;
  readonly kindName: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** undefined: the cluster does not serve it */
  readonly kind: Pick<Kind, 'resource' | 'group' | 'version' | 'namespaced'> | undefined;
  /** why it cannot even be sent */
  readonly broken: 'syntax' | 'kind' | 'name' | undefined;
  /** something that it needs is made by this text */
  readonly after: 'namespace' | 'definition' | undefined;
  readonly rank: number;
}

/** What others need comes first; objects of CRDs come last. */
const ORDER = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'RuntimeClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'NetworkPolicy',
  'Service',
];

const CUSTOM = ORDER.length + 1;

/** The objects of a text, those of a `List` one by one, in the order in which they are to be made. */
export function wantedOf({ documents }: Checked, kinds: readonly Kind[], namespace: string): readonly Wanted[] {
  const values = documents.flatMap((document, index) => unfolded(document.value).map((value) => ({ value, document, index })));
  const defined = values.flatMap(({ value }) => definedBy(value));
  const made = new Set(values.filter(({ value }) => value?.kind === 'Namespace').map(({ value }) => nameOf(value)));
  const wanted = values.map(({ value, document, index }, place): Wanted => {
    const own = value ?? {};
    const served = kindOf(own, kinds);
    const kind = served ?? defined.find((one) => one.apiVersion === own.apiVersion && one.kind === own.kind);
    const metadata = isData(own.metadata) ? own.metadata : {};
    const at = kind?.namespaced === false ? undefined : String(metadata.namespace ?? namespace);
    const name = nameOf(own);
    const broken = value === undefined ? 'syntax' : kind === undefined ? 'kind' : name === '' ? 'name' : undefined;
    const after = broken !== undefined ? undefined : served === undefined ? 'definition' : at !== undefined && made.has(at) ? 'namespace' : undefined;
    const listed = ORDER.indexOf(String(own.kind));
    const rank = served === undefined ? CUSTOM + 1 : listed >= 0 ? listed : (served as Kind).custom ? CUSTOM : ORDER.length;
    const base = { id: `${place}`, at: document.from, document: index, value: own, kindName: String(own.kind ?? ''), name, namespace: at };
    return { ...base, kind, broken, after, rank };
  });
  return [...wanted].sort((one, other) => one.rank - other.rank);
}

function unfolded(value: unknown): readonly (Data | undefined)[] {
  if (!isData(value)) return [undefined];
  return value.kind === 'List' && Array.isArray(value.items) ? value.items.map((one) => (isData(one) ? one : undefined)) : [value];
}

function nameOf(value: Data | undefined): string {
  const metadata = isData(value?.metadata) ? value.metadata : {};
  const name = metadata.name ?? (metadata.generateName === undefined ? '' : `${String(metadata.generateName)}…`);
  return String(name);
}

function kindOf(value: Data, kinds: readonly Kind[]): Kind | undefined {
  const apiVersion = String(value.apiVersion ?? '');
  for (const kind of kinds) {
    if (kind.kind !== value.kind) continue;
    const version = (kind.versions ?? [kind.version]).find((one) => (kind.group === '' ? one : `${kind.group}/${one}`) === apiVersion);
    if (version !== undefined) return { ...kind, version };
  }
  return undefined;
}

/** The kinds that a CustomResourceDefinition of the same text will bring. */
function definedBy(value: Data | undefined) {
  if (value?.kind !== 'CustomResourceDefinition' || !isData(value.spec)) return [];
  const { group, names, scope, versions } = value.spec as {
    group: string;
    names?: { kind?: string; plural?: string };
    scope?: string;
    versions?: readonly { name: string }[];
  };
  return (versions ?? []).map(({ name: version }) => ({
    apiVersion: `${group}/${version}`,
    kind: names?.kind,
    resource: `${names?.plural}.${group}`,
    group,
    version,
    namespaced: scope === 'Namespaced',
  }));
}

const OF_THE_SERVER = ['managedFields', 'resourceVersion', 'uid', 'creationTimestamp', 'generation', 'selfLink', 'ownerReferences', 'deletionTimestamp'];

/** What is sent: without what only an API server writes, as in something copied out of a cluster. */
export function bodyOf({ value, namespace, kind }: Wanted): Data {
  const { status: _, ...rest } = value;
  const metadata = Object.fromEntries(Object.entries(isData(value.metadata) ? value.metadata : {}).filter(([name]) => !OF_THE_SERVER.includes(name)));
  return { ...rest, metadata: { ...metadata, ...(kind?.namespaced && namespace !== undefined ? { namespace } : {}) } };
}
