/** How well a text answers what was typed: undefined is not at all, more is better. Every word must occur, in any order. */
export function score(text: string, typed: string): number | undefined {
  const hay = text.toLowerCase();
  let sum = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const one = scoreWord(text, hay, word);
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum - text.length / 100;
}

function scoreWord(text: string, hay: string, word: string): number | undefined {
  const at = hay.indexOf(word);
  if (at === 0) return hay.length === word.length ? 12 : 10;
  if (at > 0) return /[\s./:-]/.test(hay[at - 1]!) ? 8 : 5;
  return initials(text).startsWith(word) ? 6 : undefined;
}

/** `HorizontalPodAutoscaler` is also found by `hpa`. */
function initials(text: string): string {
  return (text.match(/[A-Z]/g) ?? []).join('').toLowerCase();
}
