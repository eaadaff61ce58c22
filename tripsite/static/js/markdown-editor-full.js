// Lets the editor fill the window. Meanwhile nothing behind it can be reached, as behind a dialog; Escape or the same
// button leaves. Whether the text is saved is told below it, since that line stays behind. Where an on-screen keyboard covers a part of the window, the editor keeps to the rest.
class FullScreen extends HTMLElement {
  connectedCallback() {
    this.editor = this.closest("markdown-editor");
    this.button = this.querySelector("button");
    if (!this.editor || this.isSetUp) return;
    this.isSetUp = true;
    this.behind = [];
    this.button.addEventListener("click", () => this.set(!this.isFull));
    this.editor.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.isFull || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      this.set(false);
    });
    this.resized = () => this.editor.style.setProperty("--visible-height", `${window.visualViewport.height}px`);
  }

  disconnectedCallback() {
    if (this.isFull) this.set(false);
  }

  get isFull() {
    return this.editor.classList.contains("is-full");
  }

  set(isFull) {
    const area = this.editor.querySelector("textarea");
    // Its label stays behind, where it cannot be read.
    if (area.labels[0]) area.setAttribute("aria-label", area.labels[0].textContent.trim().replace(/:$/, ""));
    this.editor.classList.toggle("is-full", isFull);
    document.documentElement.classList.toggle("has-full-editor", isFull);
    this.button.setAttribute("aria-pressed", String(isFull));
    for (const element of this.behind) element.inert = false;
    this.behind = isFull ? around(this.editor) : [];
    for (const element of this.behind) element.inert = true;
    this.repeatWhatIsKept(isFull);
    if (isFull) {
      this.resized();
      window.visualViewport.addEventListener("resize", this.resized);
    } else {
      window.visualViewport.removeEventListener("resize", this.resized);
    }
    if (area.offsetParent) area.focus();
    if (!isFull) this.editor.scrollIntoView({ block: "nearest" });
  }

  repeatWhatIsKept(isFull) {
    const told = document.querySelector(".kept-status");
    const here = this.editor.querySelector("[data-kept]");
    this.watching?.disconnect();
    here.textContent = (isFull && told?.textContent) || "";
    if (!isFull || !told) return;
    this.watching = new MutationObserver(() => Object.assign(here, { textContent: told.textContent }));
    this.watching.observe(told, { childList: true, characterData: true, subtree: true });
  }
}

// Everything on the page that does not hold the editor.
function around(editor) {
  const others = [];
  for (let element = editor; element !== document.body; element = element.parentElement) {
    others.push(...[...element.parentElement.children].filter((other) => other !== element && !other.inert));
  }
  return others.filter((other) => !other.matches("script, style, link, template"));
}

customElements.define("full-screen", FullScreen);
