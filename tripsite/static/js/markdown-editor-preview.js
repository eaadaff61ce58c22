// Shows the text as readers will see it, made by the server's own renderer: beside the text where there is room for
// both, else in its place. What is typed is followed a moment later, at the same part of the text.
const PAUSE = 350;
const WIDE = 800;
const LONGEST = 200_000;
const REMEMBERED = "preview-beside-text";
const OFFLINE = "The preview is not available offline. What you write here is not affected.";
const LOGGED_OUT = "You are logged out: log in again in another window to see the preview. Your text is still here.";

class TextPreview extends HTMLElement {
  connectedCallback() {
    this.editor = this.closest("markdown-editor");
    this.area = this.editor?.querySelector("textarea");
    if (!this.area || this.isSetUp) return;
    this.isSetUp = true;
    this.page = Object.assign(document.createElement("div"), { className: "preview-page" });
    this.trouble = Object.assign(document.createElement("p"), { className: "preview-trouble" });
    this.trouble.setAttribute("role", "status");
    this.append(this.trouble, this.page);
    this.setUpTabs();
    this.toggle = this.editor.querySelector("[data-view=beside]");
    this.toggle.addEventListener("click", () => this.keep(this.hidden));
    this.area.addEventListener("input", () => this.refreshSoon());
    this.area.addEventListener("scroll", () => this.follow(), { passive: true });
    window.addEventListener("online", () => this.refreshSoon());
    new ResizeObserver(() => this.fit()).observe(this.editor);
  }

  setUpTabs() {
    this.write = this.editor.querySelector(".editor-write");
    this.tabs = [...this.editor.querySelectorAll("[role=tab]")];
    for (const [number, panel] of [this.write, this].entries()) {
      panel.id = `${this.area.id}-${this.tabs[number].dataset.view}`;
      this.tabs[number].setAttribute("aria-controls", panel.id);
    }
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => this.show(tab.dataset.view === "preview"));
      tab.addEventListener("keydown", (event) => {
        if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
        event.preventDefault();
        const other = this.tabs.find((each) => each !== tab);
        other.click();
        other.focus();
      });
    }
  }

  // From wide to narrow the text stays; from narrow to wide the preview is as it was left there.
  fit() {
    const isWide = this.editor.clientWidth >= WIDE;
    if (isWide === this.isWide) return;
    this.isWide = isWide;
    this.editor.classList.toggle("is-wide", isWide);
    this.setAttribute("role", isWide ? "region" : "tabpanel");
    if (isWide) this.write.removeAttribute("role");
    else this.write.setAttribute("role", "tabpanel");
    this.write.toggleAttribute("aria-label", false);
    if (!isWide) this.write.setAttribute("aria-label", "Text");
    this.show(isWide && recall());
  }

  keep(isShown) {
    try {
      localStorage.setItem(REMEMBERED, isShown ? "yes" : "no");
    } catch {
      // A browser that keeps nothing shows it all the same.
    }
    this.show(isShown);
  }

  show(isShown) {
    this.hidden = !isShown;
    this.write.hidden = isShown && !this.isWide;
    this.editor.classList.toggle("is-previewed", isShown);
    this.toggle.setAttribute("aria-pressed", String(isShown));
    for (const tab of this.tabs) {
      const isCurrent = (tab.dataset.view === "preview") === isShown;
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
    }
    if (isShown) this.refresh();
  }

  refreshSoon() {
    clearTimeout(this.waiting);
    if (!this.hidden) this.waiting = setTimeout(() => this.refresh(), PAUSE);
  }

  async refresh() {
    this.asking?.abort();
    this.asking = new AbortController();
    const text = this.area.value;
    try {
      if (text.length > LONGEST) throw new Error(`The preview takes ${LONGEST.toLocaleString("en")} characters at most.`);
      const response = await this.editor.post(this.dataset.url, { text }, this.asking.signal);
      if (response.type === "opaqueredirect") throw new Error(LOGGED_OUT);
      const answer = await response.text();
      const isHtml = response.headers.get("Content-Type")?.startsWith("text/html");
      if (!response.ok) throw new Error(isHtml ? `The preview failed (${response.status}). Your text is still here.` : answer);
      this.fill(answer);
    } catch (error) {
      if (error.name !== "AbortError") this.tell(error instanceof TypeError ? OFFLINE : error.message);
    }
  }

  fill(html) {
    this.tell("");
    const isFolded = this.page.querySelector(".preview-notes")?.open === false;
    this.page.innerHTML = html;
    if (isFolded) this.page.querySelector(".preview-notes")?.removeAttribute("open");
    // A link must not lead away from a text that is being written.
    for (const link of this.page.querySelectorAll("a[href]:not([href^='#'])")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    this.follow();
  }

  tell(words) {
    this.trouble.textContent = words;
    this.classList.toggle("is-outdated", Boolean(words));
  }

  follow() {
    if (!this.isWide || this.hidden) return;
    const { scrollTop, scrollHeight, clientHeight } = this.area;
    const part = scrollHeight > clientHeight ? scrollTop / (scrollHeight - clientHeight) : 0;
    this.scrollTop = part * (this.scrollHeight - this.clientHeight);
  }
}

function recall() {
  try {
    return localStorage.getItem(REMEMBERED) === "yes";
  } catch {
    return false;
  }
}

customElements.define("text-preview", TextPreview);
