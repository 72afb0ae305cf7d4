import { useEffect, useRef, useState } from 'react';

/** Functions that stay the same objects while what they do follows the latest render, so that rows need not be drawn anew. */
// biome-ignore lint/suspicious/noExplicitAny: of any shape; the result has the same
export function useLatest<T extends Record<string, (...args: any[]) => void>>(functions: T): T {
  const latest = useRef(functions);
  useEffect(() => {
    latest.current = functions;
  });
  const [stable] = useState(
    () => Object.fromEntries(Object.keys(functions).map((name) => [name, (...args: unknown[]) => latest.current[name]!(...args)])) as T,
  );
  return stable;
}
