import type { ObjectRef } from '@fresnel/sdk';
import { type LogLook, usualLook } from '@fresnel/ui';

/** An object, or a selection of pods. */
export interface Target {
  readonly cluster: string;
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly namespaces?: readonly string[];
  readonly labels?: string;
}

/** Whose logs, and which part of them: plain data, kept with the panel and in the address. */
export interface Wanted {
  readonly of: readonly Target[];
  readonly containers: readonly string[];
  readonly previous: boolean;
  /** `15m`, a moment, or nothing */
  readonly since: string;
  readonly until: string;
  /** last lines of each container, 0 = all */
  readonly tail: number;
  readonly look: LogLook;
}

export const USUAL_TAIL = 5_000;

export function wantedOf(of: readonly Target[]): Wanted {
  return { of, containers: [], previous: false, since: '', until: '', tail: USUAL_TAIL, look: usualLook };
}

/** What `openPanel` or an object's action said; anything may stand there. */
export function readWanted(params: unknown): Wanted {
  const said = (params ?? {}) as Partial<Wanted> & { readonly objects?: readonly ObjectRef[] };
  const of = Array.isArray(said.of) ? said.of : Array.isArray(said.objects) ? said.objects.map(targetOf) : [];
  const usual = wantedOf(of);
  return { ...usual, ...said, of, look: { ...usual.look, ...said.look } };
}

export function targetOf(ref: ObjectRef): Target {
  return { cluster: ref.cluster, resource: ref.resource, name: ref.name, ...(ref.namespace ? { namespace: ref.namespace } : {}) };
}

/** `demo/pods/shop/web-1;demo/~/shop+data/app=web`: objects and selections in an address. */
export function writeTargets(of: readonly Target[]): string {
  return of
    .map((one) =>
      one.name
        ? `${one.cluster}/${one.resource}/${one.namespace ?? '_'}/${one.name}`
        : `${one.cluster}/~/${one.namespaces?.join('+') || '_'}/${one.labels ?? ''}`,
    )
    .join(';');
}

export function readTargets(text: string): readonly Target[] {
  return text.split(';').flatMap((one): readonly Target[] => {
    const [cluster, resource, where, ...rest] = one.split('/');
    if (!cluster || !resource || where === undefined) return [];
    const name = rest.join('/');
    const namespaces = where === '_' ? [] : where.split('+');
    if (resource === '~') return [{ cluster, namespaces, labels: name }];
    return [{ cluster, resource, name, ...(namespaces[0] ? { namespace: namespaces[0] } : {}) }];
  });
}

/** Parts of a list, which may hold what stands between them. */
function written(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

function read(text: string): string[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((part) => part.replaceAll('%2C', ',').replaceAll('%25', '%'));
}

const LISTS = ['containers', 'levels', 'pods', 'fields', 'cols'] as const;

/** What differs from the usual, as parts of an address. */
export function writeQuery(wanted: Wanted): Record<string, string | undefined> {
  const { look } = wanted;
  const part = wanted.since || (wanted.tail === USUAL_TAIL ? undefined : wanted.tail === 0 ? 'all' : String(wanted.tail));
  return {
    of: writeTargets(wanted.of),
    containers: wanted.containers.join(','),
    previous: wanted.previous ? '1' : undefined,
    part,
    until: wanted.until,
    q: look.text,
    how: [look.regex && 'regex', look.exact && 'exact', look.only && 'only', look.wrap && 'wrap', !look.parsed && 'raw'].filter(Boolean).join(','),
    times: look.times === usualLook.times ? undefined : look.times,
    levels: look.levels.join(','),
    pods: look.of.join(','),
    fields: written(look.fields),
    cols: written(look.columns),
  };
}

export function readQuery(query: URLSearchParams): Wanted {
  const [containers, levels, pods, fields, cols] = LISTS.map((name) => read(query.get(name) ?? ''));
  const how = (query.get('how') ?? '').split(',');
  const part = query.get('part') ?? String(USUAL_TAIL);
  const lines = part === 'all' ? 0 : /^\d+$/.test(part) ? Number(part) : undefined;
  const times = query.get('times');
  return {
    of: readTargets(query.get('of') ?? ''),
    containers: containers ?? [],
    previous: query.get('previous') === '1',
    since: lines === undefined ? part : '',
    until: query.get('until') ?? '',
    tail: lines ?? 0,
    look: {
      text: query.get('q') ?? '',
      regex: how.includes('regex'),
      exact: how.includes('exact'),
      only: how.includes('only'),
      wrap: how.includes('wrap'),
      parsed: !how.includes('raw'),
      times: times === 'full' || times === 'none' ? times : usualLook.times,
      levels: (levels ?? []) as LogLook['levels'],
      of: pods ?? [],
      fields: fields ?? [],
      columns: cols ?? [],
    },
  };
}

/** Parameters of the channel: which lines the server collects. */
export function channelParams(wanted: Wanted): object {
  return {
    of: wanted.of,
    containers: wanted.containers,
    previous: wanted.previous,
    follow: true,
    ...(wanted.since ? { since: wanted.since } : {}),
    ...(wanted.until ? { until: wanted.until } : {}),
    ...(wanted.tail > 0 && !wanted.since ? { tail: wanted.tail } : {}),
  };
}

/** What a panel of these is called. */
export function nameOf(of: readonly Target[]): string {
  const [first] = of;
  if (first === undefined) return '';
  const name = first.name ?? first.labels ?? '';
  return of.length === 1 ? name || (first.namespaces?.join(', ') ?? '') || first.cluster : `${name} +${of.length - 1}`;
}
