import { complete, explain } from './assist';
import { hintsOf } from './hints';
import { gvkOf } from './openapi';
import type { Asked, Lookup, Question, Told } from './protocol';
import { locate, rewrite } from './rewrite';
import { browserCache, SchemaSource } from './SchemaSource';
import { template } from './template';
import { check } from './validate';

const sources = new Map<string, SchemaSource>();
const cache = browserCache();

function sourceOf(root: string): SchemaSource {
  let source = sources.get(root);
  if (source === undefined) {
    source = new SchemaSource(root, fetchText, cache);
    sources.set(root, source);
  }
  return source;
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.text();
}

function lookupIn(source: SchemaSource): Lookup {
  return async (apiVersion, kind) => {
    if (apiVersion === '' || kind === '') return undefined;
    const gvk = gvkOf(apiVersion, kind);
    const document = await source.document(gvk);
    const schema = document?.kind(gvk);
    return document === undefined || schema === undefined ? undefined : { document, schema };
  };
}

async function answer(question: Question, lookup: Lookup): Promise<unknown> {
  switch (question.do) {
    case 'complete':
      return complete(question.text, question.offset, question.kinds, lookup);
    case 'explain':
      return explain(question.text, question.offset, lookup);
    case 'check':
      return check(question.text, lookup);
    case 'rewrite':
      return rewrite(question.text, question.document, question.changes);
    case 'locate':
      return locate(question.text, question.document, question.paths);
    case 'hints': {
      const found = await lookup(question.apiVersion, question.kind);
      return found === undefined ? {} : hintsOf(found.document, found.schema, question.values);
    }
    case 'template': {
      const found = await lookup(question.apiVersion, question.kind);
      if (found === undefined) throw new Error(`the cluster has no schema of ${question.apiVersion} ${question.kind}`);
      return template(found.document, found.schema, question.apiVersion, question.kind, question.namespace);
    }
  }
}

self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  const { id, root, question } = data;
  let told: Told;
  try {
    told = { id, answer: await answer(question, lookupIn(sourceOf(root))) };
  } catch (cause) {
    told = { id, failure: cause instanceof Error ? cause.message : String(cause) };
  }
  self.postMessage(told);
};
