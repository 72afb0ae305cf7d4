/** Keys that the keyboards of phones and tablets lack, as a terminal gets them. */
export type TouchKey = 'escape' | 'tab' | 'left' | 'up' | 'down' | 'right';

const ARROWS = { up: 'A', down: 'B', right: 'C', left: 'D' } as const;

/** @param application whether the program wants arrow keys as applications do */
export function touched(key: TouchKey, application: boolean): string {
  if (key === 'escape') return '\u001b';
  if (key === 'tab') return '\t';
  return `\u001b${application ? 'O' : '['}${ARROWS[key]}`;
}

/** What a key means while Ctrl is held: of letters and a few signs the control character, else the key itself. */
export function withControl(text: string): string {
  const code = text.length === 1 ? text.toUpperCase().charCodeAt(0) : 0;
  if (code >= 0x40 && code <= 0x5f) return String.fromCharCode(code & 0x1f);
  return text === ' ' ? '\u0000' : text;
}
