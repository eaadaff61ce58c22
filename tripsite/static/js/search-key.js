// The key “/” leads to the search: into its field where the page has one, else along the link inside this element.
class SearchKey extends HTMLElement {
  connectedCallback() {
    this.listener = (event) => this.press(event);
    document.addEventListener("keydown", this.listener);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
  }

  press(event) {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    const isCommand = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (event.key !== "/" || isTyping || isCommand || event.defaultPrevented) return;
    event.preventDefault();
    const field = document.querySelector("input[type=search]");
    if (field) field.select();
    else this.querySelector("a")?.click();
  }
}

customElements.define("search-key", SearchKey);
