import type { Terminal } from '@xterm/xterm';

/** What of xterm's inside writes style attributes, which the page's policy refuses: colours that are none of the sixteen. */
interface Inside {
  readonly _core?: {
    readonly _renderService?: {
      readonly _renderer?: { readonly value?: { readonly _rowFactory?: { _addStyle?: (element: HTMLElement, css: string) => void } } };
    };
  };
}

/**
 * Opens a terminal under a policy that allows neither style elements nor style attributes: what it takes for style elements writes into
 * adopted style sheets, what it sets as attributes goes into the element's style object. Returns what takes the style sheets back.
 */
export function openStyled(terminal: Terminal, place: HTMLElement): () => void {
  const sheets: CSSStyleSheet[] = [];
  const create = Document.prototype.createElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) =>
    name.toLowerCase() === 'style' ? standIn(sheets) : create.call(document, name, options)) as typeof document.createElement;
  try {
    terminal.open(place);
  } finally {
    Reflect.deleteProperty(document, 'createElement');
  }
  const rows = (terminal as unknown as Inside)._core?._renderService?._renderer?.value?._rowFactory;
  if (rows !== undefined) {
    rows._addStyle = (element, css) => {
      element.style.cssText += css;
    };
  }
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => !sheets.includes(one));
  };
}

/** Looks like a style element to who writes its text. */
function standIn(sheets: CSSStyleSheet[]): HTMLElement {
  const sheet = new CSSStyleSheet();
  sheets.push(sheet);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const element = document.createElementNS('http://www.w3.org/1999/xhtml', 'fr-style') as HTMLElement;
  element.hidden = true;
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: (value: string) => {
      text = value;
      sheet.replaceSync(value);
    },
  });
  return element;
}
