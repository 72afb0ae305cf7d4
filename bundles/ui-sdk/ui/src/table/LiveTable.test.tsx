import { type Row, type RowsSnapshot, type RowsSource, showNamespaces } from '@fresnel/sdk';
import { setWords, startRouter } from '@fresnel/sdk/host';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '../messages/en.json';
import { LiveTable } from './LiveTable';

const HEIGHT = 510;
const COLUMNS = [
  { id: 'name', name: 'Name', type: 'string', priority: 0 },
  { id: 'status', name: 'Status', type: 'string', priority: 0 },
  { id: 'restarts', name: 'Restarts', type: 'string', priority: 0 },
  { id: 'ip', name: 'IP', type: 'string', priority: 1 },
  { id: 'age', name: 'Age', type: 'string', priority: 0 },
];

function rowOf(index: number, change: Partial<Row> = {}): Row {
  const name = `web-${index}`;
  return {
    k: `demo/${index}`,
    c: 'demo',
    ns: 'shop',
    n: name,
    u: String(index),
    t: Date.now() - 60_000,
    cells: [name, 'Running', '0', '10.0.0.1', '1m'],
    s: 'ok',
    ...change,
  };
}

/** A list of so many rows; the window that is asked for is answered at once. */
class FakeSource {
  kept = new Map<string, unknown>();
  private listeners = new Set<() => void>();
  held: boolean[] = [];
  shown: [number, number][] = [];
  snapshot: RowsSnapshot;
  constructor(
    readonly total: number,
    change: Partial<RowsSnapshot> = {},
  ) {
    const kind = { resource: 'pods', group: '', version: 'v1', kind: 'Pod', namespaced: true, verbs: [], custom: false };
    this.snapshot = {
      kind,
      columns: COLUMNS,
      offers: COLUMNS,
      offset: 0,
      rows: [],
      total,
      matched: total,
      counts: { ok: total },
      groups: [],
      coverage: {},
      notes: [],
      ages: {},
      loaded: true,
      pending: false,
      changed: new Set(),
      deleted: new Set(),
      moved: 0,
      asked: 0,
      ...change,
    };
    if (!('rows' in change)) this.fill(0, 60);
  }
  fill(offset: number, limit: number) {
    const rows = Array.from({ length: Math.min(limit, this.total - offset) }, (_, index) => rowOf(offset + index));
    this.snapshot = { ...this.snapshot, offset, rows };
  }
  get = () => this.snapshot;
  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  show(first: number, count: number) {
    this.shown.push([first, count]);
    if (first + count <= this.snapshot.offset + 60 && first >= this.snapshot.offset) return;
    this.fill(Math.max(0, first - 20), 60);
    for (const listener of [...this.listeners]) listener();
  }
  hold(held: boolean) {
    this.held.push(held);
  }
  fetch(offset: number, limit: number) {
    return Promise.resolve(Array.from({ length: limit }, (_, index) => rowOf(offset + index)));
  }
  tell(change: Partial<RowsSnapshot>) {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of [...this.listeners]) listener();
  }
  apply = vi.fn();
  ask = () => undefined;
}

function show(source: FakeSource, change: Partial<Parameters<typeof LiveTable>[0]> = {}) {
  return render(
    <LiveTable
      source={source as unknown as RowsSource}
      label="Pods"
      sort="state,name"
      usualSort="state,name"
      empty={<p>No pods.</p>}
      loading="Loading pods"
      pageOf={(row) => `/c/demo/pods/shop/${row.n}`}
      {...change}
    />,
  );
}

