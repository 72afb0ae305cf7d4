import { endpoint, useChannel } from '@fresnel/sdk';

export interface Forward {
  readonly id: string;
  readonly cluster: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
  readonly localPort: number;
  readonly state: 'listening' | 'failing' | 'stopped';
  readonly pod: string;
  readonly detail: string;
  readonly connections: number;
  readonly sent: number;
  readonly received: number;
  readonly since: number;
}

export interface Forwards {
  readonly allowed: boolean;
  readonly forwards: readonly Forward[];
}

/** The caller's forwards, in all clusters. */
export function useForwards(cluster: string | undefined) {
  return useChannel<Forwards>('terminal/forwards', cluster === undefined ? undefined : { cluster });
}

export function act(what: 'stop' | 'restart' | 'remove', one: Forward): Promise<unknown> {
  return endpoint.post('/forwards', { do: what, id: one.id }, { query: { cluster: one.cluster } });
}

export interface ForwardWanted {
  readonly cluster: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
  readonly localPort: number;
}

export function begin({ cluster, ...wanted }: ForwardWanted): Promise<Forward> {
  return endpoint.post('/forwards', { do: 'start', ...wanted }, { query: { cluster } });
}

/**
 * Where a forward is opened. Cookies belong to a host, whatever its port: what runs in the cluster must be at another host than this
 * page, or it would be sent this page's cookie.
 */
export function addressOf(one: Pick<Forward, 'localPort' | 'port'>, pageHost: string): string {
  const scheme = one.port === '443' || one.port === '8443' || one.port === 'https' ? 'https' : 'http';
  const host = pageHost === 'localhost' ? 'forward.localhost' : 'localhost';
  return `${scheme}://${host}:${one.localPort}/`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
