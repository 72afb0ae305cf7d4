/** Something to say about a part of the text. */
export interface CodeMark {
  readonly from: number;
  readonly to: number;
  readonly tone: 'error' | 'warning' | 'info';
  readonly text: string;
}

export interface CodeCompletion {
  readonly label: string;
  /** what is written in its place; default the label */
  readonly insert?: string;
  /** short, at the end of its line */
  readonly detail?: string;
  /** the documentation of the one that is chosen */
  readonly info?: string;
  readonly kind?: 'property' | 'enum' | 'constant' | 'type';
  /** higher stands further up */
  readonly boost?: number;
}

export interface CodeCompletions {
  /** where the word that is completed begins */
  readonly from: number;
  readonly options: readonly CodeCompletion[];
}

export interface CodeExplanation {
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly text: string;
}

/** Who knows what may stand where; asked with the whole text and a place in it. */
export interface CodeAssistant {
  complete(text: string, offset: number): Promise<CodeCompletions | undefined>;
  explain(text: string, offset: number): Promise<CodeExplanation | undefined>;
}

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange?: (text: string) => void;
  /** the cursor has moved there */
  readonly onCursor?: (offset: number) => void;
  readonly readOnly?: boolean;
  readonly marks?: readonly CodeMark[];
  readonly assistant?: CodeAssistant;
  /** shows what differs from this text, and folds the rest */
  readonly original?: string;
  /** Ctrl/⌘ S, Ctrl/⌘ Enter */
  readonly onSubmit?: () => void;
  /** has the focus at once */
  readonly focused?: boolean;
  /** goes there, again whenever it is another value */
  readonly jump?: { readonly offset: number } | undefined;
}
