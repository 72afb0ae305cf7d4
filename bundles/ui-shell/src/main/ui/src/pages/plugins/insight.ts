/** What `GET /api/v1/insight` says, as far as this page reads it. */
export interface Insight {
  readonly bundles: readonly InsightBundle[];
  readonly components: readonly InsightComponent[];
  readonly services: readonly { readonly types: readonly string[]; readonly by: string; readonly usedBy: readonly string[] }[];
  readonly parts: Readonly<Record<string, unknown>> & {
    readonly switchboard?: {
      readonly generations?: readonly InsightGeneration[];
      readonly jobs?: readonly string[];
      readonly remains?: Readonly<Record<string, unknown>>;
    };
    readonly live?: { readonly watches?: Readonly<Record<string, readonly InsightWatch[]>> };
    readonly http?: { readonly routes?: readonly InsightRoute[] };
  };
}

export interface InsightBundle {
  readonly id: number;
  readonly name: string;
  readonly version: string;
  readonly state: string;
  readonly why?: string;
}

export interface InsightComponent {
  readonly name: string;
  readonly bundle: string;
  readonly state: string;
  readonly waitsFor?: readonly string[];
  readonly failure?: string;
}

/** One build of a plugin; numbers and lists that are not named here are shown as they are. */
export interface InsightGeneration {
  readonly plugin: string;
  readonly version: string;
  readonly digest: string;
  readonly state: string;
  readonly extensions?: Readonly<Record<string, number>>;
  readonly quarantined?: readonly unknown[];
  readonly [figure: string]: unknown;
}

/** A list that is kept up to date because a plugin looks at it. */
export interface InsightWatch {
  readonly cluster: string;
  readonly resource: string;
  readonly namespace: string;
  readonly state: string;
  readonly rows: number;
}

export interface InsightRoute {
  readonly path: string;
  readonly endpoint: string;
  readonly method?: string;
}

const GOOD_COMPONENTS = new Set(['active', 'satisfied']);
const GOOD_BUNDLES = new Set(['active', 'starting']);

/** Components and bundles that are not up, with what they wait for. */
export function notUp(insight: Insight): readonly { readonly name: string; readonly of: string; readonly state: string; readonly why: string }[] {
  const components = insight.components
    .filter((one) => !GOOD_COMPONENTS.has(one.state))
    .map((one) => ({ name: one.name, of: one.bundle, state: one.state, why: one.failure ?? (one.waitsFor ?? []).join('; ') }));
  const bundles = insight.bundles
    .filter((one) => !GOOD_BUNDLES.has(one.state))
    .map((one) => ({ name: one.name, of: one.version, state: one.state, why: one.why ?? '' }));
  return [...bundles, ...components];
}

/** The watches of one build: how many, and of what. */
export function watchesOf(insight: Insight, digest: string): string {
  const watches = insight.parts.live?.watches?.[digest] ?? [];
  const names = watches.map((one) => [one.cluster, one.namespace, one.resource].filter((word) => word !== '').join('/'));
  return names.length === 0 ? '0' : `${names.length}: ${names.sort().join(', ')}`;
}

const TOLD = new Set(['plugin', 'version', 'digest', 'state', 'extensions', 'quarantined']);

/** Everything that is counted for one build, by name. */
export function figuresOf(generation: InsightGeneration): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(generation)
    .filter(([name]) => !TOLD.has(name))
    .map(([name, value]) => ({ name, value: name === 'memory' ? bytes(value) : inWords(value) }));
}

/** An estimate, so a rough figure is the honest one. */
function bytes(value: unknown): string {
  return `≈ ${Math.round(Number(value) / 1024).toLocaleString()} KiB`;
}

export function inWords(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(inWords).join('; ');
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, one]) => `${name} ${inWords(one)}`);
    return parts.length === 0 ? '–' : parts.join(', ');
  }
  return String(value);
}

/** `dev.fresnel.api.http.Endpoint` → `Endpoint`. */
export function shortName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
