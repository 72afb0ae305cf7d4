/** How many rows would move if `from` became `to`: those that enter or leave, and the fewest of the others that must change place. */
export function moved(from: readonly string[], to: readonly string[]): number {
  const places = new Map(from.map((key, index) => [key, index]));
  const kept: number[] = [];
  for (const key of to) {
    const place = places.get(key);
    if (place !== undefined) kept.push(place);
  }
  const entered = to.length - kept.length;
  const left = from.length - kept.length;
  return Math.max(entered, left) + kept.length - longestRising(kept);
}

/** Length of the longest rising subsequence (patience sorting). */
function longestRising(values: readonly number[]): number {
  const tails: number[] = [];
  for (const value of values) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tails[middle]! < value) low = middle + 1;
      else high = middle;
    }
    tails[low] = value;
  }
  return tails.length;
}
