import { describe, expect, it } from 'vitest';
import { type Entry, inOrder, joined, matches, type Told, valueIn, withoutStatus } from './history';

const told = (path: string, more: Partial<Told> = {}): Told => ({
  what: 'changed',
  count: 1,
  between: false,
  since: 1,
  by: [{ manager: 'kubectl-edit', operation: 'Update', subresource: '', time: '' }],
  differences: [{ path, before: '1', after: '2' }],
  more: 0,
  large: false,
  ...more,
});
const entry = (n: number, at: number): Entry => ({ n, at, change: told('.spec.replicas') });

describe('history', () => {
  it('adds what is new before what is known', () => {
    const first = joined({}, { whole: true, state: 'recording', gaps: [], entries: [entry(1, 10)] });
    const next = joined(first, { whole: false, state: 'idle', gaps: [{ from: 20 }], entries: [entry(2, 15)] });
    expect(next.known?.entries.map((one) => one.n)).toEqual([2, 1]);
    expect(next.known?.state).toBe('idle');
    expect(joined(next, { whole: true, state: 'idle', gaps: [], entries: [] }).known?.entries).toEqual([]);
  });

  it('puts gaps between changes, the one that goes on first', () => {
    const items = inOrder([entry(2, 50), entry(1, 10)], [{ from: 20, till: 40 }, { from: 60 }]);
    expect(items.map((item) => ('gap' in item ? `gap ${item.gap.from}` : `entry ${item.entry.n}`))).toEqual(['gap 60', 'entry 2', 'gap 20', 'entry 1']);
  });

  it('finds words in fields, values and managers', () => {
    expect(matches(told('.spec.replicas'), 'KUBECTL replicas')).toBe(true);
    expect(matches(told('.spec.replicas'), 'helm')).toBe(false);
  });

  it('leaves status away', () => {
    expect(withoutStatus(told('.status.phase'))).toBeUndefined();
    expect(withoutStatus(told('.spec.replicas'))?.differences).toHaveLength(1);
    expect(withoutStatus(told('.x', { what: 'deleted', differences: [] }))).toBeDefined();
  });

  it('reads values, and leaves what was cut', () => {
    expect(valueIn('"a"')).toBe('a');
    expect(valueIn('…abc"')).toBe('…abc"');
    expect(valueIn(undefined)).toBeUndefined();
  });
});
