import { setWords } from '@fresnel/sdk/host';
import uiEn from '@fresnel/ui/messages/en.json';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '../../../messages/en.json';
import type { CatalogEntry, Plan } from './catalog';
import { shownEntries } from './EntryList';
import { notUp } from './insight';
import { PlanPanel } from './PlanPanel';
import { needsNoLook, plain, size, standing } from './words';

const plan = (change: Partial<Plan> = {}): Plan => ({
  id: 'p-1',
  ok: true,
  changes: [{ action: 'update', id: 'hello', title: 'Hello', from: { version: '1.0.0', digest: 'a' }, to: { version: '1.1.0', digest: 'b' } }],
  ...change,
});

describe('a plan', () => {
  beforeEach(() => {
    setWords('shell', { en });
    setWords('ui', { en: uiEn });
  });
  afterEach(cleanup);

  const show = async (given: Plan) => {
    const onApply = vi.fn();
    render(<PlanPanel plan={given} busy={false} onApply={onApply} onClose={() => undefined} />);
    await screen.findByRole('dialog');
    return onApply;
  };

  it('says what would change and who starts anew, and is carried out', async () => {
    const apply = await show(plan({ touches: ['other'], download: 214_000 }));
    expect(screen.getByText('Update Hello')).toBeDefined();
    expect(screen.getByText(/These start anew: other\. 214 KB are fetched\./)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Do it' }));
    expect(apply).toHaveBeenCalledWith([]);
  });

  it('wants consent to each capability first', async () => {
    const apply = await show(plan({ asks: ['kube.write', 'exec'] }));
    fireEvent.click(screen.getByRole('button', { name: 'Do it' }));
    expect(apply).not.toHaveBeenCalled();
    for (const box of screen.getAllByRole('checkbox')) fireEvent.click(box);
    fireEvent.click(screen.getByRole('button', { name: 'Do it' }));
    expect(apply).toHaveBeenCalledWith(['kube.write', 'exec']);
  });

  it('that is refused says why and cannot be carried out', async () => {
    const apply = await show(plan({ ok: false, reasons: ['needs package dev.fresnel.api.graph [1.2,2), here is 1.1'] }));
    expect(screen.getByRole('status').textContent).toContain('needs package dev.fresnel.api.graph [1.2,2), here is 1.1');
    fireEvent.click(screen.getByRole('button', { name: 'Do it' }));
    expect(apply).not.toHaveBeenCalled();
  });

  it('of keeping alone needs no second look; one that asks or touches does', () => {
    const pin = plan({ changes: [{ action: 'pin', id: 'hello' }] });
    expect(needsNoLook(pin)).toBe(true);
    expect(needsNoLook({ ...pin, touches: ['other'] })).toBe(false);
    expect(needsNoLook({ ...pin, ok: false })).toBe(false);
    expect(needsNoLook(plan())).toBe(false);
  });
});

describe('what is installed and could be', () => {
  const entry = (id: string, change: Partial<CatalogEntry> = {}): CatalogEntry => ({ id, title: id, ...change });
  const here = { version: '1.0.0', digest: 'a', state: 'SERVING' } as const;

  beforeEach(() => setWords('shell', { en }));

  it('is ordered by what needs attention, and found by words', () => {
    const entries = [
      entry('absent', { summary: 'maps of things' }),
      entry('fine', { installed: here }),
      entry('older', { installed: here, update: { version: '1.1.0', digest: 'b' } }),
      entry('broken', { installed: { ...here, state: 'REFUSED' } }),
      entry('removed', { installed: { ...here, state: 'OFF' } }),
    ];
    expect(shownEntries(entries, 'all', '').map(({ id }) => id)).toEqual(['broken', 'older', 'fine', 'absent', 'removed']);
    expect(shownEntries(entries, 'installed', '').map(({ id }) => id)).toEqual(['broken', 'older', 'fine']);
    expect(shownEntries(entries, 'absent', 'map thing').map(({ id }) => id)).toEqual(['absent']);
    expect(standing(entries[2]!).word).toBe('Update to 1.1.0');
  });

  it('is written as people write it', () => {
    expect(plain('0.1.0.SNAPSHOT')).toBe('0.1.0-SNAPSHOT');
    expect(size(74_401)).toBe('74 KB');
    expect(size(3_102_979)).toBe('3.1 MB');
  });
});

it('what is not up is named with what it waits for', () => {
  const insight = {
    bundles: [{ id: 1, name: 'a', version: '1', state: 'installed', why: 'needs package x' }],
    components: [
      { name: 'Fine', bundle: 'a', state: 'active' },
      { name: 'Waits', bundle: 'a', state: 'unsatisfied', waitsFor: ['Transport'] },
    ],
    services: [],
    parts: {},
  };
  expect(notUp(insight).map(({ name, why }) => `${name}: ${why}`)).toEqual(['a: needs package x', 'Waits: Transport']);
});
