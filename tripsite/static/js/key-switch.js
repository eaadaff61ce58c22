// Lets a reader switch off the keys that do something on their own, as WCAG 2.1.4 asks: dictation and trembling hands
// press them by mistake. What was chosen is kept in this browser; where that is forbidden it holds for the page. The
// elements that listen to keys look at the document: data-keys="off".
const CHOICE = "keys";

class KeySwitch extends HTMLElement {
  connectedCallback() {
    const { label } = this.dataset;
    this.button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    this.button.setAttribute("role", "switch");
    this.button.addEventListener("click", () => this.choose(this.isOff ? "on" : "off"));
    this.replaceChildren(this.button);
    this.show(stored());
    // Another window of this site.
    this.changed = (event) => event.key === CHOICE && this.show(event.newValue);
    window.addEventListener("storage", this.changed);
  }

  disconnectedCallback() {
    window.removeEventListener("storage", this.changed);
  }

  get isOff() {
    return document.documentElement.dataset.keys === "off";
  }

  choose(choice) {
    try {
      localStorage.setItem(CHOICE, choice);
    } catch {
      // Kept for this page alone.
    }
    this.show(choice);
  }

  show(choice) {
    document.documentElement.dataset.keys = choice === "off" ? "off" : "on";
    this.button.setAttribute("aria-checked", String(!this.isOff));
  }
}

function stored() {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
}

customElements.define("key-switch", KeySwitch);
