import { act, type RenderResult, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { live } from '../live/live';
import type { Column, Row } from '../model/types';
import { startRouter } from '../page/router';
import { setWords } from '../words/words';

/** The world that a plugin's page is rendered in. */
export interface PluginWorld {
  /** the page's address; default `/p/{plugin}?c=test` */
  readonly path?: string;
  /** words by language, and those of `@fresnel/ui` under `ui` */
  readonly messages?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** what the plugin's endpoints answer, by path; a number is a status */
  readonly endpoints?: Readonly<Record<string, unknown>>;
  /** rows by resource */
  readonly rows?: Readonly<Record<string, readonly TestRow[]>>;
  /** what a channel says when it is opened, by type */
  readonly channels?: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => readonly object[]>>;
}

export interface TestRow {
  readonly name: string;
  readonly namespace?: string;
  /** cells by column */
  readonly cells?: Readonly<Record<string, string>>;
  readonly state?: Row['s'];
}

const KIND = { group: '', version: 'v1', kind: 'Thing', namespaced: true, verbs: ['list'], custom: false };

/** Renders a plugin's page against fixtures: no server, no cluster, the same SDK. Everything is taken back by `unmount`. */
export async function renderPlugin(id: string, page: ReactElement, world: PluginWorld = {}): Promise<RenderResult> {
  const before = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket };
  globalThis.fetch = ((input: string | URL, init?: RequestInit) => Promise.resolve(answer(id, String(input), init, world))) as typeof fetch;
  globalThis.WebSocket = class extends FixtureSocket {
    constructor() {
      super(world);
    }
  } as unknown as typeof WebSocket;
  if (world.messages !== undefined) setWords(id, world.messages);
  window.history.replaceState(undefined, '', world.path ?? `/p/${id}?c=test`);
  startRouter();
  live.start();
  const result = render(page);
  await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
  const unmount = result.unmount;
  result.unmount = () => {
    unmount();
    live.stop();
    setWords(id, undefined);
    globalThis.fetch = before.fetch;
    globalThis.WebSocket = before.WebSocket;
  };
  return result;
}

function answer(id: string, address: string, init: RequestInit | undefined, world: PluginWorld): Response {
  const path = new URL(address, window.location.href).pathname;
  if (path.endsWith('/api/v1/live/ticket')) return Response.json({ ticket: 'test' });
  if (path.endsWith('/api/v1/access')) {
    const { conditions } = JSON.parse(String(init?.body)) as { conditions: string[] };
    return Response.json({ holds: Object.fromEntries(conditions.map((condition) => [condition, true])) });
  }
  const own = `/api/v1/plugins/${id}`;
  const told = path.includes(own) ? world.endpoints?.[path.slice(path.indexOf(own) + own.length)] : undefined;
  if (told === undefined || typeof told === 'number') {
    const status = told ?? 404;
    return Response.json({ status, title: 'Refused', detail: `${path} answers ${status} in this test`, code: 'TEST' }, { status });
  }
  return Response.json(told);
}

/** Answers what is opened at once, from the fixtures. */
class FixtureSocket {
  readyState = 1;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number; reason: string }) => void;

  constructor(private readonly world: PluginWorld) {
    queueMicrotask(() => this.onopen?.());
  }

  send(text: string): void {
    const { ch, t, type, params } = JSON.parse(text) as { ch: number; t: string; type: string; params: Record<string, unknown> };
    if (t !== 'open') return;
    const frames = this.world.channels?.[type]?.(params) ?? usual(type, params, this.world);
    queueMicrotask(() => {
      for (const frame of frames) this.onmessage?.({ data: JSON.stringify({ ch, ...frame }) });
    });
  }

  close(): void {
    this.readyState = 3;
  }
}

function usual(type: string, params: Record<string, unknown>, world: PluginWorld): readonly object[] {
  if (type === 'clusters')
    return [
      { t: 'ready', d: {} },
      { t: 'data', d: { clusters: [{ id: 'test', name: 'test', source: 'kubeconfig', state: 'up', since: 0 }] } },
    ];
  if (type !== 'rows') return [{ t: 'ready', d: {} }];
  const given = world.rows?.[String(params.resource)] ?? [];
  const names = [...new Set(given.flatMap((row) => Object.keys(row.cells ?? {})))];
  const columns: Column[] = ['name', ...names].map((id) => ({ id, name: id, type: 'string', priority: 0 }));
  const rows = given.map((row, index) => rowOf(row, index, names));
  return [
    { t: 'ready', d: { kind: { ...KIND, resource: params.resource }, columns } },
    { t: 'rows', d: { total: rows.length, matched: rows.length, offset: 0, counts: {}, rows } },
    { t: 'age', d: { cluster: 'test', state: 'live', since: 0 } },
  ];
}

function rowOf(row: TestRow, index: number, names: readonly string[]): Row {
  const cells = [row.name, ...names.map((name) => row.cells?.[name] ?? '')];
  const namespace = row.namespace === undefined ? {} : { ns: row.namespace };
  return { k: `test/${index}`, c: 'test', n: row.name, u: String(index), t: 0, cells, s: row.state ?? 'ok', ...namespace };
}
