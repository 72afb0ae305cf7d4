import { expect, it } from 'vitest';
import { namesOf } from './names';
import type { LogSourceInfo } from './types';

const of = (...pods: string[]): LogSourceInfo[] =>
  pods.map((pod, i) => {
    const [cluster, namespace, name, container] = pod.split('/');
    return { i, cluster: cluster!, namespace: namespace!, pod: name!, container: container ?? 'app', state: 'streaming', detail: '' };
  });
const names = (sources: LogSourceInfo[]) => [...namesOf(sources).names.values()];

it('calls pods of one workload by what tells them apart, and names the workload where there are several', () => {
  expect(names(of('a/shop/api-6d8f7b9c54-q8z2k', 'a/shop/api-59c7d4f6b8-m4lcc'))).toEqual(['q8z2k', 'm4lcc']);
  expect(names(of('a/shop/api-6d8f7b9c54-q8z2k', 'a/shop/cart-59c7d4f6b8-m4lcc', 'a/shop/ledger-0'))).toEqual(['api-q8z2k', 'cart-m4lcc', 'ledger-0']);
  expect(names(of('a/shop/ledger-0', 'a/shop/ledger-1'))).toEqual(['ledger-0', 'ledger-1']);
});

it('names the namespace or the cluster where the pods have the same name', () => {
  expect(names(of('a/shop/ledger-0', 'a/bank/ledger-0', 'a/bank/ledger-1'))).toEqual(['shop/ledger-0', 'bank/ledger-0', 'ledger-1']);
  expect(names(of('a/shop/ledger-0', 'b/shop/ledger-0'))).toEqual(['a/ledger-0', 'b/ledger-0']);
});

it('gives six pods a colour each, more of them share, and who comes changes nobody else', () => {
  const pods = Array.from({ length: 14 }, (_, i) => `a/shop/api-6d8f7b9c54-q8z${String.fromCharCode(97 + i)}k`);
  const some = namesOf(of(...pods.slice(0, 6)));
  expect(new Set(some.colours.values()).size).toBe(6);
  const all = namesOf(of(...pods));
  for (let i = 0; i < 6; i++) expect(all.colours.get(i)).toBe(some.colours.get(i));
  const uses = [1, 2, 3, 4, 5, 6].map((colour) => [...all.colours.values()].filter((one) => one === colour).length);
  expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1);
});

it('knows how much room names take', () => {
  expect(namesOf(of('a/shop/ledger-0/app', 'a/shop/ledger-0/proxy')).longest).toBe('ledger-0 proxy'.length);
});
