// Keeps what is typed into a page's form: in this browser at once, on the server a second later. When the page is
// opened again before that was saved, it is offered. A line beside the buttons says how things stand.
import { adjust, plainOffer, show } from "./kept-offer.js";
import { Status } from "./kept-status.js";
import * as store from "./kept-store.js";

const SEND_AFTER_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const ANSWER_WITHIN_MS = 15_000;
const KEEPALIVE_BYTES = 60_000; // browsers send no more than 64 kB after a page is left
// Of the form, but nothing somebody types: tokens, and what asks for an older draft.
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "_take", "_writer"]);

class KeptForm extends HTMLElement {
  async connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    if (!this.form) return;
    this.offers = this.querySelector(".kept-offers");
    this.discarded = new Set();
    this.status = new Status(this.form, this.dataset.login);
    this.begin(this.field("_window").value);
    this.loaded = this.told();
    this.listen();
    if (this.isAhead()) this.typed();
    if ("taken" in this.dataset) await this.takeOver();
    await this.offer();
  }

  field(name) {
    return this.form.elements[name];
  }

  // A window has a name for as long as its page is open: two windows never keep under the same. Its edits are counted,
  // so that of two drafts that cross on their way the later one wins, whatever the devices' clocks say.
  begin(name) {
    this.window = name;
    this.field("_window").value = name;
    this.isLeaving = false;
    this.isTyped = false;
    this.keptEdits = this.sentEdits = -1;
    this.pause = SEND_AFTER_MS;
  }

  beginAnew() {
    this.field("_replaces").value = "";
    this.field("_edits").value = "0";
    this.begin(store.newWindow());
  }

  get edits() {
    return Number(this.field("_edits").value);
  }

  // What this window took over: [window, edits] each.
  get replaced() {
    return this.field("_replaces").value.split(" ").filter(Boolean).map((each) => each.split(":"));
  }

  get isSent() {
    return this.sentEdits === this.edits;
  }

  listen() {
    const typed = () => this.typed();
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, typed);
    // Completing fields tell of their changes in jQuery's own way only.
    window.django?.jQuery?.(this.form).on("change", typed);
    for (const kind of ["formset:added", "formset:removed"]) document.addEventListener(kind, typed);
    this.form.addEventListener("submit", () => this.leave());
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("submit", () => this.refreshTokens());
    for (const kind of ["online", "focus"]) window.addEventListener(kind, () => this.retry());
    window.addEventListener("offline", () => this.isTyped && this.failed("offline"));
    window.addEventListener("pagehide", () => this.sendLast());
    document.addEventListener("visibilitychange", () => document.hidden ? this.sendLast() : this.retry());
    // Back to a page that was sent: what is typed now is a draft of its own.
    window.addEventListener("pageshow", (event) => event.persisted && this.beginAnew());
  }

  // Some of the admin's fields tell of a change while the page is still being set up: nothing was typed then. What is
  // typed after the form was sent, while its answer is awaited, is not in what was sent: it is a draft of its own.
  typed() {
    const told = this.told();
    if (this.isLeaving) {
      if (told === this.left) return;
      this.beginAnew();
    } else if (this.isTyped ? told === this.last : told === this.loaded && !this.isAhead()) return;
    this.isTyped = true;
    this.last = this.told();
    this.at = Date.now();
    this.field("_edits").value = this.edits + 1;
    this.tell();
    this.keepHere();
    this.sendLater(this.pause);
  }

  values() {
    const values = { _device: [matchMedia("(pointer: coarse)").matches ? "phone" : "computer"] };
    const passwords = new Set([...this.form.querySelectorAll("input[type=password]")].map((input) => input.name));
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !NOT_KEPT.has(name) && !passwords.has(name)) (values[name] ??= []).push(value);
    }
    return values;
  }

  // Whether somebody typed before this script was there.
  isAhead() {
    const texts = this.form.querySelectorAll("textarea, input[type=text], input[type=url]");
    return [...texts].some((each) => each.value !== each.defaultValue);
  }

  told() {
    return JSON.stringify({ ...this.values(), _edits: null });
  }

  // One write at a time; what is typed meanwhile is in the next.
  keepHere() {
    this.isOutdated = true;
    this.keeping ??= this.keepNewest().finally(() => (this.keeping = null));
    return this.keeping;
  }

  async keepNewest() {
    while (this.isOutdated) {
      this.isOutdated = false;
      const { edits, window } = this;
      const record = { window, user: this.dataset.user, page: this.dataset.page, values: this.values(), at: this.at };
      try {
        await store.put(record);
        if (window === this.window) this.keptEdits = edits;
        this.isRefusedHere = false;
      } catch {
        this.isRefusedHere = true;
      }
    }
    this.tell();
  }

  sendLater(after) {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.send();
    }, after);
  }

  retry() {
    if (!this.isTyped || this.isSent || this.isLeaving) return;
    this.pause = SEND_AFTER_MS;
    clearTimeout(this.timer);
    this.timer = null;
    this.send();
  }

  async send() {
    if (this.isLeaving || this.isSent || this.isSending) return;
    if (!navigator.onLine) {
      this.failed("offline");
      return;
    }
    this.isSending = true;
    const { edits, window } = this;
    this.canceller = new AbortController();
    const late = setTimeout(() => this.canceller.abort(), ANSWER_WITHIN_MS);
    try {
      const response = await this.post(this.dataset.draft, this.draft(), { signal: this.canceller.signal });
      if (window === this.window) this.answered(response, edits);
    } catch {
      if (!this.isLeaving) this.failed("offline");
    }
    clearTimeout(late);
    this.isSending = false;
    if (!this.isSent && !this.isLeaving) this.sendLater(this.pause);
  }

  // What was taken over is finished by the server, in the transaction that keeps the draft which replaces it.
  answered(response, edits) {
    if (response.ok) {
      this.trouble = null;
      this.pause = SEND_AFTER_MS;
      this.sentEdits = edits;
      this.tell();
    } else if (response.type === "opaqueredirect" || response.status === 403) this.failed("loggedOut");
    else this.failed({ 413: "tooLarge", 507: "full" }[response.status] ?? "unable");
  }

  failed(trouble) {
    this.trouble = trouble;
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    this.tell();
  }

  tell() {
    this.status.tell({
      trouble: this.trouble,
      sentAt: this.isSent ? this.at : null,
      isKeptHere: this.keptEdits === this.edits,
      isRefusedHere: this.isRefusedHere,
    });
  }

  draft() {
    const typed_at = new Date(this.at).toISOString();
    return { page: this.dataset.page, window: this.window, values: this.values(), typed_at };
  }

  post(address, content, options = {}) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token() };
    return fetch(address, { method: "POST", headers, body: JSON.stringify(content), redirect: "manual", ...options });
  }

  // Logging in anew changes the token; the cookie has the one that counts.
  token() {
    const cookie = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
    return cookie ? cookie[1] : this.field("csrfmiddlewaretoken").value;
  }

  refreshTokens() {
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = this.token();
  }

  // The form is being saved: nothing is sent behind its back, which would come too late.
  leave() {
    this.refreshTokens();
    if (this.isTyped) this.keepHere();
    clearTimeout(this.timer);
    this.timer = null;
    this.isLeaving = true;
    this.left = this.told();
    this.canceller?.abort();
  }

  // The page goes, or goes to the background, where a telephone may end it.
  sendLast() {
    if (!this.isTyped || this.isSent || this.isLeaving) return;
    const draft = this.draft();
    const keepalive = new Blob([JSON.stringify(draft)]).size < KEEPALIVE_BYTES;
    this.post(this.dataset.draft, draft, { keepalive }).catch(() => {});
  }

  // What was typed elsewhere stands in this form now: it is kept here from now on, and no longer there.
  async takeOver() {
    this.isTyped = true;
    this.typed();
    await this.keepHere();
    if (this.keptEdits >= 0) await this.removeHere(this.replaced);
  }

  async offer() {
    const finished = JSON.parse(this.dataset.finished);
    const records = await store.ofPage(this.dataset.user, this.dataset.page).catch(() => []);
    const isGone = (record) => store.editsOf(record) <= (finished[record.window] ?? -1);
    await this.removeHere(records.filter(isGone).map(({ window }) => [window, finished[window]]));
    const kept = records.filter((record) => !isGone(record) && record.window !== this.window);
    if (kept.length) await this.ask(kept);
    adjust(this.offers, [this.window, ...this.replaced.map(([window]) => window), ...this.discarded]);
    const offer = this.offers.querySelector(".kept-offer");
    if (!offer || this.isTyped) return;
    // Also for whom a reload has put back to where they were on the page.
    offer.scrollIntoView({ block: "start" });
    this.status.read(offer.querySelector("h2").textContent);
  }

  async ask(records) {
    const drafts = records.map(({ window, values, at }) => ({ window, values, typed_at: new Date(at).toISOString() }));
    try {
      const response = await this.post(this.dataset.offers, { page: this.dataset.page, drafts });
      if (!response.ok) throw new Error(response.statusText);
      const { html, idle } = await response.json();
      show(this.offers, html);
      const idleHere = records.filter(({ window }) => idle.includes(window));
      await this.removeHere(idleHere.map((record) => [record.window, store.editsOf(record)]));
    } catch {
      this.offers.append(...records.map((record) => plainOffer(record)));
    }
  }

  click(event) {
    const isUnwanted = event.target.closest(".kept-discard");
    if (!isUnwanted && !event.target.closest(".kept-not-now")) return;
    event.preventDefault();
    const offer = event.target.closest(".kept-offer");
    this.discarded.add(offer.dataset.window);
    if (isUnwanted) this.forget(offer).then(() => offer.remove());
    else offer.remove();
  }

  removeHere(pairs) {
    return Promise.all(pairs.map(([window, edits]) => store.remove(window, Number(edits)).catch(() => {})));
  }

  // Here and on the server at once, also when the page is being left.
  async forget({ dataset: { window, edits } }) {
    const content = { page: this.dataset.page, window, edits, csrfmiddlewaretoken: this.token() };
    const options = { method: "POST", body: new URLSearchParams(content), redirect: "manual", keepalive: true };
    const there = fetch(this.dataset.discard, options).catch(() => {});
    await Promise.all([this.removeHere([[window, edits]]), there]);
  }
}

customElements.define("kept-form", KeptForm);
