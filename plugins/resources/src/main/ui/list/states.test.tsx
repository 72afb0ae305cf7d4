import type { RowsSnapshot } from '@fresnel/sdk';
import { setWords, startRouter } from '@fresnel/sdk/host';
import uiEn from '@fresnel/ui/messages/en.json';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '../../resources/messages/en.json';
import { EmptyList } from './EmptyList';
import { CoverageLine, countInWords } from './headLine';
import { useListState } from './listState';
import { AgeNotices, staleClusters } from './notices';

const snapshot: RowsSnapshot = {
  columns: [],
  offers: [],
  offset: 0,
  rows: [],
  total: 1896,
  matched: 0,
  counts: {},
  groups: [],
  coverage: {},
  notes: [],
  ages: {},
  loaded: true,
  pending: false,
  changed: new Set(),
  deleted: new Set(),
  moved: 0,
  asked: 0,
};

function Empty({ namespaces }: { readonly namespaces: readonly string[] }) {
  const state = useListState('pods');
  return <EmptyList title="Pods" state={state} snapshot={snapshot} namespaces={namespaces} forbidden={undefined} />;
}

describe('a list says', () => {
  it('that it is read page by page, and what is sorted', () => {
    setWords('resources', { en });
    render(<CoverageLine coverage={{ prod: { paged: { held: 2000, total: 120_000 } } }} resource="pods" />);
    expect(screen.getByRole('listitem').textContent).toContain('page by page');
    expect(screen.getByRole('listitem').textContent).toContain('2,000 of 120,000');
    cleanup();
  });

  beforeEach(() => {
    setWords('resources', { en });
    setWords('ui', { en: uiEn });
    window.history.replaceState(undefined, '', '/c/demo/pods');
    startRouter();
  });

  afterEach(cleanup);

  it('how many there are, and where was looked', () => {
    expect(countInWords(snapshot, ['demo'], [])).toBe('1,896 in all namespaces');
    expect(countInWords(snapshot, ['demo'], ['shop'])).toBe('1,896 in shop');
    expect(countInWords(snapshot, ['demo'], ['shop', 'data'])).toBe('1,896 in 2 namespaces');
    expect(countInWords(snapshot, ['demo', 'osaka'], [])).toBe('1,896 in 2 clusters');
  });

  it('that nothing is there, and where else to look', () => {
    window.history.replaceState(undefined, '', '/c/demo/pods?ns=shop');
    startRouter();
    render(<Empty namespaces={['shop']} />);
    expect(screen.getByRole('status').textContent).toContain('No Pods in shop.');
    fireEvent.click(screen.getByRole('button', { name: 'Look in all namespaces' }));
    expect(window.location.search).toBe('');
  });

  it('that nothing matches, and takes the filters away on wish', () => {
    window.history.replaceState(undefined, '', '/c/demo/pods?status=error&q=web&sort=name');
    startRouter();
    render(<Empty namespaces={[]} />);
    expect(screen.getByRole('status').textContent).toContain('No Pods match Text “web”, Status Failing.');
    fireEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
    expect(window.location.search).toBe('?sort=name');
  });

  it('which verb, resource and namespace is not allowed', () => {
    const ages = { demo: { cluster: 'demo', state: 'forbidden', verb: 'list', resource: 'secrets', namespace: 'payments' } } as const;
    render(<AgeNotices ages={ages} onRetry={() => undefined} except={undefined} loaded />);
    expect(screen.getByRole('status').textContent).toBe('You may not list secrets in payments. Ask for it, or choose another namespace.');
  });

  it('since when a cluster cannot be reached, why, how old its rows are, and tries again on wish', () => {
    const retry = vi.fn();
    const ages = {
      demo: { cluster: 'demo', state: 'live' },
      osaka: { cluster: 'osaka', state: 'unreachable', since: Date.now() - 245_000, detail: 'connection timed out' },
    } as const;
    render(<AgeNotices ages={ages} onRetry={retry} except={undefined} loaded />);
    const said = screen.getByRole('status').textContent;
    expect(said).toContain('osaka cannot be reached since');
    expect(said).toContain('(connection timed out). What is shown of it is as of 4m5s ago.');
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(retry).toHaveBeenCalledOnce();
    expect([...staleClusters(ages)]).toEqual(['osaka']);
  });

  it('of a cluster that was never reached, that nothing of it is known', () => {
    const ages = { osaka: { cluster: 'osaka', state: 'unreachable', since: Date.now(), detail: 'It refuses connections.' } } as const;
    render(<AgeNotices ages={ages} onRetry={() => undefined} except={undefined} loaded={false} />);
    expect(screen.getByRole('status').textContent).toContain('(It refuses connections). Nothing of it has been read yet.');
  });
});
