import { expect, it } from 'vitest';
import { channelParams, nameOf, readQuery, readTargets, readWanted, wantedOf, writeQuery, writeTargets } from './wanted';

const of = [
  { cluster: 'demo', resource: 'deployments.apps', namespace: 'shop', name: 'web' },
  { cluster: 'prod', namespaces: ['a', 'b'], labels: 'app.kubernetes.io/name in (x,y),tier=web' },
  { cluster: 'demo', resource: 'nodes', name: 'n1' },
];

it('writes objects and selections into an address and reads them again', () => {
  expect(readTargets(writeTargets(of))).toEqual(of);
  expect(readTargets('nonsense;;a/b')).toEqual([]);
});

it('a shared address shows the same', () => {
  const wanted = {
    ...wantedOf(of),
    containers: ['api'],
    since: '15m',
    tail: 0,
    look: {
      ...wantedOf(of).look,
      text: 'a&b',
      regex: true,
      only: true,
      levels: ['error' as const],
      fields: ['status>=500', 'msg~100%2C a, b'],
      columns: ['path'],
      wrap: true,
    },
  };
  const query = new URLSearchParams(Object.entries(writeQuery(wanted)).filter((entry): entry is [string, string] => Boolean(entry[1])));
  expect(readQuery(new URLSearchParams(query.toString()))).toEqual(wanted);
  expect(readQuery(new URLSearchParams('of=demo/pods/a/b&part=all')).tail).toBe(0);
});

it('takes what an action of an object says', () => {
  const wanted = readWanted({ objects: [{ cluster: 'demo', resource: 'pods', namespace: 'shop', name: 'web-1' }] });
  expect(channelParams(wanted)).toMatchObject({ of: [{ cluster: 'demo', resource: 'pods', namespace: 'shop', name: 'web-1' }], follow: true, tail: 5000 });
  expect(readWanted(undefined).of).toEqual([]);
  expect(nameOf(wanted.of)).toBe('web-1');
  expect(nameOf(of)).toBe('web +2');
});
