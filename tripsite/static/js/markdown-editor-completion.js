// Completes people after “@”, and talks, figures, places, events and trips after “#”, into references of the text.
// Somebody who is not known yet can be added from there, by name alone; that entry is never chosen beforehand, so that
// Enter after an ordinary word stays Enter.
const PAUSE = 90;
const LONGEST = 60;
// What ends a name: from here on somebody is writing, not looking up.
const BEYOND = /[,;:!?()[\]{}"“”«»|]/;
const LABELS = { "@": "People", "#": "Talks, figures, places, events and trips" };
const FAILED = "Names cannot be looked up without a connection.";
const LOGGED_OUT = "You are logged out: log in again in another window, then go on here.";

class ReferenceCompletion extends HTMLElement {
  connectedCallback() {
    this.editor = this.closest("markdown-editor");
    this.expander = this.querySelector("text-expander");
    this.area = this.querySelector("textarea");
    if (!this.editor || !this.expander || this.isSetUp) return;
    this.isSetUp = true;
    this.expander.addEventListener("text-expander-change", ({ detail }) => detail.provide(this.offer(detail)));
    this.expander.addEventListener("text-expander-value", (event) => this.choose(event));
    // Only after this event the list gets its place and its first entry is chosen.
    this.expander.addEventListener("text-expander-activate", () => queueMicrotask(() => this.settle()));
  }

  async offer({ key, text }) {
    this.asking?.abort();
    const start = this.area.selectionEnd - text.length - key.length;
    const isName = text.length <= LONGEST && !BEYOND.test(text) && this.area.value.startsWith(key, start);
    if (!isName) return { matched: false };
    this.written = { key, text, start };
    this.asking = new AbortController();
    try {
      const found = await this.find(key, text, this.asking.signal);
      return { matched: found.length > 0, fragment: this.list(key, found) };
    } catch (error) {
      if (error.name !== "AbortError") this.editor.say(error instanceof TypeError ? FAILED : error.message);
      return { matched: false };
    }
  }

  async find(key, text, signal) {
    await pause(PAUSE, signal);
    const values = { kind: key === "@" ? "people" : "things", q: text, ...this.editor.subject };
    const response = await fetch(`${this.dataset.url}?${new URLSearchParams(values)}`, { signal, redirect: "manual" });
    if (response.type === "opaqueredirect") throw new Error(LOGGED_OUT);
    const { results = [], new: fresh, message } = await response.json();
    if (!response.ok) throw new Error(message);
    return fresh ? [...results, { kind: "new", name: fresh.name, isTaken: fresh.is_taken }] : results;
  }

  list(key, found) {
    this.found = found;
    const list = document.createElement("ul");
    list.id = `${this.area.id}-choices`;
    list.className = "editor-choices";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", LABELS[key]);
    list.append(...found.map((choice, number) => entryOf(choice, `${list.id}-${number}`)));
    // The text keeps the focus: whoever chose with a mouse or a finger goes on writing.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    });
    return list;
  }

  settle() {
    const list = this.expander.querySelector(".editor-choices");
    if (!list) return;
    if (this.found[0].kind === "new") {
      list.firstElementChild.removeAttribute("aria-selected");
      this.area.removeAttribute("aria-activedescendant");
    }
    const box = list.getBoundingClientRect();
    const { offsetTop, height } = window.visualViewport ?? { offsetTop: 0, height: window.innerHeight };
    const beyond = box.right - Math.min(this.getBoundingClientRect().right, document.documentElement.clientWidth) + 4;
    if (beyond > 0) list.style.left = `${Math.max(0, list.offsetLeft - beyond)}px`;
    const line = Number.parseFloat(getComputedStyle(this.area).lineHeight);
    const isLow = box.bottom > offsetTop + height - 4;
    if (isLow && box.top - line - box.height > offsetTop) list.style.top = `${list.offsetTop - line - box.height}px`;
  }

  choose(event) {
    event.preventDefault();
    const choice = this.found[Number(event.detail.item.id.split("-").at(-1))];
    const { key, text, start } = this.written;
    this.expander.dismiss();
    if (choice.kind === "new") {
      this.add(choice, key + text, start);
    } else if (choice.kind === "figure") {
      this.area.setSelectionRange(start, start + key.length + text.length);
      this.editor.insert(`![](figure:${choice.slug})`, { isBlock: true });
    } else {
      this.swap(key + text, start, referenceTo(choice, this.label(choice, text)));
    }
  }

  // The name; but a nickname stays as it was typed, and somebody who was named before may be called by one name.
  label(choice, typed) {
    if (choice.label) return choice.label;
    const isNamed = this.area.value.includes(`](${choice.kind}:${choice.slug})`);
    const words = choice.name.split(/\s+/);
    const first = words.find((word) => folded(word) === folded(typed.trim()));
    return choice.kind === "person" && isNamed && first ? first : choice.name;
  }

  async add({ name, isTaken }, written, start) {
    this.editor.say(`Adding ${name} …`);
    try {
      const response = await this.editor.post(this.dataset.newPerson, { name, ...(isTaken && { another: "1" }) });
      if (response.type === "opaqueredirect") throw new Error(LOGGED_OUT);
      const added = await response.json();
      if (!response.ok) throw new Error(`${added.message}${response.status === 409 ? " Type @ and the name again." : ""}`);
      this.swap(written, start, referenceTo(added, name));
      this.editor.say(`${name} is added.`);
    } catch (error) {
      this.editor.say(error instanceof TypeError ? `${name} was not added: there is no connection.` : error.message);
    }
  }

  // Puts a reference in place of what was typed, wherever that stands by now, and leaves the cursor where it was.
  swap(written, start, reference) {
    const { area } = this;
    const at = area.value.startsWith(written, start) ? start : area.value.indexOf(written);
    if (at < 0) return;
    const end = at + written.length;
    const moved = (place) => (place < end ? Math.min(place, at) : place + reference.length - written.length);
    const selection = [moved(area.selectionStart), moved(area.selectionEnd)];
    area.setSelectionRange(at, end);
    this.editor.type(reference);
    area.setSelectionRange(...selection);
  }
}

function entryOf(choice, id) {
  const entry = Object.assign(document.createElement("li"), { id, className: `is-${choice.kind}` });
  entry.setAttribute("role", "option");
  const isNew = choice.kind === "new";
  const kind = isNew ? (choice.isTaken ? "Another person" : "New person") : choice.kind;
  const detail = choice.isTaken ? "somebody is called so already" : choice.detail;
  for (const [part, words] of Object.entries({ kind: isNew ? `${kind}:` : kind, name: choice.name, detail })) {
    if (!words) continue;
    entry.append(Object.assign(document.createElement("span"), { className: `choice-${part}`, textContent: words }), " ");
  }
  return entry;
}

function referenceTo({ kind, slug }, label) {
  return `[${label.replace(/[\\[\]*_`<]/g, "\\$&")}](${kind}:${slug})`;
}

function folded(word) {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

customElements.define("reference-completion", ReferenceCompletion);
