import { useSubject } from '../context';
import { RowsTable } from './RowsTable';

/** What operators make for an object of their own kinds. */
const MADE = [
  ['deployments.apps', ['ready', 'up-to-date', 'available', 'age']],
  ['statefulsets.apps', ['ready', 'age']],
  ['daemonsets.apps', ['desired', 'ready', 'age']],
  ['jobs.batch', ['status', 'completions', 'age']],
  ['pods', ['ready', 'status', 'restarts', 'node', 'age']],
  ['services', ['type', 'cluster-ip', 'age']],
  ['configmaps', ['data', 'age']],
  ['persistentvolumeclaims', ['status', 'volume', 'age']],
] as const;

/** What a custom object owns, of the kinds that operators make most; nothing of a kind of which it owns none. */
export function Owned() {
  const { of, object, kinds } = useSubject();
  const custom = kinds.some((one) => one.resource === of.resource && one.custom);
  const uid = object.metadata.uid;
  if (!custom || of.namespace === undefined || uid === undefined) return undefined;
  return MADE.map(([resource, columns]) => {
    const kind = kinds.find((one) => one.resource === resource);
    return kind && <RowsTable key={resource} title={kind.kind} resource={resource} fields={`.metadata.ownerReferences[*].uid=${uid}`} columns={columns} />;
  });
}
