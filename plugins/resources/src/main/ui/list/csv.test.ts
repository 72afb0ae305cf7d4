import type { Row, RowsSource } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { chosenRows } from './chosenRows';
import { csvOf, line } from './csv';

const row = (index: number): Row => ({
  k: `demo/${index}`,
  c: 'demo',
  ns: 'shop',
  n: `web-${index}`,
  u: '',
  t: 0,
  cells: [`web-${index}`, 'Running'],
  s: 'ok',
});

/** A list of which only pieces are fetched. */
function sourceOf() {
  const asked: [number, number][] = [];
  const source = {
    asked,
    get: () => ({ columns: [{ name: 'Name' }, { name: 'Status' }] }),
    fetch: (offset: number, limit: number) => {
      asked.push([offset, limit]);
      return Promise.resolve(Array.from({ length: limit }, (_, index) => row(offset + index)));
    },
  };
  return source as unknown as RowsSource & { asked: [number, number][] };
}

describe('chosen rows', () => {
  it('are written with what is shown, quoted where it is needed, and never as formulas', async () => {
    expect(line(['a,b', 'say "x"', '=1+1'])).toBe('"a,b","say ""x""",\'=1+1');
    const marked = new Map([['demo/1', { k: 'demo/1', c: 'demo', ns: 'shop', n: 'web-1' }]]);
    const text = await csvOf(sourceOf(), { all: false, marked }, 3);
    expect(text).toBe('cluster,namespace,Name,Status,created\r\ndemo,shop,web-1,Running,1970-01-01T00:00:00.000Z\r\n');
  });

  it('are all that match but for some, fetched in pieces', async () => {
    const source = sourceOf();
    const marked = new Map([['demo/7', { k: 'demo/7', c: 'demo', n: 'web-7' }]]);
    let count = 0;
    for await (const rows of chosenRows(source, { all: true, marked }, 1200)) count += rows.length;
    expect(count).toBe(1199);
    expect(source.asked).toEqual([
      [0, 500],
      [500, 500],
      [1000, 200],
    ]);
  });
});
