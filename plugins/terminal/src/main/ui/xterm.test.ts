import { Terminal } from '@xterm/xterm';
import { afterEach, expect, it, vi } from 'vitest';
import { textOf } from './clipboard';
import { draw } from './xterm';

const bytes = (text: string) => new TextEncoder().encode(text);

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('works output in without a timer where nobody looks, so that no program waits for a hidden tab', () => {
  vi.useFakeTimers();
  const terminal = new Terminal({ allowProposedApi: true, cols: 20, rows: 4 });
  let drawn = 0;
  draw(terminal, bytes('seen '), () => drawn++);
  expect(drawn).toBe(0);
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  for (let i = 0; i < 40; i++) draw(terminal, bytes(`line ${i}\r\n`), () => drawn++);
  expect(drawn).toBe(41);
  expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('seen line 0');
  terminal.dispose();
});

it('copies what the terminal has, lines broken at its edge as one', () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  const terminal = new Terminal({ allowProposedApi: true, cols: 10, rows: 4 });
  draw(terminal, bytes('0123456789abcdef\r\n日本語 x\r\n\r\nend\r\n'), () => undefined);
  expect(textOf(terminal)).toBe('0123456789abcdef\n日本語 x\n\nend\n');
  terminal.dispose();
});
