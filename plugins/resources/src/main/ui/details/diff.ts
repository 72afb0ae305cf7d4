export interface DiffLine {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

const CONTEXT = 2;
const MOST = 2_000;

/** How one text becomes another, by lines, with a little of what stays around each change. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const a = before.split('\n').slice(0, MOST);
  const b = after.split('\n').slice(0, MOST);
  return around(walk(a, b, table(a, b)));
}

/** Lengths of the longest common parts from each place on. */
function table(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  }
  return lengths;
}

function walk(a: readonly string[], b: readonly string[], lengths: readonly Uint16Array[]): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i]! });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      lines.push({ sign: '-', text: a[i++]! });
    } else {
      lines.push({ sign: '+', text: b[j++]! });
    }
  }
  return lines;
}

function around(lines: readonly DiffLine[]): readonly DiffLine[] {
  return lines.filter((_, index) => lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((one) => one.sign !== ' '));
}
