// The field a text is written in. Whatever changes it, a button, a completion or another script, goes through `insert`
// or the toolbar: the browser's own undo knows of it, and the text area fires `input` as if it had been typed.
// Files that are pasted or dropped here are offered as `photos-offered`, whose detail is their list; whoever takes them
// calls preventDefault. Without this script it is a plain text area.
const WORDS_A_MINUTE = 220;
const KEYS = { b: "bold", i: "italic", k: "link", e: "code" };
const SHIFTED = { Period: "quote", Digit8: "unordered-list", Digit7: "ordered-list", KeyL: "task-list" };
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

class MarkdownEditor extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.toolbar = this.querySelector("markdown-toolbar");
    if (!this.area || this.isSetUp) return;
    this.isSetUp = true;
    // A form copied from a template is given its number only afterwards: so late that the toolbar asks for its field.
    for (const kind of ["click", "keydown"]) this.toolbar.addEventListener(kind, () => this.nameField(), true);
    this.toolbar.addEventListener("click", (event) => this.press(event));
    this.nameKeys();
    this.area.addEventListener("keydown", (event) => this.shortcut(event));
    this.area.addEventListener("paste", (event) => this.offerFiles(event, event.clipboardData));
    this.area.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    this.area.addEventListener("drop", (event) => this.offerFiles(event, event.dataTransfer));
    this.area.addEventListener("input", () => this.countSoon());
    this.count();
  }

  nameField() {
    this.toolbar.setAttribute("for", this.area.id);
  }

  nameKeys() {
    for (const button of this.querySelectorAll("[aria-keyshortcuts]")) {
      const keys = button.getAttribute("aria-keyshortcuts");
      if (isMac) button.setAttribute("aria-keyshortcuts", keys.replace("Control", "Meta"));
      button.title = `${button.getAttribute("aria-label")} (${keys.replace("Control", isMac ? "⌘" : "Ctrl")})`;
    }
  }

  shortcut(event) {
    const isCommand = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (!isCommand || event.altKey || event.isComposing) return;
    const style = event.shiftKey ? SHIFTED[event.code] : KEYS[event.key.toLowerCase()];
    const button = style && this.toolbar.querySelector(`[data-md-button="${style}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  press(event) {
    if (event.target.closest("[data-md-button=photo]")) this.askForPhotos();
  }

  // The page's own file field, where there is one; else the words that show a figure, its name to be typed over.
  askForPhotos() {
    const input = document.querySelector("input[type=file][data-photos]");
    if (input) {
      input.click();
      return;
    }
    this.insert("![](figure:name)", { isBlock: true });
    const end = this.area.selectionEnd - 1;
    this.area.setSelectionRange(end - "name".length, end);
  }

  offerFiles(event, data) {
    if (!data?.files.length || (event.type === "paste" && data.types.includes("text/plain"))) return;
    event.preventDefault();
    const offer = new CustomEvent("photos-offered", { bubbles: true, cancelable: true, detail: data.files });
    if (this.area.dispatchEvent(offer)) this.say("Pictures are taken on the page of a day.");
  }

  // Puts Markdown where the cursor is, over what is selected: within the line, or as a paragraph of its own.
  insert(markdown, { isBlock = /^!\[[^\]]*\]\(figure:/.test(markdown) } = {}) {
    const { area } = this;
    const before = area.value.slice(0, area.selectionStart);
    const after = area.value.slice(area.selectionEnd);
    const above = isBlock && before.trim() ? "\n\n".slice(before.match(/\n{0,2}$/)[0].length) : "";
    const below = isBlock && after.trim() ? "\n\n".slice(after.match(/^\n{0,2}/)[0].length) : "";
    area.focus({ preventScroll: true });
    this.type(above + markdown + below);
    if (below) area.setSelectionRange(area.selectionEnd - below.length, area.selectionEnd - below.length);
  }

  // Where the field has not got the focus any more, it is not taken back: then only undo does not know.
  type(text) {
    const { area } = this;
    if (document.activeElement === area && document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
  }

  // The day, talk, figure or trip this text belongs to: as an element around it says, else the page's address or form.
  get subject() {
    for (const kind of ["day", "talk", "figure", "trip"]) {
      const told = this.closest(`[data-${kind}]`)?.dataset[kind];
      if (told) return { [kind]: told };
    }
    const [, kind, key] = location.pathname.match(/\/posts\/(day|talk|figure|trip)\/(\d+)\//) ?? [];
    if (kind) return { [kind]: key };
    const trip = this.closest("form")?.elements.trip?.value || new URLSearchParams(location.search).get("trip");
    return trip ? { trip } : {};
  }

  // Where the login has ended, the answer is a redirection, which is not followed: its `type` is "opaqueredirect".
  post(url, values, signal) {
    const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
    const token = cookie ?? this.closest("form")?.elements.csrfmiddlewaretoken?.value ?? "";
    const body = new URLSearchParams({ ...values, ...this.subject });
    return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual", signal });
  }

  say(words) {
    this.querySelector("[data-said]").textContent = words;
  }

  countSoon() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.count(), 250);
  }

  count() {
    const words = countWords(this.area.value);
    const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
    this.querySelector("[data-count]").textContent =
      words === 0 ? "" : `${words.toLocaleString("en")} ${words === 1 ? "word" : "words"}, ${minutes} min to read`;
  }
}

// The words a reader reads: of links and references what they show, of pictures and addresses nothing.
function countWords(text) {
  const read = text
    .replace(/!\[[^\]]*\]\([^)]*\)/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/https?:\/\/\S+/g, " ");
  const words = new Intl.Segmenter(undefined, { granularity: "word" }).segment(read);
  return [...words].filter((word) => word.isWordLike).length;
}

customElements.define("markdown-editor", MarkdownEditor);
