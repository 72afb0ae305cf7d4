import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentLocation, href, navigate, pages, setQuery, startRouter } from './router';

describe('addresses', () => {
  let stop: () => void;

  beforeEach(() => {
    const meta = document.createElement('meta');
    meta.name = 'fresnel-base';
    meta.content = '/x';
    document.head.append(meta);
    window.history.replaceState(undefined, '', '/x/c/demo/pods?ns=shop');
    stop = startRouter();
  });

  afterEach(() => {
    stop();
    document.head.innerHTML = '';
  });

  it('stand below the base path', () => {
    expect(currentLocation().path).toBe('/c/demo/pods');
    expect(href('/plugins')).toBe('/x/plugins');
    navigate('/settings');
    expect(window.location.pathname).toBe('/x/settings');
  });

  it('keep the namespaces that are chosen', () => {
    expect(pages.list(['a', 'b'], 'deployments.apps')).toBe('/c/a+b/deployments.apps?ns=shop');
    expect(pages.object({ cluster: 'a', resource: 'pods', namespace: 'shop', name: 'web-1' })).toBe('/c/a/pods/shop/web-1?ns=shop');
  });

  it('name the place of an object without a namespace', () => {
    expect(pages.object({ cluster: 'a', resource: 'nodes', name: 'n1' })).toBe('/c/a/nodes/_/n1?ns=shop');
  });

  it('remember the clusters on pages outside of one', () => {
    navigate('/c/a+b/pods');
    expect(pages.plugins()).toBe('/plugins?c=a,b');
  });

  it('hold the state, readable, and drop what is not said', () => {
    setQuery({ sort: '-status,name', labels: 'app=web' });
    expect(window.location.search).toBe('?ns=shop&sort=-status,name&labels=app=web');
    setQuery({ sort: undefined, labels: '', ns: undefined });
    expect(window.location.search).toBe('');
  });
});