describe('a live table', () => {
  beforeEach(() => {
    setWords('ui', { en });
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
    window.history.replaceState(undefined, '', '/c/demo/pods');
    startRouter();
    showNamespaces([]);
  });

  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  const grid = () => screen.getByRole('grid', { name: 'Pods' });
  const rows = () => within(grid()).getAllByRole('row').slice(1);

  it('draws the rows on screen only, and says how many there are', () => {
    show(new FakeSource(50_000));
    expect(rows().length).toBeLessThan(25);
    expect(grid().getAttribute('aria-rowcount')).toBe('50001');
    expect(rows()[0]!.getAttribute('aria-rowindex')).toBe('2');
    expect(screen.getByText('Rows 1–15 of 50,000')).toBeDefined();
  });

  it('asks for other rows as it is scrolled', () => {
    const source = new FakeSource(50_000);
    show(source);
    grid().scrollTop = 32 * 1000;
    fireEvent.scroll(grid());
    expect(source.shown.at(-1)![0]).toBe(1000);
    expect(rows()[0]!.getAttribute('aria-rowindex')).toBe('1002');
    expect(within(rows()[0]!).getByRole('link').textContent).toBe('web-1000');
  });

  it('shows columns of priority 0, unless others are chosen', () => {
    const { rerender } = show(new FakeSource(3));
    const heads = () => screen.getAllByRole('columnheader').map((head) => head.textContent);
    expect(heads()).toEqual(['Name', 'Namespace', 'Status', 'Restarts', 'Age']);
    rerender(<LiveTable source={new FakeSource(3) as unknown as RowsSource} label="Pods" columns={[{ id: 'ip' }]} empty="" loading="" />);
    expect(heads()).toEqual(['Name', 'IP']);
  });

  it('has a cluster column only with several clusters', () => {
    show(new FakeSource(3), { severalClusters: true });
    expect(screen.getByRole('columnheader', { name: 'Cluster' })).toBeDefined();
  });

  it('sorts by its headers and says so', () => {
    const onSort = vi.fn();
    show(new FakeSource(3), { onSort });
    const status = screen.getByRole('columnheader', { name: 'Status' });
    expect(status.getAttribute('aria-sort')).toBe('ascending');
    expect(screen.getByText('Sorted by status, worst first')).toBeDefined();
    fireEvent.click(within(status).getByRole('button'));
    expect(onSort).toHaveBeenLastCalledWith('-state');
    fireEvent.click(screen.getByRole('button', { name: 'Restarts' }));
    expect(onSort).toHaveBeenLastCalledWith('restarts');
  });

  it('moves its active cell by keys and opens the row by Enter', () => {
    show(new FakeSource(100));
    grid().focus();
    fireEvent.keyDown(grid(), { key: 'ArrowDown' });
    fireEvent.keyDown(grid(), { key: 'ArrowDown' });
    fireEvent.keyDown(grid(), { key: 'ArrowRight' });
    expect(document.getElementById(grid().getAttribute('aria-activedescendant')!)!.textContent).toBe('shop');
    fireEvent.keyDown(grid(), { key: 'Enter' });
    expect(window.location.pathname).toBe('/c/demo/pods/shop/web-2');
  });

  it('begins at a row on screen when the focus comes', () => {
    show(new FakeSource(1000));
    grid().scrollTop = 32 * 500;
    fireEvent.scroll(grid());
    act(() => grid().focus());
    fireEvent.keyDown(grid(), { key: 'ArrowDown' });
    fireEvent.keyDown(grid(), { key: 'Enter' });
    expect(window.location.pathname).toBe('/c/demo/pods/shop/web-501');
  });

  it('goes to the last row by Ctrl End', () => {
    const source = new FakeSource(1000);
    show(source);
    grid().focus();
    fireEvent.keyDown(grid(), { key: 'End', ctrlKey: true });
    fireEvent.scroll(grid());
    expect(grid().scrollTop).toBe(1000 * 32 - (HEIGHT - 30));
    expect(rows().at(-1)!.getAttribute('aria-rowindex')).toBe('1001');
  });

  it('opens a row that is clicked, except where there is a link', () => {
    show(new FakeSource(3));
    fireEvent.click(within(rows()[1]!).getByText('shop'));
    expect(window.location.pathname).toBe('/c/demo/pods/shop/web-1');
  });

  it('holds the order while the pointer or the focus is inside', () => {
    const source = new FakeSource(3);
    show(source);
    fireEvent(grid(), Object.assign(new Event('pointerenter'), { pointerType: 'mouse' }));
    expect(source.held.at(-1)).toBe(true);
    act(() => grid().focus());
    fireEvent(grid(), new Event('pointerleave'));
    expect(source.held.at(-1)).toBe(true);
    act(() => grid().blur());
    expect(source.held.at(-1)).toBe(false);
  });

  it('offers to let moved rows take their places', () => {
    const source = new FakeSource(3, { moved: 3 });
    show(source);
    fireEvent.click(screen.getByRole('button', { name: '3 rows moved' }));
    expect(source.apply).toHaveBeenCalled();
  });

  it('says Kubernetes’ own word and, smaller, what it does not say', () => {
    const rowsNow = [rowOf(0, { s: 'waiting', r: 'unschedulable', cells: ['web-0', 'Pending', '0', '<none>', '1m'] })];
    show(new FakeSource(1, { rows: rowsNow }), { columns: [{ id: 'status' }, { id: 'ip' }] });
    expect(screen.getByText('Pending')).toBeDefined();
    expect(screen.getByText('unschedulable').tagName).toBe('SMALL');
    expect(screen.getByText('none')).toBeDefined();
  });

  it('keeps the whole name of a row that is cut in its middle', () => {
    const name = 'checkout-api-6d8f7b9c54-q8z2k';
    show(new FakeSource(1, { rows: [rowOf(0, { n: name })] }));
    expect(screen.getByRole('link').textContent).toBe(name);
  });

  it('says that it is empty, and not before it knows', () => {
    const { rerender } = show(new FakeSource(0, { rows: [], loaded: false }));
    expect(screen.queryByText('No pods.')).toBeNull();
    expect(screen.getByRole('status', { name: 'Loading pods' })).toBeDefined();
    rerender(<LiveTable source={new FakeSource(0, { rows: [] }) as unknown as RowsSource} label="Pods" empty={<p>No pods.</p>} loading="" />);
    expect(screen.getByText('No pods.')).toBeDefined();
  });

  const bulk = () => <button type="button">Delete</button>;
  const chosen = () => screen.queryByRole('toolbar', { name: 'Selected rows' })?.textContent;

  it('chooses rows by Space, ranges by Shift, everything by its head, and lets go by Escape', async () => {
    show(new FakeSource(50_000), { bulk });
    expect(chosen()).toBeUndefined();
    grid().focus();
    fireEvent.keyDown(grid(), { key: ' ' });
    expect(chosen()).toContain('1 selected');
    fireEvent.keyDown(grid(), { key: 'ArrowDown', shiftKey: true });
    await act(async () => fireEvent.keyDown(grid(), { key: 'ArrowDown', shiftKey: true }));
    expect(chosen()).toContain('3 selected');
    expect(
      rows()
        .map((row) => row.getAttribute('aria-selected'))
        .slice(0, 4),
    ).toEqual(['true', 'true', 'true', 'false']);
    fireEvent.click(screen.getByRole('button', { name: 'Select all 50,000 that match' }));
    expect(chosen()).toContain('All 50,000 that match are selected');
    fireEvent.click(within(rows()[1]!).getByRole('checkbox'));
    expect(chosen()).toContain('49,999 selected');
    fireEvent.keyDown(grid(), { key: 'Escape' });
    expect(chosen()).toBeUndefined();
  });

  it('fetches the rows of a range that it does not hold', async () => {
    const source = new FakeSource(50_000);
    show(source, { bulk });
    fireEvent.click(within(rows()[0]!).getByRole('checkbox'));
    grid().scrollTop = 32 * 1000;
    fireEvent.scroll(grid());
    await act(async () => fireEvent.click(within(rows()[0]!).getByRole('checkbox'), { shiftKey: true }));
    expect(chosen()).toContain('1,001 selected');
  });

  it('keeps its selection while it is scrolled, sorted and changed, and forgets what is deleted', () => {
    const source = new FakeSource(50_000);
    const { rerender } = show(source, { bulk });
    fireEvent.click(within(rows()[2]!).getByRole('checkbox'));
    grid().scrollTop = 32 * 1000;
    fireEvent.scroll(grid());
    expect(chosen()).toContain('1 selected');
    act(() => source.tell({ asked: 1 }));
    expect(grid().scrollTop).toBe(0);
    expect(chosen()).toContain('1 selected');
    act(() => source.tell({ deleted: new Set(['demo/2']) }));
    expect(chosen()).toBeUndefined();
    rerender(<LiveTable source={source as unknown as RowsSource} label="Pods" empty="" loading="" />);
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('is found as it was left by another generation of the plugin', () => {
    const source = new FakeSource(50_000);
    const { unmount } = show(source, { bulk });
    fireEvent.click(within(rows()[0]!).getByRole('checkbox'));
    grid().scrollTop = 32 * 1000;
    fireEvent.scroll(grid());
    unmount();
    show(source, { bulk });
    expect(grid().scrollTop).toBe(32 * 1000);
    expect(rows()[0]!.getAttribute('aria-rowindex')).toBe('1002');
    expect(chosen()).toContain('1 selected');
  });

  it('sorts by several columns with Shift, and marks them all', () => {
    const onSort = vi.fn();
    show(new FakeSource(3), { onSort, sort: 'namespace,-restarts', usualSort: 'state' });
    fireEvent.click(screen.getByRole('button', { name: 'Age' }), { shiftKey: true });
    expect(onSort).toHaveBeenLastCalledWith('namespace,-restarts,age');
    expect(screen.getByRole('columnheader', { name: /Restarts/ }).textContent).toBe('Restarts2');
  });

  it('makes a column wider by keyboard and by its edge', () => {
    const onResize = vi.fn();
    show(new FakeSource(3), { onResize });
    fireEvent.keyDown(screen.getByRole('button', { name: 'Restarts' }), { key: 'ArrowRight', altKey: true });
    expect(onResize.mock.calls[0]![0]).toBe('restarts');
    expect(onResize.mock.calls[0]![1]).toBeGreaterThan(39);
    expect(window.location.pathname).toBe('/c/demo/pods');
  });

  it('shows columns in the order and width that somebody chose', () => {
    show(new FakeSource(3), { columns: [{ id: 'age' }, { id: 'ip', width: 333 }, { id: 'status' }] });
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['Name', 'Age', 'IP', 'Status']);
    expect(grid().getAttribute('style')).toContain('333px');
  });

  it('shows use against request and limit, and says where nothing is measured', () => {
    const columns = [COLUMNS[0]!, { id: 'cpu', name: 'CPU', type: 'string', priority: 0, own: true }];
    const measured = rowOf(0, { cells: ['web-0', '490m'], usage: { 1: { used: 0.49, request: 0.25, limit: 0.5 } } });
    const other = rowOf(1, { c: 'osaka', cells: ['web-1', null] });
    const notes = [{ column: 'cpu', cluster: 'osaka', state: 'absent', detail: 'There is no metrics.k8s.io.' }] as const;
    show(new FakeSource(2, { columns, rows: [measured, other], notes }));
    expect(screen.getByText('490m').parentElement!.parentElement!.title).toBe('Uses 490m, requests 250m, limit 500m');
    expect(screen.getByText('no metrics').title).toBe('There is no metrics.k8s.io.');
  });
});
