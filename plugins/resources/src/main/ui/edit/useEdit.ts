import { getJson, type Kind, type KubeObject, type ObjectRef, type Problem, problemOf } from '@fresnel/sdk';
import { type CodeMark, yamlText } from '@fresnel/ui';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Merge, threeWay } from './model/merge';
import { editable } from './model/object';
import { fieldSteps, type Path, pathText } from './model/path';
import { type Edit, MANAGER, type Review, review, save } from './model/save';
import { type Change, type Data, isData, placesOf, same, withValue } from './model/tree';
import type { Hints, TextChange } from './schema/protocol';
import { schemas } from './schema/SchemaClient';
import { type CheckedText, useChecked } from './useText';

export type Outcome =
  | { readonly state: 'idle' }
  | { readonly state: 'busy'; readonly doing: 'review' | 'save' }
  | { readonly state: 'reviewed'; readonly review: Review }
  | { readonly state: 'failed'; readonly problem: Problem; readonly doing: 'review' | 'save' }
  | { readonly state: 'saved'; readonly warnings: readonly string[] };

const IDLE: Outcome = { state: 'idle' };

/** What one edits: the text, what it changes, what others change meanwhile, and what the API server says to it. */
export interface Editing {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly checked: CheckedText;
  readonly marks: readonly CodeMark[];
  readonly base: Data;
  readonly mine: Data | undefined;
  readonly changed: boolean;
  readonly merge: Merge;
  readonly decisions: Edit['decisions'];
  readonly decide: (decisions: Edit['decisions']) => void;
  readonly outcome: Outcome;
  readonly review: () => void;
  readonly save: () => void;
  readonly discard: () => void;
  /** writes what others changed into the text */
  readonly bringIn: () => void;
  /** changes a field of the text, as a form does */
  readonly setField: (path: Path, value: unknown) => void;
  readonly onlyUnchanged: boolean;
  readonly setOnlyUnchanged: (on: boolean) => void;
}

const NO_MERGE: Merge = { mine: [], theirs: [], clashes: [] };
const NO_HINTS: Hints = {};

export function useEdit(of: ObjectRef, kind: Kind, object: KubeObject, manager: string): Editing {
  const live = useStable(editable(object));
  const [base, setBase] = useState(live);
  const [version, setVersion] = useState(object.metadata.resourceVersion as string | undefined);
  const [text, setText] = useState(() => yamlText(live));
  const [untouched, setUntouched] = useState(text);
  const [decisions, setDecisions] = useState<Edit['decisions']>({});
  const [outcome, setOutcome] = useState<Outcome>(IDLE);
  const [refused, setRefused] = useState<readonly CodeMark[]>([]);
  const [onlyUnchanged, setOnlyUnchanged] = useState(false);
  const [hints, setHints] = useState<Hints>(NO_HINTS);
  const checked = useChecked(of.cluster, text);
  const document = checked.checked?.documents[0];
  const last = useRef<Data>(undefined);
  if (document !== undefined && isData(document.value)) last.current = document.value;
  const mine = text === untouched ? base : last.current;
  const changed = text !== untouched;
  const working = useRef<AbortController>(undefined);
  useEffect(() => () => working.current?.abort(), []);

  const begin = useCallback((from: Data, at: string | undefined) => {
    const fresh = yamlText(from);
    setBase(from);
    setVersion(at);
    setText(fresh);
    setUntouched(fresh);
    setDecisions({});
    setRefused([]);
  }, []);

  // While nothing is typed the text follows the cluster.
  useEffect(() => {
    if (!changed && !same(base, live)) begin(live, object.metadata.resourceVersion as string | undefined);
  }, [changed, base, live, begin, object]);

  useEffect(() => {
    if (!changed || mine === undefined) return undefined;
    let left = false;
    schemas.hints(of.cluster, String(base.apiVersion), String(base.kind), [base, mine, live]).then(
      (found) => left || setHints((before) => (same(before, found) ? before : found)),
      () => left || setHints(NO_HINTS),
    );
    return () => {
      left = true;
    };
  }, [of.cluster, base, mine, live, changed]);

  const merge = useMemo(() => (changed && mine !== undefined ? threeWay(base, mine, live, hints) : NO_MERGE), [changed, base, mine, live, hints]);
  const edit = (known: Hints, decided: Edit['decisions']): Edit => {
    const guard = onlyUnchanged && version !== undefined ? { onlyVersion: version } : {};
    return { of, kind, base, mine: mine!, hints: known, manager, decisions: decided, ...guard };
  };

  const run = (doing: 'review' | 'save', decided = decisions) => {
    if (mine === undefined || document === undefined) return;
    working.current?.abort();
    const controller = new AbortController();
    working.current = controller;
    setOutcome({ state: 'busy', doing });
    setRefused([]);
    // How lists merge must be known before anything is written: without it a whole list would be taken over.
    const work = schemas
      .hints(of.cluster, String(base.apiVersion), String(base.kind), [base, mine, live])
      .then((known) => (doing === 'review' ? review(edit(known, decided), controller.signal) : save(edit(known, decided), controller.signal)));
    work.then(
      (answer) => {
        if (controller.signal.aborted) return;
        if (answer.state !== 'saved') {
          setOutcome({ state: 'reviewed', review: answer });
          return;
        }
        const after = of.resource === 'secrets' ? live : editable(answer.object);
        begin(after, answer.object.metadata.resourceVersion as string | undefined);
        setOutcome({ state: 'saved', warnings: answer.warnings });
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        setOutcome({ state: 'failed', problem: problemOf(cause), doing });
        refusedMarks(of.cluster, text, 0, cause).then(setRefused, () => undefined);
      },
    );
  };

  const change = (next: string) => {
    if (next === text) return;
    setText(next);
    setRefused([]);
    if (outcome.state !== 'idle') setOutcome(IDLE);
  };
  const newest = useRef(text);
  newest.current = text;
  const rewrite = (changes: readonly TextChange[], done?: () => void) => {
    schemas.rewrite(of.cluster, newest.current, 0, changes).then(
      (next) => {
        change(next);
        done?.();
      },
      (cause: unknown) => setOutcome({ state: 'failed', problem: problemOf(cause), doing: 'review' }),
    );
  };
  const bringIn = () => {
    if (mine === undefined) return;
    const left = merge.clashes.filter((clash) => decisions[clash.id] !== 'theirs').map((clash) => clash.theirs);
    const taken = merge.theirs.filter((one) => !left.includes(one));
    rewrite(textChanges(mine, taken), () => setBase(taken.reduce<unknown>((here, one) => withValue(here, one.path, one.after), base) as Data));
  };
  return {
    text,
    setText: change,
    checked,
    marks: refused.length === 0 ? checked.marks : [...checked.marks, ...refused],
    base,
    mine,
    changed,
    merge,
    decisions,
    decide: (more) => {
      const next = { ...decisions, ...more };
      setDecisions(next);
      if (outcome.state !== 'reviewed') return;
      // The last open one decided: what the API server says to it is the next thing to know.
      const asked = outcome.review.state === 'conflicts' ? outcome.review.conflicts : [];
      if (asked.every((one) => next[one.id] !== undefined)) run('review', next);
    },
    outcome,
    review: () => run('review'),
    save: () => run('save'),
    discard: () => {
      working.current?.abort();
      begin(live, object.metadata.resourceVersion as string | undefined);
      setOutcome(IDLE);
    },
    bringIn,
    setField: (path, value) => mine && rewrite([{ path: placesOf(mine, path), value }]),
    onlyUnchanged,
    setOnlyUnchanged,
  };
}

