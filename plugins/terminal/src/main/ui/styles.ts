/**
 * Lets a library that makes style elements work under a policy that allows none: while `run` runs, what it takes for style elements
 * writes into adopted style sheets. They go with the returned function.
 */
export function withAdoptedStyles(run: () => void): () => void {
  const sheets: CSSStyleSheet[] = [];
  const create = document.createElement;
  document.createElement = function (this: Document, name: string, options?: ElementCreationOptions): HTMLElement {
    return name.toLowerCase() === 'style' ? standIn(sheets) : create.call(document, name, options);
  } as typeof document.createElement;
  try {
    run();
  } finally {
    document.createElement = create;
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
  Object.defineProperty(element, 'sheet', { get: () => sheet });
  const appended = element.appendChild.bind(element);
  element.appendChild = (<T extends Node>(child: T): T => {
    if (child.nodeType === Node.TEXT_NODE) {
      text += child.textContent ?? '';
      sheet.replaceSync(text);
      return child;
    }
    return appended(child);
  }) as typeof element.appendChild;
  return element;
}
