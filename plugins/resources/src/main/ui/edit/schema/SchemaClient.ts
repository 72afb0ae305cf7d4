import { href } from '@fresnel/sdk';
import type { Answers, Asked, Kinds, Question, Step, TextChange, Told } from './protocol';
import address from './worker?worker&url';

const LONGEST = 20_000;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (cause: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** The one worker that reads texts and schemas, so that the page never waits for them. It starts with the first question. */
class Service {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;

  ask<Q extends Question>(cluster: string, question: Q): Promise<Answers[Q['do']]> {
    const id = this.next++;
    const worker = this.started();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.restart(new Error('no answer in time')), LONGEST);
      this.waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject, timer });
      const asked: Asked = { id, root: href(`/k8s/${encodeURIComponent(cluster)}`), question };
      worker.postMessage(asked);
    });
  }

  private started(): Worker {
    if (this.worker === undefined) {
      const worker = new Worker(trusted(address) as string, { type: 'module', name: 'fresnel-schemas' });
      worker.onmessage = ({ data }: MessageEvent<Told>) => this.told(data);
      worker.onerror = (event) => this.restart(new Error(event.message || 'the worker did not start'));
      this.worker = worker;
    }
    return this.worker;
  }

  private told(told: Told): void {
    const waiting = this.waiting.get(told.id);
    if (waiting === undefined) return;
    this.waiting.delete(told.id);
    clearTimeout(waiting.timer);
    if ('failure' in told) waiting.reject(new Error(told.failure));
    else waiting.resolve(told.answer);
  }

  /** A pattern of a schema may never end; then a fresh worker takes over. */
  private restart(cause: Error): void {
    this.worker?.terminate();
    this.worker = undefined;
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(cause);
    }
    this.waiting.clear();
  }
}

interface Policies {
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
}

/** The page's policy wants to know that a worker's address is ours: it stands in this build. */
function trusted(url: string): unknown {
  const { trustedTypes } = window as Policies;
  policy ??= trustedTypes?.createPolicy('fresnel-resources-worker', { createScriptURL: (one) => one });
  return policy?.createScriptURL(url) ?? url;
}

let policy: { createScriptURL(url: string): unknown } | undefined;

const service = new Service();

/** What a cluster's schemas say about texts. */
export const schemas = {
  complete: (cluster: string, text: string, offset: number, kinds: Kinds) => service.ask(cluster, { do: 'complete', text, offset, kinds }),
  explain: (cluster: string, text: string, offset: number) => service.ask(cluster, { do: 'explain', text, offset }),
  check: (cluster: string, text: string) => service.ask(cluster, { do: 'check', text }),
  hints: (cluster: string, apiVersion: string, kind: string, values: readonly unknown[]) => service.ask(cluster, { do: 'hints', apiVersion, kind, values }),
  template: (cluster: string, apiVersion: string, kind: string, namespace: string | undefined) =>
    service.ask(cluster, { do: 'template', apiVersion, kind, namespace }),
  rewrite: (cluster: string, text: string, document: number, changes: readonly TextChange[]) =>
    service.ask(cluster, { do: 'rewrite', text, document, changes }),
  locate: (cluster: string, text: string, document: number, paths: readonly (readonly Step[])[]) =>
    service.ask(cluster, { do: 'locate', text, document, paths }),
};
