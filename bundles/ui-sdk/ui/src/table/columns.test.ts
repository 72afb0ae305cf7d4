import { describe, expect, it } from 'vitest';
import { ownColumn, readColumns, writeColumns } from './columns';

describe('columns in an address', () => {
  it('have an order, widths, and names with commas', () => {
    const text = 'status@180,path:.spec.hosts[0,1],label:app@90';
    expect(readColumns(text)).toEqual([{ id: 'status', width: 180 }, { id: 'path:.spec.hosts[0,1]' }, { id: 'label:app', width: 90 }]);
    expect(writeColumns(readColumns(text))).toBe(text);
  });

  it('are each there once, with a width that can be used', () => {
    expect(readColumns('a,a@200,b@9999,,c@10')).toEqual([{ id: 'a' }, { id: 'b', width: 1200 }, { id: 'c', width: 40 }]);
  });

  it('of one’s own are labels, annotations, conditions and paths', () => {
    expect(ownColumn(' label:app.kubernetes.io/name ')).toBe('label:app.kubernetes.io/name');
    expect(ownColumn('.spec.nodeName')).toBe('path:.spec.nodeName');
    expect(ownColumn('condition:Ready')).toBe('condition:Ready');
    expect(ownColumn('app')).toBeUndefined();
    expect(ownColumn('label:')).toBeUndefined();
  });
});
