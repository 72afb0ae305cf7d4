// What a person could not reach on a page: what lies beside the window, is cut off, or lies under something else. Runs in the page.

/** Links, buttons and fields that cannot be clicked where they stand, as readable lines. */
export function unreachable(page) {
  return page.evaluate(() => {
    const scope = [...document.querySelectorAll('dialog[open], [role=dialog][aria-modal=true]')].at(-1) ?? document.body;
    const name = (element) => `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
    const scrolls = (style, axis) => /auto|scroll/.test(axis === 'x' ? style.overflowX : style.overflowY);
    const found = new Set();
    for (const element of scope.querySelectorAll('a[href], button, input, select, textarea, [role=menuitem], [role=tab], [role=option]')) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest('[inert], [aria-hidden=true]')) continue;
      const box = element.getBoundingClientRect();
      // what is there for those alone who hear the page, and fields that another element draws
      if (box.width < 4 || box.height < 4 || getComputedStyle(element).opacity === '0') continue;
      let away = false;
      for (let around = element.parentElement; around && !away; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (style.clipPath !== 'none' || style.position === 'fixed') break;
        const edge = around.getBoundingClientRect();
        const beside = box.left < edge.left - 1 || box.right > edge.right + 1;
        const below = box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
        if ((beside && scrolls(style, 'x')) || (below && scrolls(style, 'y'))) away = true;
        else if (beside && style.overflowX !== 'visible') found.add(`${name(element)} is cut off: ${Math.round(box.right)} > ${Math.round(edge.right)}`);
      }
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      if (away || y < 0 || y > innerHeight) continue;
      if (box.left < -1 || box.right > innerWidth + 1)
        found.add(`${name(element)} lies beside the window: ${Math.round(box.left)} to ${Math.round(box.right)}`);
      const top = document.elementFromPoint(x, y);
      const label = element.closest('label') ?? (element.id ? document.querySelector(`label[for="${CSS.escape(element.id)}"]`) : null);
      const own = top && (element.contains(top) || top.contains(element) || label?.contains(top));
      // what floats goes away again
      const floats = top?.closest(
        '[role=tooltip], [role=dialog], [role=menu], [role=listbox], [role=toolbar], [class*=Popup-module-panel], [class*=veil], nav',
      );
      if (!own && top && !(floats && !floats.contains(element)))
        found.add(`${name(element)} lies under ${top.tagName.toLowerCase()}.${String(top.className?.baseVal ?? top.className).slice(0, 50)}`);
    }
    return [...found];
  });
}
