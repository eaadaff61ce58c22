// The arrow keys lead from day to day, along the links inside this element: to another page, or to a day of this one.
// Arrows rather than letters, since dictation and switch software may send letters; key-switch.js switches them off.
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=menu]";
const OWN_USE = `${TYPING}, [role=region], audio, video`;
const OPEN = ".pswp, dialog[open], :popover-open";

class DayKeys extends HTMLElement {
  connectedCallback() {
    this.listener = (event) => this.press(event);
    document.addEventListener("keydown", this.listener);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
  }

  press(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const hasOwnUse = event.target.closest?.(OWN_USE);
    const isCommand = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing;
    if (!step || hasOwnUse || isCommand || event.defaultPrevented) return;
    if (document.querySelector(OPEN) || document.documentElement.dataset.keys === "off") return;
    const isRightToLeft = getComputedStyle(this).direction === "rtl";
    const links = [...this.querySelectorAll("a")];
    const link = links[this.here(links) + (isRightToLeft ? -step : step)];
    if (!link) return;
    event.preventDefault();
    link.click();
  }

  // The place in the line of the day being read: marked on a day's own page, else the last one scrolled to; -1 before.
  here(links) {
    const marked = links.findIndex((link) => link.hasAttribute("aria-current"));
    if (marked >= 0) return marked;
    const line = window.innerHeight / 4;
    return links.findLastIndex((link) => {
      const day = link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      return day && day.getBoundingClientRect().top <= line;
    });
  }
}

customElements.define("day-keys", DayKeys);
