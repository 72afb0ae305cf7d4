/** How well a text answers what was typed: undefined is not at all, more is better. Every word must occur, in any order. */
export function score(text: string, typed: string): number | undefined {
  const hay = text.toLowerCase();
  let sum = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const one = scoreWord(hay, word);
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum - text.length / 100;
}

function scoreWord(hay: string, word: string): number | undefined {
  const at = hay.indexOf(word);
  if (at === 0) return 10;
  if (at > 0) return /[\s./:-]/.test(hay[at - 1]!) ? 8 : 5;
  let from = 0;
  for (const letter of word) {
    const place = hay.indexOf(letter, from);
    if (place < 0) return undefined;
    from = place + 1;
  }
  return 1;
}
