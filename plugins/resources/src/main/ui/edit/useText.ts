import { type Kind, useKinds } from '@fresnel/sdk';
import type { CodeAssistant, CodeMark } from '@fresnel/ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import { isHidden } from './model/object';
import type { Checked } from './schema/protocol';
import { schemas } from './schema/SchemaClient';
import { faultWords } from './words';

/** After the last key it takes so long until the text is looked at. */
const PAUSE = 200;

const NO_MARKS: readonly CodeMark[] = [];

export interface CheckedText {
  /** undefined until the text that stands there now has been read */
  readonly checked: Checked | undefined;
  readonly marks: readonly CodeMark[];
  /** why the cluster's schemas cannot be had */
  readonly failure: string | undefined;
}

/** Reads a text and holds it against the cluster's schemas, away from the page, again after each change. */
export function useChecked(cluster: string, text: string): CheckedText {
  const [state, setState] = useState<{ readonly text: string; readonly checked: Checked | undefined; readonly failure?: string }>();
  const first = useRef(true);
  useEffect(() => {
    let left = false;
    const timer = setTimeout(
      () => {
        schemas.check(cluster, text).then(
          (checked) => left || setState({ text, checked }),
          (cause: Error) => left || setState({ text, checked: undefined, failure: cause.message }),
        );
      },
      first.current ? 0 : PAUSE,
    );
    first.current = false;
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [cluster, text]);
  const marks = useMemo(() => (state?.checked === undefined ? NO_MARKS : marksOf(state.text, state.checked)), [state]);
  return { checked: state?.text === text ? state.checked : undefined, marks, failure: state?.failure };
}

function marksOf(text: string, { faults }: Checked): readonly CodeMark[] {
  return faults
    .filter((fault) => !isHidden(text.slice(fault.from, fault.to).replace(/^["']|["']$/g, '')))
    .map((fault) => ({ from: fault.from, to: fault.to, tone: fault.tone, text: faultWords(fault) }));
}

/** Completion and documentation by the cluster's schemas. What cannot be had is not said at every key. */
export function useAssistant(cluster: string): { readonly assistant: CodeAssistant; readonly kinds: readonly Kind[] } {
  const clusters = useMemo(() => [cluster], [cluster]);
  const { kinds = NO_KINDS } = useKinds(clusters);
  const assistant = useMemo<CodeAssistant>(() => {
    const names = kinds.map(({ resource, group, version, versions = [version], kind, namespaced }) => ({
      resource,
      group,
      version,
      versions,
      kind,
      namespaced,
    }));
    return {
      complete: (text, offset) => schemas.complete(cluster, text, offset, names).catch(() => undefined),
      explain: (text, offset) => schemas.explain(cluster, text, offset).catch(() => undefined),
    };
  }, [cluster, kinds]);
  return { assistant, kinds };
}

const NO_KINDS: readonly Kind[] = [];

/** The documentation of the field that the cursor is in, for those who use no pointer. */
export function useFieldWords(cluster: string, text: string, offset: number): { readonly title: string; readonly text: string } | undefined {
  const [words, setWords] = useState<{ readonly title: string; readonly text: string }>();
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    let left = false;
    const timer = setTimeout(() => {
      schemas.explain(cluster, latest.current, offset).then(
        (found) => left || setWords(found),
        () => left || setWords(undefined),
      );
    }, PAUSE);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [cluster, offset]);
  return words;
}
