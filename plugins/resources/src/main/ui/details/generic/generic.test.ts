import { describe, expect, it } from 'vitest';
import { selectorText } from '../selectors';
import { nameOf } from './names';
import { without } from './paths';
import { namedByObject } from './references';
import { schemaOf, under } from './schema';
import { isInline } from './Value';

describe('fields of any kind', () => {
  it.each([
    ['terminationGracePeriodSeconds', 'Termination grace period seconds'],
    ['podCIDRs', 'Pod CIDRs'],
    ['clusterIP', 'Cluster IP'],
    ['externalID', 'External ID'],
    ['kubernetes.io/os', 'kubernetes.io/os'],
  ])('are named in words: %s', (field, words) => {
    expect(nameOf(field)).toBe(words);
  });

  it('that another part shows are left away, and what is then empty with them', () => {
    const object = { spec: { a: { b: 1, c: 2 }, d: { e: 1 } }, status: { x: 1 } };
    expect(without(object, ['spec.a.b', 'spec.d.e', 'status.x'])).toEqual({ spec: { a: { c: 2 } } });
    expect(object.spec.a.b).toBe(1);
  });

  it('that say one thing each are shown in one line', () => {
    expect(isInline([{ ip: '10.0.0.1' }, { ip: 'fd00::1' }])).toBe(true);
    expect(isInline([{ ip: '10.0.0.1' }, { hostname: 'a' }])).toBe(false);
    expect(isInline([{ ip: '10.0.0.1', ports: 1 }])).toBe(false);
    expect(isInline([{ name: 'credentials' }])).toBe(false);
  });

  it('name other objects', () => {
    expect(namedByObject('scaleTargetRef', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' })).toMatchObject({
      kind: 'Deployment',
      group: 'apps',
      name: 'web',
    });
    expect(namedByObject('secretRef', { name: 's' })).toMatchObject({ kind: 'Secret', name: 's' });
    expect(namedByObject('containers', { name: 'app' })).toBeUndefined();
  });

  it('are explained by the schema, with references followed and circles no trap', () => {
    const document = {
      components: {
        schemas: {
          Widget: {
            'x-kubernetes-group-version-kind': [{ group: 'g', version: 'v1', kind: 'Widget' }],
            properties: { spec: { allOf: [{ $ref: '#/components/schemas/Spec' }] } },
          },
          Spec: {
            properties: {
              size: { description: 'How large.' },
              inner: { $ref: '#/components/schemas/Spec' },
              parts: { items: { properties: { n: { description: 'N.' } } } },
            },
          },
        },
      },
    };
    const schema = schemaOf(document, 'g', 'v1', 'Widget');
    const spec = under(schema, 'spec');
    expect(under(spec, 'size')?.description).toBe('How large.');
    expect(under(under(under(spec, 'inner'), 'inner'), 'size')?.description).toBe('How large.');
    expect(under(under(under(spec, 'parts'), '*'), 'n')?.description).toBe('N.');
    expect(under(spec, 'none')).toBeUndefined();
    expect(schemaOf(document, 'g', 'v1', 'Other')).toBeUndefined();
  });
});

it('selectors are written as kubectl reads them', () => {
  const matchExpressions = [
    { key: 'tier', operator: 'In', values: ['a', 'b'] },
    { key: 'old', operator: 'DoesNotExist' },
  ];
  expect(selectorText({ matchLabels: { app: 'web' }, matchExpressions })).toBe('app=web,tier in (a,b),!old');
  expect(selectorText({})).toBeUndefined();
});
