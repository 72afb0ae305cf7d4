/** Pasted text is text: what it holds beside words and lines reaches no program. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const SHOWN = 12;

/** Without the control characters by which a text could end the brackets that a shell puts around a paste, and go on as if it were typed. */
export function plainPaste(text: string): string {
  return text.replace(CONTROLS, '');
}

/** How many lines would be run one by one; 0 when the program takes them as one text, or there is but one. */
export function linesRun(text: string, bracketed: boolean): number {
  if (bracketed) return 0;
  const lines = text.replace(/\r?\n$/, '').split(/\r\n|\r|\n/).length;
  return lines > 1 ? lines : 0;
}

/** The first of its lines, for whoever is asked. */
export function firstLines(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.slice(0, SHOWN).map((line) => (line.length > 200 ? `${line.slice(0, 200)}…` : line));
  return (lines.length > SHOWN ? [...first, '…'] : first).join('\n');
}
