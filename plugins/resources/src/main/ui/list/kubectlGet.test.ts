import { describe, expect, it } from 'vitest';
import { kubectlGet } from './kubectlGet';

const SHOWN = { resource: 'pods', namespaced: true, namespaces: [], filter: {}, sort: 'state,namespace,name', contexts: [undefined] };

describe('a list as kubectl command', () => {
  it('names namespaces, selectors and what it is sorted by', () => {
    const filter = { labels: 'app in (a,b)', fields: 'status.phase=Running,spec.containers[*].image=nginx' };
    const { text, unsaid } = kubectlGet({ ...SHOWN, namespaces: ['a', 'b'], filter, sort: 'age', contexts: ['prod'] });
    const rest = "-l 'app in (a,b)' --field-selector status.phase=Running --sort-by=.metadata.creationTimestamp";
    expect(text).toBe(`kubectl --context prod get pods -n a ${rest}\nkubectl --context prod get pods -n b ${rest}`);
    expect(unsaid).toEqual(['spec.containers[*].image=nginx']);
  });

  it('says what kubectl has no words for', () => {
    const { text, unsaid } = kubectlGet({ ...SHOWN, filter: { text: 'web', state: ['error'] } });
    expect(text).toBe('kubectl get pods -A');
    expect(unsaid).toEqual(['web', 'error', 'state,namespace,name']);
  });

  it('is nothing else for a shell, whatever an address says', () => {
    expect(kubectlGet({ ...SHOWN, namespaces: ["a';id"], sort: 'name' }).text).toContain(`get pods -n 'a'\\'';id' --sort-by`);
  });

  it('asks for no namespace where there is none', () => {
    expect(kubectlGet({ ...SHOWN, resource: 'nodes', namespaced: false, sort: 'name' }).text).toBe('kubectl get nodes --sort-by=.metadata.name');
  });
});
