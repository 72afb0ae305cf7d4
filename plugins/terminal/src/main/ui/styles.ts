/**
 * Lets a library that makes style elements and style attributes work under a policy that allows none. What it takes for style elements
 * writes into adopted style sheets, what it sets as attributes goes into the element's style object.
 */
export interface Adopted {
  /** a document that a library may be given in place of the page's */
  readonly document: Document;
  /** while this runs, the page's own document behaves like that too */
  during(run: () => void): void;
  /** takes the style sheets back */
  dispose(): void;
}

export function adoptedStyles(): Adopted {
  const sheets: CSSStyleSheet[] = [];
  const create = Document.prototype.createElement;
  const make = (name: string, options?: ElementCreationOptions): HTMLElement =>
    name.toLowerCase() === 'style' ? standIn(sheets) : tolerant(create.call(document, name, options) as HTMLElement);
  const stand = new Proxy(document, {
    get(target, property) {
      if (property === 'createElement') return make;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    document: stand,
    during(run) {
      document.createElement = make as typeof document.createElement;
      try {
        run();
      } finally {
        Reflect.deleteProperty(document, 'createElement');
      }
    },
    dispose() {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => !sheets.includes(one));
    },
  };
}

/** Takes a style attribute as what it means. */
function tolerant(element: HTMLElement): HTMLElement {
  const set = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value;
    else set(name, value);
  };
  return element;
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
