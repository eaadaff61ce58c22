"""What is wrong with how a page lies there: measured in the browser, told in words."""

from playwright.sync_api import Page

# The longest comfortable line, in widths of "0"; letters are narrower, so this is some 85 of them.
MEASURE = 75

_SURVEY = """(measure) => {
  const found = new Set();
  const named = (element) => {
    const name = element.tagName.toLowerCase() + (element.className && element.className.baseVal === undefined
      ? "." + element.className.trim().split(/\\s+/).join(".") : "");
    return `${name} “${element.textContent.trim().replace(/\\s+/g, " ").slice(0, 30)}”`;
  };
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  if (wide > width) found.add(`the page is ${wide} px wide in ${width}`);

  // What is hidden, or drawn on a ground of its own that is moved about, has no place on the page.
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !element.closest(".pswp, .leaflet-container");
  const isClipped = (element) => {
    for (let around = element; around; around = around.parentElement) {
      if (getComputedStyle(around).clipPath !== "none") return true;
    }
    return false;
  };
  const scrolls = (element) => {
    for (let around = element; around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== "visible") return true;
    }
    return false;
  };
  const shown = [...document.body.querySelectorAll("*")].filter((element) => isShown(element) && !isClipped(element));

  const rulers = new Map();
  const zero = (element) => {
    const { font } = getComputedStyle(element);
    if (!rulers.has(font)) {
      const ruler = element.appendChild(document.createElement("span"));
      ruler.textContent = "0".repeat(50);
      ruler.style.whiteSpace = "nowrap";
      rulers.set(font, ruler.getBoundingClientRect().width / 50);
      ruler.remove();
    }
    return rulers.get(font);
  };

  for (const element of shown) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if ((box.left < -1 || box.right > width + 1) && !scrolls(element)) {
      found.add(`out of the window (${Math.round(box.left)} to ${Math.round(box.right)}): ${named(element)}`);
    }
    const style = getComputedStyle(element);
    const cutsOff = /hidden|clip/.test(style.overflowX + style.overflowY) && element.textContent.trim();
    if (cutsOff && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
      found.add(`cut off: ${named(element)}`);
    }
    if (element.matches("p, li, dd, blockquote, figcaption, .standfirst")) {
      const lines = new Set();
      let longest = 0;
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const line of range.getClientRects()) {
          lines.add(Math.round(line.top));
          longest = Math.max(longest, line.width);
        }
      }
      const length = Math.round(longest / zero(element));
      if (lines.size > 1 && length > measure) found.add(`${length} characters in a line: ${named(element)}`);
    }
  }

  const meet = (one, other, slack) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > slack
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > slack;
  const kinds = "a[href], button, input:not([type=hidden]), select, summary";
  const targets = shown.filter((element) => element.matches(kinds));
  const parts = targets.map((element) => [...element.getClientRects()]);
  targets.forEach((one, number) => targets.slice(number + 1).forEach((other, further) => {
    if (one.contains(other) || other.contains(one)) return;
    const others = parts[number + 1 + further];
    if (parts[number].some((part) => others.some((theirs) => meet(part, theirs, 1)))) {
      found.add(`targets overlap: ${named(one)} and ${named(other)}`);
    }
  }));

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode } = walker;
    const { parentElement } = currentNode;
    if (!currentNode.data.trim() || !shown.includes(parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(currentNode);
    for (const box of range.getClientRects()) {
      // Letters fill the middle of their line.
      const [top, bottom] = [box.top + box.height / 4, box.bottom - box.height / 4];
      texts.push([parentElement, { left: box.left, right: box.right, top, bottom }]);
    }
  }
  texts.forEach(([one, box], number) => {
    for (const [other, theirs] of texts.slice(number + 1)) {
      if (one !== other && meet(box, theirs, 2)) found.add(`words overlap: ${named(one)} and ${named(other)}`);
    }
  });
  return [...found];
}"""


def faults(page: Page) -> list[str]:
    """Return what lies outside the window, is cut off, overlaps, or has lines too long to read."""
    found: list[str] = page.evaluate(_SURVEY, MEASURE)
    return found
