/**
 * What a terminal's driver does for a program that has none: shows what is typed, and gives the program whole lines. Of keys that edit
 * it knows the one that takes the last character back.
 */
export class Lines {
  private line: string[] = [];

  /** @param show gets what is to be drawn */
  constructor(private readonly show: (text: string) => void) {}

  /** What of it the program gets now. */
  type(text: string): string {
    let whole = '';
    for (const sign of text.replaceAll('\r\n', '\r')) {
      if (sign === '\r' || sign === '\n') {
        whole += `${this.line.join('')}\n`;
        this.line = [];
        this.show('\r\n');
      } else if (sign === '\u007f' || sign === '\b') this.back();
      else if (sign === '\t' || sign >= ' ') {
        this.line.push(sign);
        this.show(sign);
      } else if (sign === '\u001b') break; // arrow keys and the like
    }
    return whole;
  }

  private back(): void {
    const last = this.line.pop();
    if (last === undefined) return;
    const wide = /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(last);
    this.show(wide ? '\b\b  \b\b' : '\b \b');
  }
}
