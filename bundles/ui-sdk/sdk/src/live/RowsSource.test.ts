import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Row } from '../model/types';
import { setWords } from '../words/words';
import type { RowsParams, ServerFrame } from './frames';
import type { Channel, ChannelEvents, LiveClient } from './LiveClient';
import { MARK, RowsSource } from './RowsSource';

const row = (name: string, word = 'Running'): Row => ({ k: name, c: 'demo', n: name, u: name, t: 0, cells: [name, word], s: 'ok' });

class FakeClient {
  asked: RowsParams[] = [];
  closed = 0;
  events: ChannelEvents | undefined;
  open(_: string, params: object, events: ChannelEvents): Channel {
    this.asked.push(params as RowsParams);
    this.events = events;
    return { update: (next) => this.asked.push(next as RowsParams), resumeFrom: () => undefined, sendBytes: () => undefined, close: () => this.closed++ };
  }
  say(t: string, d: object) {
    this.events?.onFrame({ ch: 1, t, d } as ServerFrame);
  }
}

describe('a live list', () => {
  let client: FakeClient;
  let source: RowsSource;
  const names = () => source.get().rows.map((one) => one.n);

  beforeEach(() => {
    vi.useFakeTimers();
    client = new FakeClient();
    source = new RowsSource(client as unknown as LiveClient, { clusters: ['demo'], resource: 'pods', sort: 'name' });
    source.subscribe(() => undefined);
    client.say('ready', { kind: { resource: 'pods', group: '' }, columns: [] });
    client.say('rows', { total: 3, matched: 3, offset: 0, counts: { ok: 3 }, rows: [row('a'), row('b'), row('c')] });
  });

  afterEach(() => vi.useRealTimers());

  it("heads a plugin's column by the plugin's words", () => {
    setWords('template', { en: { 'column.qos': 'QoS' } });
    client.say('ready', {
      kind: { resource: 'pods', group: '' },
      columns: [
        { id: 'name', name: 'Name', type: 'string', priority: 0 },
        { id: 'plugin:template/qos', name: 'column.qos', type: 'string', priority: 1, own: true },
        { id: 'plugin:other/size', name: 'column.size', type: 'string', priority: 1, own: true },
      ],
    });
    expect(source.get().columns.map((column) => column.name)).toEqual(['Name', 'QoS', 'size']);
    setWords('template', undefined);
  });

  it('asks for a window and shows it', () => {
    expect(client.asked[0]).toMatchObject({ clusters: ['demo'], resource: 'pods', sort: 'name', window: { offset: 0 } });
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(source.get()).toMatchObject({ loaded: true, total: 3, matched: 3 });
  });

  it('changes a row in place and marks it for two seconds', async () => {
    client.say('delta', { rows: [row('b', 'Failed')] });
    expect(source.get().rows[1]!.cells[1]).toBe('Failed');
    expect([...source.get().changed]).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(MARK + 100);
    expect(source.get().changed.size).toBe(0);
  });

  it('keeps a deleted row, grey, for two seconds at its place', async () => {
    client.say('delta', { total: 2, matched: 2, order: ['a', 'c'], rows: [] });
    expect(names()).toEqual(['a', 'b', 'c']);
    expect([...source.get().deleted]).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(MARK + 100);
    expect(names()).toEqual(['a', 'c']);
    expect(source.get().deleted.size).toBe(0);
  });

  it('takes a row that left its window away at once: it is not deleted', () => {
    client.say('delta', { total: 3, matched: 2, order: ['a', 'c'], rows: [] });
    expect(names()).toEqual(['a', 'c']);
    expect(source.get().deleted.size).toBe(0);
  });

  it('holds the order while somebody is in the list, counts what would move, and applies it afterwards', () => {
    source.hold(true);
    client.say('delta', { order: ['c', 'a', 'b'], rows: [row('c', 'Failed')] });
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(source.get().rows[2]!.cells[1]).toBe('Failed');
    expect(source.get().moved).toBe(1);
    source.hold(false);
    expect(names()).toEqual(['c', 'a', 'b']);
    expect(source.get().moved).toBe(0);
  });

  it('applies the waiting order on wish, although it is held', () => {
    source.hold(true);
    client.say('delta', { total: 4, matched: 4, order: ['0', 'a', 'b', 'c'], rows: [row('0')] });
    expect(names()).toEqual(['a', 'b', 'c']);
    source.apply();
    expect(names()).toEqual(['0', 'a', 'b', 'c']);
  });

  it('shows the answer to its own question at once, held or not', () => {
    source.hold(true);
    source.ask({ clusters: ['demo'], resource: 'pods', sort: '-name' });
    expect(source.get().pending).toBe(true);
    client.say('rows', { total: 3, matched: 3, offset: 0, counts: {}, rows: [row('c'), row('b'), row('a')] });
    expect(names()).toEqual(['c', 'b', 'a']);
    expect(source.get().pending).toBe(false);
  });

  it('moves its window when the rows on screen come near the edge', () => {
    client.say('rows', { total: 1000, matched: 1000, offset: 0, counts: {}, rows: [row('a')] });
    const before = client.asked.length;
    source.show(2, 25);
    expect(client.asked).toHaveLength(before);
    source.show(500, 25);
    const window = client.asked.at(-1)!.window!;
    expect(window.offset).toBeLessThanOrEqual(500 - 5);
    expect(window.offset + window.limit).toBeGreaterThanOrEqual(525 + 5);
  });

  it('keeps its rows when the connection is lost, and says since when they are old', () => {
    client.events!.onLost!();
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(source.get().lostSince).toBeDefined();
    client.say('ready', { kind: { resource: 'pods', group: '' }, columns: [] });
    expect(source.get().lostSince).toBeUndefined();
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('closes its channel when nobody looks any more', async () => {
    const other = new RowsSource(client as unknown as LiveClient, { clusters: ['demo'], resource: 'pods' });
    const leave = other.subscribe(() => undefined);
    leave();
    await vi.advanceTimersByTimeAsync(1);
    expect(client.closed).toBe(1);
  });

  describe('that was refused', () => {
    const refuse = () => {
      client.say('age', { cluster: 'demo', state: 'forbidden', verb: 'list', resource: 'pods', namespace: '' });
      client.say('closed', { reason: 'forbidden', detail: 'You may not list pods.' });
    };

    it('is asked for again by itself, and nothing flickers while it is still refused', async () => {
      refuse();
      const before = client.asked.length;
      const told: string[] = [];
      source.subscribe(() => told.push(`${source.get().problem?.status} ${source.get().ages.demo?.state}`));
      await vi.advanceTimersByTimeAsync(30_000);
      expect(client.asked).toHaveLength(before + 1);
      client.say('age', { cluster: 'demo', state: 'loading' });
      refuse();
      expect(new Set(told)).toEqual(new Set(['403 forbidden']));
      await vi.advanceTimersByTimeAsync(30_000);
      expect(client.asked).toHaveLength(before + 2);
      client.say('ready', { kind: { resource: 'pods', group: '' }, columns: [] });
      client.say('age', { cluster: 'demo', state: 'live' });
      client.say('rows', { total: 1, matched: 1, offset: 0, counts: {}, rows: [row('granted')] });
      expect(names()).toEqual(['granted']);
      expect(source.get().problem).toBeUndefined();
      await vi.advanceTimersByTimeAsync(120_000);
      expect(client.asked).toHaveLength(before + 2);
    });

    it('is asked for as soon as somebody comes back to the page', async () => {
      refuse();
      const before = client.asked.length;
      await vi.advanceTimersByTimeAsync(5_000);
      window.dispatchEvent(new Event('focus'));
      expect(client.asked).toHaveLength(before + 1);
    });

    it('answers another question', () => {
      refuse();
      source.ask({ clusters: ['demo'], resource: 'pods', namespaces: ['shop'] });
      expect(client.asked.at(-1)).toMatchObject({ namespaces: ['shop'] });
      client.say('ready', { kind: { resource: 'pods', group: '' }, columns: [] });
      client.say('rows', { total: 1, matched: 1, offset: 0, counts: {}, rows: [row('mine')] });
      expect(names()).toEqual(['mine']);
    });
  });

  it('asks nothing without a cluster', () => {
    const before = client.asked.length;
    new RowsSource(client as unknown as LiveClient, { clusters: [], resource: 'pods' }).subscribe(() => undefined);
    expect(client.asked).toHaveLength(before);
  });

  it('says for each cluster how true its rows are', () => {
    client.say('age', { cluster: 'demo', state: 'forbidden', verb: 'list', resource: 'pods', namespace: 'a' });
    expect(source.get().ages.demo).toMatchObject({ state: 'forbidden', verb: 'list', namespace: 'a' });
  });
});
