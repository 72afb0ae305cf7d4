import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import styles from './CodeView.module.css';
import { compared, lasting, marked, readOnly, type Tell } from './extensions';
import type { CodeEditorProps } from './model';

const NO_MARKS = [] as const;

/**
 * CodeMirror in a shadow root of its own: there its style rules come as adopted style sheets, which the page's content security
 * policy allows. The colours are ours and reach into it as custom properties.
 */
export default function CodeView(props: CodeEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  const told = useRef(props.value);
  const latest = useRef(props);
  latest.current = props;
  const slots = useRef({ original: new Compartment(), readOnly: new Compartment() });

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told to it by the effects below
  useEffect(() => {
    const host = box.current!;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const tell: Tell = {
      props: () => latest.current,
      changed: (text) => {
        if (text === told.current) return;
        told.current = text;
        latest.current.onChange?.(text);
      },
    };
    const { original, readOnly: locked } = slots.current;
    const extensions: Extension[] = [lasting(props.label, tell), locked.of(readOnly(props.readOnly)), original.of(compared(props.original))];
    const view = new EditorView({ state: EditorState.create({ doc: props.value, extensions }), parent: root, root });
    editor.current = view;
    view.dispatch(marked(view.state, latest.current.marks ?? NO_MARKS));
    if (props.focused) view.focus();
    return () => {
      editor.current = undefined;
      view.destroy();
    };
  }, []);

  useEffect(() => {
    const view = editor.current;
    if (view === undefined || props.value === told.current) return;
    told.current = props.value;
    view.dispatch({ changes: smallestChange(view.state.doc.toString(), props.value) });
  }, [props.value]);
  useEffect(() => {
    editor.current?.dispatch({ effects: slots.current.original.reconfigure(compared(props.original)) });
  }, [props.original]);
  useEffect(() => {
    editor.current?.dispatch({ effects: slots.current.readOnly.reconfigure(readOnly(props.readOnly)) });
  }, [props.readOnly]);
  useEffect(() => {
    const view = editor.current;
    view?.dispatch(marked(view.state, props.marks ?? NO_MARKS));
  }, [props.marks]);
  useEffect(() => {
    const view = editor.current;
    if (view === undefined || props.jump === undefined) return;
    const anchor = Math.min(props.jump.offset, view.state.doc.length);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    view.focus();
  }, [props.jump]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the text must not reach the frame's shortcuts, which cannot see into a shadow root
    <div ref={box} className={styles.host} onKeyDown={(event) => !event.ctrlKey && !event.metaKey && event.nativeEvent.stopPropagation()} />
  );
}

/** Only what differs is replaced, so that cursor and folds stay. */
function smallestChange(before: string, after: string) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