/** The same object again while it says the same: what the server writes about itself ten times a second draws nothing anew. */
function useStable(value: Data): Data {
  const kept = useRef(value);
  if (!same(kept.current, value)) kept.current = value;
  return kept.current;
}

/** Places move while changes are written: each is told of the text as those before leave it. */
export function textChanges(mine: unknown, wanted: readonly Change[]): readonly TextChange[] {
  let here = mine;
  return wanted.map(({ path, after }) => {
    const change = { path: placesOf(here, path), value: after };
    here = withValue(here, path, after);
    return change;
  });
}

/** Where in the text the API server's refusal points to. */
export async function refusedMarks(cluster: string, text: string, document: number, cause: unknown): Promise<readonly CodeMark[]> {
  const causes = (cause as { readonly causes?: readonly { readonly field: string; readonly message: string }[] }).causes ?? [];
  const fields = causes.filter((one) => one.field !== '').map((one) => ({ steps: fieldSteps(one.field), text: one.message }));
  const { detail } = problemOf(cause);
  const strict = [...detail.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g), ...detail.matchAll(/(\.\S+): field not declared in schema/g)];
  const found = [...fields, ...strict.map((match) => ({ steps: fieldSteps(match[1]!), text: match[0] }))];
  if (found.length === 0) return [];
  const ranges = await schemas.locate(
    cluster,
    text,
    document,
    found.map((one) => one.steps),
  );
  return found.map((one, index) => ({ from: ranges[index]![0], to: ranges[index]![1], tone: 'error', text: one.text }));
}

/** The field manager that we write as: people who share a server are told apart, so that nobody undoes what another applied. */
export function useManager(): string {
  const [manager, setManager] = useState(MANAGER);
  useEffect(() => {
    const left = new AbortController();
    getJson<{ readonly name: string; readonly local: boolean }>('/api/v1/me', left.signal).then(
      (me) => setManager(me.local ? MANAGER : `${MANAGER}:${me.name}`.slice(0, 128)),
      () => undefined,
    );
    return () => left.abort();
  }, []);
  return manager;
}

export const nameOf = (change: Change) => pathText(change.path);
