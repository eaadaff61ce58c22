// A figure's card: its texts save themselves a moment after they were written, and when they are left. What is written
// in another window meanwhile is shown, never overwritten.
import { ask } from "./desk-request.js";

const PAUSE = 1500;
const LOOK_AGAIN = 4000;

class FigureCard extends HTMLElement {
  connectedCallback() {
    if (this.isSetUp) return;
    this.isSetUp = true;
    this.status = this.querySelector(".card-status");
    this.saved = new Map();
    this.timers = new Map();
    this.saving = Promise.resolve();
    for (const field of this.querySelectorAll("[data-field]")) this.listenTo(field);
    this.addEventListener("click", (event) => this.act(event.target.closest("[data-action]")?.dataset.action));
    this.addEventListener("people-changed", (event) => this.savePeople(event.detail));
    window.addEventListener("beforeunload", (event) => this.unsaved().length && event.preventDefault());
    if (this.dataset.state === "pending") this.lookAgain();
  }

  disconnectedCallback() {
    clearTimeout(this.looking);
  }

  listenTo(field) {
    this.saved.set(field, field.value);
    field.addEventListener("input", (event) => {
      event.stopPropagation();
      this.say("not saved yet");
      clearTimeout(this.timers.get(field));
      this.timers.set(field, setTimeout(() => this.save(field), PAUSE));
    });
    field.addEventListener("change", () => this.save(field));
    // The card stands in the day's form, which Enter would send.
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || field.tagName === "TEXTAREA") return;
      event.preventDefault();
      this.save(field);
    });
  }

  unsaved() {
    return [...this.saved].filter(([field, value]) => field.value !== value);
  }

  save(field) {
    clearTimeout(this.timers.get(field));
    // One after the other, so that an answer that comes late is never taken for the newest.
    this.saving = this.saving.then(() => this.send(field));
    return this.saving;
  }

  async send(field) {
    const written = field.value;
    const before = this.saved.get(field);
    if (written === before) return;
    this.say("saving …");
    try {
      const told = await ask(this.dataset.url, { [field.dataset.field]: written, before });
      this.saved.set(field, written);
      this.take(told);
      this.say(this.unsaved().length ? "not saved yet" : "saved");
    } catch (error) {
      this.refuse(error, field);
    }
  }

  refuse(error, field) {
    if (error.status === 409 && typeof error.told.now === "string") {
      // The next save is made knowing what is there now.
      this.saved.set(field, error.told.now);
      this.say(`${error.message} There it says: “${error.told.now}”`, true);
    } else {
      this.say(error.message, true);
    }
  }

  async savePeople({ people, before }) {
    this.say("saving …");
    try {
      const told = await ask(this.dataset.url, { people, before });
      this.take(told);
      this.say(told.made?.length ? `saved, new here: ${told.made.join(", ")}` : "saved");
    } catch (error) {
      this.say(error.message, true);
      if (error.status) this.take(await ask(this.dataset.url));
    }
  }

  take(told) {
    this.dataset.name = told.name;
    this.querySelector("people-in-picture").show(told.people);
    this.querySelector("[data-action=cover]").setAttribute("aria-pressed", String(told.is_cover));
    for (const [field, before] of this.saved) {
      const now = told[field.dataset.field];
      if (field.value !== before || now === before) continue;
      field.value = now;
      this.saved.set(field, now);
    }
  }

  act(action) {
    if (action === "insert") document.querySelector("markdown-editor")?.insert(`![](figure:${this.dataset.name})`);
    if (action === "cover") this.change({ cover: this.querySelector("[data-action=cover]").ariaPressed !== "true" });
    if (action === "read") this.readNames();
    if (action === "move") this.change({ day: Number(this.querySelector("[data-action=move]").dataset.day) }).then(() => this.remove());
  }

  async change(change) {
    try {
      const told = await ask(this.dataset.url, change);
      this.take(told);
      this.say("saved");
      return told;
    } catch (error) {
      this.say(error.message, true);
      throw error;
    }
  }

  async readNames() {
    await Promise.all([...this.saved.keys()].map((field) => this.save(field)));
    const told = await this.change({ read_names: true });
    if (told.unknown.length) {
      this.say(`Nobody here is called ${told.unknown.join(", ")}. Add them as people, and read the names again.`, true);
    } else {
      this.querySelector("[data-action=read]").hidden = true;
    }
  }

  lookAgain() {
    this.looking = setTimeout(async () => {
      const told = await ask(this.dataset.url).catch(() => null);
      if (told?.state === "ready") this.showPicture(told);
      else if (told?.state === "failed") this.say(told.failure, true);
      else this.lookAgain();
    }, LOOK_AGAIN);
  }

  showPicture(told) {
    this.dataset.state = "ready";
    const image = Object.assign(new Image(), { src: told.thumbnail, alt: told.alt });
    image.addEventListener("load", () => this.querySelector("[data-tap]").querySelector("img, canvas, p")?.replaceWith(image));
  }

  say(words, isTrouble = false) {
    this.status.textContent = words;
    this.status.classList.toggle("trouble", isTrouble);
  }
}

customElements.define("figure-card", FigureCard);
