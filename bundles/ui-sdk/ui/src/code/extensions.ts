import { autocompletion, type Completion, type CompletionContext, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { unifiedMergeView } from '@codemirror/merge';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, type TransactionSpec } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  rectangularSelection,
  type Tooltip,
} from '@codemirror/view';
import { colours, look } from './look';
import type { CodeCompletion, CodeEditorProps, CodeExplanation, CodeMark } from './model';
import { phrases } from './phrases';

/** How the editor speaks to the page: always with the page's latest words. */
export interface Tell {
  readonly props: () => CodeEditorProps;
  readonly changed: (text: string) => void;
}

/** Everything that does not change while the editor is open. */
export function lasting(label: string, tell: Tell): Extension {
  const submit = () => {
    tell.props().onSubmit?.();
    return tell.props().onSubmit !== undefined;
  };
  return [
    EditorState.phrases.of(phrases()),
    EditorState.tabSize.of(2),
    EditorState.allowMultipleSelections.of(true),
    indentUnit.of('  '),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off', translate: 'no' }),
    keymap.of([
      { key: 'Mod-s', run: submit, preventDefault: true },
      { key: 'Mod-Enter', run: submit, preventDefault: true },
    ]),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...lintKeymap, ...foldKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
    lineNumbers(),
    foldGutter(),
    codeFolding(),
    history(),
    drawSelection(),
    rectangularSelection(),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    lintGutter(),
    yaml(),
    syntaxHighlighting(colours),
    look,
    autocompletion({ override: [(context) => completions(context, tell)], icons: false, maxRenderedOptions: 200 }),
    hoverTooltip((view, offset) => explanation(view, offset, tell), { hoverTime: 350 }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) tell.changed(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) tell.props().onCursor?.(update.state.selection.main.head);
    }),
  ];
}

export function readOnly(locked: boolean | undefined): Extension {
  if (!locked) return [];
  return [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ 'aria-readonly': 'true' })];
}

/** What differs from another text, in one column; unchanged parts are folded. */
export function compared(original: string | undefined): Extension {
  if (original === undefined) return [];
  return unifiedMergeView({ original, mergeControls: false, gutter: true, highlightChanges: true, collapseUnchanged: { margin: 3, minSize: 6 } });
}

export function marked(state: EditorState, marks: readonly CodeMark[]): TransactionSpec {
  const { length } = state.doc;
  const diagnostics = marks.map((mark): Diagnostic => {
    const from = Math.min(mark.from, length);
    return { from, to: Math.max(from, Math.min(mark.to, length)), severity: mark.tone, message: mark.text };
  });
  return setDiagnostics(state, diagnostics);
}

async function completions(context: CompletionContext, tell: Tell) {
  const { assistant } = tell.props();
  if (assistant === undefined) return null;
  const word = context.matchBefore(/[^\s]+/);
  const lineStart = context.state.doc.lineAt(context.pos).from;
  const blank = context.state.sliceDoc(lineStart, context.pos).trim() === '';
  if (word === null && blank && !context.explicit) return null;
  const found = await assistant.complete(context.state.doc.toString(), context.pos);
  if (found === undefined || context.aborted || found.options.length === 0) return null;
  return { from: found.from, options: found.options.map(option), validFor: /^[\w./-]*$/ };
}

function option(one: CodeCompletion): Completion {
  return {
    label: one.label,
    apply: one.insert ?? one.label,
    ...(one.detail === undefined ? {} : { detail: one.detail }),
    ...(one.info === undefined ? {} : { info: one.info }),
    ...(one.kind === undefined ? {} : { type: one.kind }),
    ...(one.boost === undefined ? {} : { boost: one.boost }),
  };
}

async function explanation(view: EditorView, offset: number, tell: Tell): Promise<Tooltip | null> {
  const found = await tell.props().assistant?.explain(view.state.doc.toString(), offset);
  if (found === undefined) return null;
  return { pos: found.from, end: found.to, above: true, create: () => ({ dom: sheet(found) }) };
}

/** Words of strangers: text alone, never markup. */
function sheet({ title, text }: CodeExplanation): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-explanation';
  const head = dom.appendChild(document.createElement('b'));
  head.textContent = title;
  const body = dom.appendChild(document.createElement('p'));
  body.textContent = text;
  return dom;
}
