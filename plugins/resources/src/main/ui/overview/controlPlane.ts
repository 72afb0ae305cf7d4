import { href } from '@fresnel/sdk';
import { useEffect, useState } from 'react';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
}

export type ControlPlane = { readonly state: 'known'; readonly checks: readonly Check[] } | { readonly state: 'unknown'; readonly detail: string };

/** What the API server says of its own parts (`/readyz?verbose`), asked when the page opens; undefined until it has answered. */
export function useControlPlane(cluster: string): ControlPlane | undefined {
  const [told, setTold] = useState<{ readonly cluster: string; readonly plane: ControlPlane }>();
  useEffect(() => {
    const leaving = new AbortController();
    const tell = (plane: ControlPlane) => leaving.signal.aborted || setTold({ cluster, plane });
    fetch(href(`/k8s/${encodeURIComponent(cluster)}/readyz?verbose`), { signal: leaving.signal }).then(
      async (response) => {
        const text = await response.text();
        // an API server that tells no parts still says whether it is ready
        const checks = text.trim() === 'ok' ? [{ name: 'readyz', ok: true }] : checksIn(text);
        tell(checks.length > 0 ? { state: 'known', checks } : { state: 'unknown', detail: `HTTP ${response.status}` });
      },
      (cause: unknown) => tell({ state: 'unknown', detail: cause instanceof Error ? cause.message : String(cause) }),
    );
    return () => leaving.abort();
  }, [cluster]);
  return told?.cluster === cluster ? told.plane : undefined;
}

/** Lines `[+]etcd ok` and `[-]etcd failed: …`. */
export function checksIn(text: string): readonly Check[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\[([+-])\](\S+)/.exec(line);
    return found === null ? [] : [{ name: found[2]!, ok: found[1] === '+' }];
  });
}

/** By how many minor versions a kubelet is behind its server (negative: ahead); undefined for what is no version. */
export function skew(server: string | undefined, kubelet: string): number | undefined {
  const minor = (text: string) => /^v?(\d+)\.(\d+)/.exec(text);
  const [a, b] = [minor(server ?? ''), minor(kubelet)];
  return a === null || b === null || a[1] !== b[1] ? undefined : Number(a[2]) - Number(b[2]);
}

/** The version skew that Kubernetes supports: a kubelet up to three minor versions behind, never ahead. */
export function supported(behind: number): boolean {
  return behind >= 0 && behind <= 3;
}
