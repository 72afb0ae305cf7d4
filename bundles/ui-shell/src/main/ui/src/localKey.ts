import { basePath } from '@fresnel/sdk/host';

/** The address that is printed at the start ends in a key that works once: the page trades it for its session and forgets it. */
export async function tradeLocalKey(): Promise<void> {
  const key = new URLSearchParams(window.location.hash.slice(1)).get('key');
  if (key === null) return;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  await fetch(`${basePath()}/auth/local`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ key }),
  });
}
