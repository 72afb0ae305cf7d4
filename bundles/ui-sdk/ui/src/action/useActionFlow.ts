import {
  type ActionInput,
  type ActionPlan,
  type ActionResult,
  type ActionSuggestion,
  type ActionTarget,
  applyAction,
  type OfferedAction,
  type Problem,
  planChanged,
  previewAction,
  problemOf,
  suggestInput,
} from '@fresnel/sdk';
import { useEffect, useMemo, useRef, useState } from 'react';
import { beginning, unfit } from './input';

export type Phase = 'asking' | 'running' | 'ended';

export interface ActionFlowState {
  readonly phase: Phase;
  readonly input: ActionInput;
  /** whether it is known what the form begins with; nothing is typed before */
  readonly begun: boolean;
  readonly options: ActionSuggestion['options'];
  readonly setInput: (input: ActionInput) => void;
  /** fields that do not fit, by name */
  readonly wrong: Readonly<Record<string, string>>;
  /** undefined while it is being looked at */
  readonly plans: readonly ActionPlan[] | undefined;
  readonly looking: boolean;
  readonly problem: Problem | undefined;
  /** the objects changed between the preview and the click */
  readonly again: boolean;
  /** latest word on each object, by key of its target */
  readonly results: ReadonlyMap<string, ActionResult>;
  readonly cancelled: boolean;
  readonly apply: () => void;
  readonly cancel: () => void;
}

const NO_OPTIONS: ActionSuggestion['options'] = {};
const WHILE_TYPING = 350;

export function keyOf({ cluster, resource, namespace, name }: ActionTarget): string {
  return [cluster, resource, namespace ?? '', name].join('/');
}

/**
 * The way of one action: what the form says is previewed as it changes; what was previewed can be applied, watched and cancelled.
 *
 * @param given what the form begins with, in place of what the server suggests
 */
export function useActionFlow(action: OfferedAction, refs: readonly ActionTarget[], onDone: (() => void) | undefined, given?: ActionInput): ActionFlowState {
  const [begun, setBegun] = useState<ActionSuggestion | undefined>(action.fields.length === 0 ? { input: {}, options: NO_OPTIONS } : undefined);
  const [typed, setTyped] = useState<ActionInput | undefined>(given);
  const [shown, setShown] = useState<{ readonly of: string; readonly plans?: readonly ActionPlan[]; readonly problem?: Problem }>();
  const [round, setRound] = useState(0);
  const [again, setAgain] = useState(false);
  const [phase, setPhase] = useState<Phase>('asking');
  const [results, setResults] = useState<ReadonlyMap<string, ActionResult>>(new Map());
  const [cancelled, setCancelled] = useState(false);
  const running = useRef<AbortController>(undefined);
  const targets = useMemo(() => refs, [refs]);

  useEffect(() => {
    if (begun !== undefined) return undefined;
    const leaving = new AbortController();
    suggestInput(action, targets, leaving.signal).then(setBegun, () => leaving.signal.aborted || setBegun({ input: {}, options: NO_OPTIONS }));
    return () => leaving.abort();
  }, [action, targets, begun]);

  const input = useMemo(() => typed ?? beginning(action.fields, begun?.input ?? {}), [typed, action, begun]);
  const wrong = useMemo(() => unfit(action.fields, input), [action, input]);
  const fits = begun !== undefined && Object.keys(wrong).length === 0;
  const question = JSON.stringify([input, round]);

  useEffect(() => {
    if (!fits || phase !== 'asking') return undefined;
    const leaving = new AbortController();
    const timer = setTimeout(
      () => {
        previewAction(action, targets, (JSON.parse(question) as [ActionInput])[0], leaving.signal).then(
          (plans) => setShown({ of: question, plans }),
          (cause: unknown) => leaving.signal.aborted || setShown({ of: question, problem: problemOf(cause) }),
        );
      },
      typed === undefined ? 0 : WHILE_TYPING,
    );
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [action, targets, question, fits, phase, typed]);
  useEffect(() => () => running.current?.abort(), []);

  const fresh = shown?.of === question ? shown : undefined;
  const apply = () => {
    const plans = fresh?.plans;
    if (plans === undefined) return;
    const run = new AbortController();
    running.current = run;
    setAgain(false);
    setResults(new Map());
    setPhase('running');
    applyAction(action, targets, input, plans, (result) => setResults((before) => new Map(before).set(keyOf(result.target), result)), run.signal).then(
      () => {
        setPhase('ended');
        onDone?.();
      },
      (cause: unknown) => {
        const problem = problemOf(cause);
        if (planChanged(problem)) {
          setAgain(true);
          setRound((before) => before + 1);
          setPhase('asking');
          return;
        }
        setCancelled(run.signal.aborted);
        if (!run.signal.aborted) setShown({ of: question, plans, problem });
        setPhase('ended');
        onDone?.();
      },
    );
  };
  return {
    phase,
    input,
    begun: begun !== undefined,
    options: begun?.options ?? NO_OPTIONS,
    setInput: setTyped,
    wrong,
    plans: phase === 'asking' ? fresh?.plans : shown?.plans,
    looking: begun === undefined || (fits && fresh === undefined),
    problem: fresh?.problem,
    again,
    results,
    cancelled,
    apply,
    cancel: () => running.current?.abort(),
  };
}
