import { describe, expect, it } from 'vitest';
import { Panels } from './panels';

function storage(): Pick<Storage, 'getItem' | 'setItem'> & { text?: string } {
  return {
    getItem(): string | null {
      return this.text ?? null;
    },
    setItem(_: string, text: string): void {
      this.text = text;
    },
  };
}

const LOGS = { panel: 'logs/view', title: 'web', params: { objects: [{ cluster: 'a', name: 'web' }], follow: true } };
const SHELL = { panel: 'terminal/shell', title: 'db', params: { name: 'db' } };

describe('the activity panel', () => {
  it('shows one that is open with the same parameters again', () => {
    const panels = new Panels(undefined);
    const first = panels.open(LOGS);
    panels.open(SHELL);
    panels.form('folded');
    const again = panels.open({ ...LOGS, params: { follow: true, objects: [{ name: 'web', cluster: 'a' }] } });
    expect(again).toBe(first);
    const { open, current, form } = panels.store.get();
    expect([open.length, current[0], form]).toEqual([2, first, 'docked']);
  });

  it('puts two side by side, and closes the gap when one side is empty', () => {
    const panels = new Panels(undefined);
    const logs = panels.open(LOGS);
    const shell = panels.open(SHELL);
    panels.move(shell, 1);
    expect(panels.store.get().current).toEqual([logs, shell]);
    panels.close(logs);
    expect(panels.store.get().open.map((one) => one.side)).toEqual([0]);
    expect(panels.store.get().current).toEqual([shell, undefined]);
  });

  it('opens the next one on the side that was used last, and shows a neighbour when it closes', () => {
    const panels = new Panels(undefined);
    panels.open(LOGS);
    const shell = panels.open(SHELL);
    panels.move(shell, 1);
    const third = panels.open({ ...SHELL, params: { name: 'other' } });
    expect(panels.store.get().current[1]).toBe(third);
    panels.close(third);
    expect(panels.store.get().current[1]).toBe(shell);
  });

  it('leads the focus to what was asked for, not to what arrow keys pass', () => {
    const panels = new Panels(undefined);
    const logs = panels.open(LOGS);
    panels.open(SHELL);
    const { asked } = panels.store.get();
    panels.show(logs, false);
    expect(panels.store.get()).toMatchObject({ asked, current: [logs, undefined] });
    panels.show(logs);
    expect(panels.store.get().asked).toBe(asked + 1);
  });

  it('comes back after a reload with what it showed', () => {
    const kept = storage();
    const panels = new Panels(kept);
    const logs = panels.open(LOGS);
    const shell = panels.open(SHELL);
    panels.move(shell, 1);
    panels.change(logs, { title: 'web, 2 pods', params: { ...LOGS.params, follow: false } });
    panels.resize(320);
    const back = new Panels(kept).store.get();
    expect(back.open.map(({ panel, title, params, side }) => ({ panel, title, params, side }))).toEqual([
      { panel: 'logs/view', title: 'web, 2 pods', params: { ...LOGS.params, follow: false }, side: 0 },
      { ...SHELL, side: 1 },
    ]);
    expect(back.height).toBe(320);
    expect(back.current.every((key) => key !== undefined)).toBe(true);
  });

  it('begins empty when what was kept cannot be read', () => {
    expect(new Panels({ ...storage(), text: '{"panels":[{"panel":1}]}' } as never).store.get().open).toEqual([]);
    expect(new Panels({ ...storage(), text: 'nonsense' } as never).store.get().open).toEqual([]);
  });
});
