// The key “/” leads to the search: into its field where the page has one, else along the link inside this element.
// Not while somebody types or something lies open over the page, nor for who switched it off (key-switch.js).
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=menu]";
const OPEN = ".pswp, dialog[open], :popover-open";

class SearchKey extends HTMLElement {
  connectedCallback() {
    this.listener = (event) => this.press(event);
    document.addEventListener("keydown", this.listener);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
  }

  press(event) {
    const isTyping = event.target.closest?.(TYPING);
    const isCommand = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (event.key !== "/" || isTyping || isCommand || event.defaultPrevented) return;
    if (document.querySelector(OPEN) || document.documentElement.dataset.keys === "off") return;
    event.preventDefault();
    const field = document.querySelector("input[type=search]");
    if (field) field.select();
    else this.querySelector("a")?.click();
  }
}

customElements.define("search-key", SearchKey);
