import { describe, expect, it } from 'vitest';
import { pressed, readSort, splitIds } from './sorting';

describe('a sort', () => {
  it('turns round when its header is pressed again', () => {
    expect(pressed('state,name', 'restarts', false)).toBe('restarts');
    expect(pressed('restarts', 'restarts', false)).toBe('-restarts');
    expect(pressed('state,name', 'status', false)).toBe('-state');
  });

  it('begins with the most of what is used', () => {
    expect(pressed('name', 'cpu', false)).toBe('-cpu');
    expect(pressed('-cpu', 'cpu', false)).toBe('cpu');
  });

  it('takes more columns, turns them round, and lets them go again', () => {
    expect(pressed('namespace', 'restarts', true)).toBe('namespace,restarts');
    expect(pressed('namespace,restarts', 'restarts', true)).toBe('namespace,-restarts');
    expect(pressed('namespace,-restarts', 'restarts', true)).toBe('namespace');
    expect(pressed('-restarts', 'restarts', true)).toBe('restarts');
  });

  it('names columns that have commas in them', () => {
    expect(splitIds('name,path:{.spec.hosts[0,1]},label:app')).toEqual(['name', 'path:{.spec.hosts[0,1]}', 'label:app']);
    expect(readSort('-path:{.a[0,1]},name')).toEqual([
      { id: 'path:{.a[0,1]}', falls: true },
      { id: 'name', falls: false },
    ]);
  });
});
