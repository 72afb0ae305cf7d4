import { describe, expect, it } from 'vitest';
import { fromBytes, toBase64, toText } from './bytes';
import { containersIn, quantity } from './containerForms';
import { podSpecPath } from './FormPane';

describe('forms', () => {
  it('find the containers of each kind that has some', () => {
    const spec = { initContainers: [{ name: 'first' }], containers: [{ name: 'web' }] };
    expect(podSpecPath({ kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } })).toHaveLength(5);
    expect(podSpecPath({ kind: 'Service', spec: {} })).toBeUndefined();
    expect(containersIn({ kind: 'Pod', spec }).map((one) => [one.name, one.path])).toEqual([
      ['first', ['spec', 'initContainers', { keys: { name: 'first' } }]],
      ['web', ['spec', 'containers', { keys: { name: 'web' } }]],
    ]);
  });

  it.each([
    ['100m', 0.1],
    ['1.5', 1.5],
    ['2Gi', 2 * 1024 ** 3],
    ['1e3', 1000],
    ['5k', 5000],
    ['100 m', undefined],
    ['1GiB', undefined],
    ['', undefined],
  ])('%s is the quantity %s', (text, value) => expect(quantity(text)).toBe(value));

  it('keep every byte', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256);
    expect([...atob(fromBytes(bytes))].every((char, index) => char.charCodeAt(0) === index % 256)).toBe(true);
    expect(toBase64('pä')).toBe('cMOk');
    expect(toText(new TextEncoder().encode('日本\n'))).toBe('日本\n');
    expect(toText(bytes)).toBeUndefined();
    expect(toText(new Uint8Array([65, 0]))).toBeUndefined();
  });
});
