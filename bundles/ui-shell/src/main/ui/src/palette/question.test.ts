import type { Kind } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { kindNamed, readQuestion } from './question';

const kind = (resource: string, group: string, name: string, shortNames: string[] = []): Kind => ({
  resource,
  group,
  version: 'v1',
  kind: name,
  namespaced: true,
  verbs: ['list'],
  shortNames,
  custom: false,
});
const KINDS = [kind('pods', '', 'Pod', ['po']), kind('deployments.apps', 'apps', 'Deployment', ['deploy']), kind('services', '', 'Service', ['svc'])];

describe('what is typed into the palette', () => {
  it('names kinds as kubectl does', () => {
    expect(kindNamed('po', KINDS)?.kind).toBe('Pod');
    expect(kindNamed('Deployment', KINDS)?.kind).toBe('Deployment');
    expect(kindNamed('deployments', KINDS)?.kind).toBe('Deployment');
    expect(kindNamed('deployments.apps', KINDS)?.kind).toBe('Deployment');
    expect(kindNamed('web', KINDS)).toBeUndefined();
  });

  it('means one object by kind/name -n namespace', () => {
    expect(readQuestion('po/web-1 -n shop', KINDS)).toEqual({ q: 'web-1 shop', kind: KINDS[0], namespace: 'shop', name: 'web-1' });
    expect(readQuestion('-n shop deploy/web', KINDS)).toMatchObject({ q: 'web shop', kind: KINDS[1], namespace: 'shop', name: 'web' });
  });

  it('looks among one kind when its name comes first', () => {
    expect(readQuestion('svc web', KINDS)).toEqual({ q: 'web', kind: KINDS[2] });
  });

  it('is just words when no kind is named, or nothing else', () => {
    expect(readQuestion('web api', KINDS)).toEqual({ q: 'web api' });
    expect(readQuestion('pods', KINDS)).toEqual({ q: 'pods' });
    expect(readQuestion('a/b', KINDS)).toEqual({ q: 'a/b' });
    expect(readQuestion('web --namespace=shop', KINDS)).toEqual({ q: 'web shop', namespace: 'shop' });
  });
});
