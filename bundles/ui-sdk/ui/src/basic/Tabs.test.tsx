import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Tabs } from './Tabs';

const ITEMS = [
  { id: 'one', title: 'One' },
  { id: 'two', title: 'Two' },
  { id: 'three', title: 'Three' },
];

function Page() {
  const [current, setCurrent] = useState('one');
  return (
    <Tabs label="Parts" items={ITEMS} current={current} onChange={setCurrent}>
      <p>shows {current}</p>
    </Tabs>
  );
}

describe('tabs', () => {
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it('show what was before their row is there, and outlive that scrolling answers with a promise', async () => {
    const scrolled = vi.fn(() => Promise.resolve());
    Element.prototype.scrollIntoView = scrolled as unknown as typeof Element.prototype.scrollIntoView;
    render(<Page />);
    expect(screen.getByText('shows one')).toBeDefined();
    for (const { id, title } of [...ITEMS.slice(1), ITEMS[0]!]) {
      fireEvent.click(await screen.findByRole('tab', { name: title }));
      expect(await screen.findByText(`shows ${id}`)).toBeDefined();
      expect(screen.getByRole('tab', { name: title }).getAttribute('aria-selected')).toBe('true');
    }
    expect(scrolled).toHaveBeenCalled();
  });
});
