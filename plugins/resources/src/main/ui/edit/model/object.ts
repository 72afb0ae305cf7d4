import type { KubeObject } from '@fresnel/sdk';
import { type Data, isData } from './tree';

/** Fields that the API server keeps for itself: nobody edits them, and they change all the time. */
const OF_THE_SERVER = [
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What a person edits of an object: without status, and without what the API server keeps for itself. */
export function editable(object: KubeObject | Data): Data {
  const { status: _status, dataKeys, metadata, ...rest } = object as Data;
  const kept = Object.entries(isData(metadata) ? metadata : {}).filter(([name]) => !OF_THE_SERVER.includes(name));
  const { apiVersion, kind, ...fields } = rest;
  const hidden = dataKeys === undefined ? {} : { data: hiddenValues(dataKeys) };
  return { apiVersion, kind, metadata: Object.fromEntries(kept), ...hidden, ...fields };
}

/** Values of a Secret stay in the cluster; in their place stands how long they are. Who leaves it, leaves the value. */
function hiddenValues(keys: unknown): Data {
  const entries = Array.isArray(keys) ? (keys as readonly { readonly key: string; readonly bytes: number }[]) : [];
  return Object.fromEntries(entries.map(({ key, bytes }) => [key, `<${bytes} bytes, not shown>`]));
}

export function isHidden(value: unknown): boolean {
  return typeof value === 'string' && /^<\d+ bytes, not shown>$/.test(value);
}

/** What is shown and compared: as `editable`, without the copy of itself that kubectl leaves in an annotation. */
export function shown(object: KubeObject | Data): Data {
  const whole = editable(object);
  const metadata = isData(whole.metadata) ? whole.metadata : {};
  if (!isData(metadata.annotations) || !(LAST_APPLIED in metadata.annotations)) return whole;
  const { [LAST_APPLIED]: _, ...annotations } = metadata.annotations;
  const { annotations: __, ...others } = metadata;
  return { ...whole, metadata: Object.keys(annotations).length === 0 ? others : { ...others, annotations } };
}

/** What kubectl or a tool applied last, as far as the object tells. */
export function lastApplied(object: KubeObject): Data | undefined {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isData(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
