import type { Column, Row } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { fit, place, type Wanted } from './layout';

const column = (id: string, type = 'string', priority = 0): Column => ({ id, name: id, type, priority });
const names = { status: 'Status', namespace: 'Namespace', cluster: 'Cluster' };
const wanted = (change: Partial<Wanted>): Wanted => ({
  columns: [column('name'), column('age')],
  namespaced: true,
  severalClusters: false,
  status: false,
  names,
  ...change,
});
const ids = (list: readonly { id: string }[]) => list.map((one) => one.id);

describe('columns of a list', () => {
  it('has a namespace for namespaced kinds only', () => {
    expect(ids(place(wanted({}), [], []))).toEqual(['name', 'namespace', 'age']);
    expect(ids(place(wanted({ namespaced: false }), [], []))).toEqual(['name', 'age']);
  });

  it('uses the server’s own namespace and cluster columns, once', () => {
    const columns = [column('namespace'), column('name'), column('cluster'), column('age')];
    expect(ids(place(wanted({ columns }), [], []))).toEqual(['name', 'namespace', 'age']);
    expect(ids(place(wanted({ columns, severalClusters: true }), [], []))).toEqual(['name', 'namespace', 'cluster', 'age']);
  });

  it('has the age last, wherever the server has it', () => {
    const columns = ['name', 'age', 'version'].map((id) => column(id));
    expect(ids(place(wanted({ columns, namespaced: false }), [], []))).toEqual(['name', 'version', 'age']);
  });

  it('shows how things are for kinds without a status column', () => {
    expect(ids(place(wanted({ status: true }), [], []))).toEqual(['name', 'namespace', 'status', 'age']);
  });

  it('is as wide as what the rows hold, and never gets narrower while it is looked at', () => {
    const row = (text: string): Row => ({ k: '', c: '', n: '', u: '', t: 0, s: 'ok', cells: ['', text] });
    const columns = [column('name'), column('reason')];
    const [, , wide] = place(wanted({ columns }), [row('a reason of some length')], []);
    const [, , still] = place(wanted({ columns }), [row('short')], [wide!]);
    expect(wide!.width).toBeGreaterThan(150);
    expect(still!.width).toBe(wide!.width);
  });

  it('leads to the object by its name, or by its reason where the name is left to the wide list', () => {
    const events = [column('name', 'string', 1), column('last-seen'), column('type'), column('reason')];
    const placed = place(wanted({ columns: events, namespaced: false, health: 'type' }), [], []);
    expect(ids(placed)).toEqual(['last-seen', 'type', 'reason']);
    expect(ids(placed.filter((one) => one.link))).toEqual(['reason']);
    expect(ids(placed.filter((one) => one.health))).toEqual(['type']);
    expect(ids(place(wanted({}), [], []).filter((one) => one.link))).toEqual(['name']);
  });

  it('makes a message narrower before anything leaves, and keeps it while there is room for 200 pixels of it', () => {
    const columns = ['last-seen', 'reason', 'object', 'message'].map((id) => column(id));
    const rows: Row[] = [{ k: '', c: '', n: '', u: '', t: 0, s: 'ok', cells: ['1m', 'BackOff', 'pod/web', 'x'.repeat(100)] }];
    const placed = place(wanted({ columns, namespaced: false }), rows, []);
    const message = (all: typeof placed) => all.find((one) => one.id === 'message')?.width;
    const width = placed.reduce((sum, one) => sum + one.width, 0);
    expect(message(placed)).toBe(520);
    expect(message(fit(placed, width - 100))).toBe(420);
    expect(ids(fit(placed, width - 100))).toEqual(ids(placed));
    expect(ids(fit(placed, width - 330))).not.toContain('object');
    expect(message(fit(placed, width - 330))).toBe(200);
  });

  it('leaves columns away in order when there is no room: node, ready, then from the end, the cluster last; never name and status', () => {
    const columns = ['name', 'ready', 'status', 'restarts', 'node', 'ip'].map((id) => column(id));
    const placed = place(wanted({ columns, namespaced: false, severalClusters: true }), [], []);
    const width = placed.reduce((sum, one) => sum + one.width, 0);
    expect(ids(fit(placed, width))).toEqual(ids(placed));
    expect(ids(fit(placed, width - 1))).not.toContain('node');
    expect(ids(fit(placed, width - 1))).toContain('ip');
    const narrow = placed.filter((one) => ['name', 'status', 'cluster'].includes(one.id)).reduce((sum, one) => sum + one.width, 0);
    expect(ids(fit(placed, narrow))).toEqual(['name', 'cluster', 'status']);
    expect(ids(fit(placed, 1))).toEqual(['name', 'status']);
  });
});
