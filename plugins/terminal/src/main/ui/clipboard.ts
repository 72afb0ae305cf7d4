import type { Terminal } from '@xterm/xterm';

/** What is selected, else all that the terminal still has; lines that were broken at its edge are one. */
export function textOf(terminal: Terminal): string {
  if (terminal.hasSelection()) return terminal.getSelection();
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let at = 0; at < active.length; at++) {
    const line = active.getLine(at);
    if (line === undefined) continue;
    const broken = active.getLine(at + 1)?.isWrapped === true;
    const text = line.translateToString(!broken);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Pages that came without TLS have no clipboard of their own; there the browser copies what is selected. */
export function copy(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done ? Promise.resolve() : Promise.reject(new Error('no clipboard'));
}
