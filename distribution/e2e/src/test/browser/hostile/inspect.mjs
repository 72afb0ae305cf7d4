// What a page must not show, however hostile what it shows is. Runs in the page.
import { END } from './payloads.mjs';

/** Before anything of the page runs: remembers what the policy stopped. */
export function watchPolicy() {
  window.stopped = [];
  document.addEventListener('securitypolicyviolation', (event) => window.stopped.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
}

/** What is wrong on the page now, as readable lines. */
export function faults(page) {
  return page.evaluate((end) => {
    const found = new Set();
    const name = (element) => `${element.tagName.toLowerCase()}.${String(element.className?.baseVal ?? element.className).slice(0, 60)}`;
    /** The innermost that reaches as far as anything. */
    const widest = (element) => {
      const right = (one) => one.getBoundingClientRect().right;
      const inside = [...element.querySelectorAll('*')];
      const far = Math.max(...inside.map(right));
      return inside
        .filter((one) => right(one) > far - 1)
        .map(name)
        .at(-1);
    };
    const short = (text) => JSON.stringify(text.slice(0, 60));
    const clips = (element) => getComputedStyle(element).overflowX !== 'visible';
    const inline = (element) => ['inline', 'contents'].includes(getComputedStyle(element).display);
    const isolates = (element) => !inline(element) || /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi) || element.tagName === 'BDI';

    // nothing runs
    if (window.taken !== undefined) found.add('a script of an object ran');
    if ({}.polluted !== undefined) found.add('the prototype of all objects was written');
    for (const line of window.stopped) found.add(`the policy had to stop: ${line}`);
    for (const element of document.querySelectorAll('*')) {
      for (const { name: attribute, value } of element.attributes) {
        if (attribute.startsWith('on')) found.add(`${name(element)} has ${attribute}`);
        const address = ['href', 'src', 'xlink:href', 'action', 'formaction', 'srcdoc', 'data', 'poster'].includes(attribute);
        if (address && !/^(https?:)?\/(?!\/)|^#|^https?:\/\/127\.0\.0\.1[:/]|^blob:/.test(value)) found.add(`${name(element)} leads to ${short(value)}`);
      }
      if (
        ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'MARQUEE', 'FORM', 'VIDEO', 'AUDIO', 'MATH'].includes(element.tagName) &&
        !(element.tagName === 'BASE' && element.parentElement === document.head)
      )
        found.add(`there is ${name(element)}`);
    }

    // nothing breaks the layout
    const LONG = 60;
    for (const element of [document.documentElement, document.body, document.querySelector('main')])
      if (element.scrollWidth > element.clientWidth + 1)
        found.add(`${name(element)} scrolls sideways: ${element.scrollWidth} in ${element.clientWidth}, by ${widest(element)}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.includes(end) && node.data.length < LONG) continue;
      const parent = node.parentElement;
      if (!parent.checkVisibility() || parent.closest('[aria-hidden=true], script, style')) continue;
      let block = parent;
      while (inline(block)) block = block.parentElement;
      if (!clips(block)) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = block.getBoundingClientRect();
        let clip = block;
        while (clip !== document.body && !clips(clip)) clip = clip.parentElement;
        // marks without a letter are wider than what is measured for them
        for (const rect of range.getClientRects())
          if (rect.width > 0 && (rect.right > box.right + 2 + box.width / 100 || rect.left < box.left - 2)) {
            found.add(`${name(block)} is too narrow for ${short(node.data)} (${Math.round(rect.right)} > ${Math.round(box.right)})`);
            break;
          }
      }
      // a text in another direction must not turn what stands around it
      if (node.data.includes(end) && /[\u202a-\u202e\u2066-\u2069\u0590-\u08ff]/.test(node.data) && !parent.closest('.cm-editor, pre, textarea')) {
        if (
          node.data
            .trimEnd()
            .slice(node.data.lastIndexOf(end) + 1)
            .trim() !== '' &&
          !node.data.includes('\u2068')
        )
          found.add(`${name(parent)}: not isolated in its sentence: ${short(node.data)}`);
        let own = parent;
        while (!isolates(own)) own = own.parentElement;
        if (own.textContent.trim() !== node.data.trim()) {
          const others = own.textContent.slice(own.textContent.indexOf(node.data) + node.data.length).trim();
          if (others !== '') found.add(`${name(parent)} in ${name(own)}: not isolated from ${short(others)}: ${short(node.data)}`);
        }
      }
    }
    // rows lie under each other
    for (const grid of document.querySelectorAll('[role=grid], table')) {
      const rows = [...grid.querySelectorAll('[role=row], tr')]
        .filter((row) => row.closest('[role=grid], table') === grid)
        // heads that are there for those alone who hear the page
        .filter((row) => getComputedStyle(row.closest('thead') ?? row).clipPath === 'none')
        .map((row) => row.getBoundingClientRect())
        .filter((box) => box.height > 0)
        .sort((a, b) => a.top - b.top);
      if (rows.some((box, at) => at > 0 && box.top < rows[at - 1].bottom - 2)) found.add(`${name(grid)}: rows overlap`);
    }
    return [...found];
  }, END);
}
