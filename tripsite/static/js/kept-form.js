// Keeps what is typed into a page's form: in this browser at once, on the server a second later. When the page is
// opened again before that was saved, it is offered. A line beside the buttons says how things stand.
import { moment, plainOffer } from "./kept-offer.js";
import * as store from "./kept-store.js";

const SEND_AFTER_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const ANSWER_WITHIN_MS = 15_000;
const KEEPALIVE_BYTES = 60_000; // browsers send no more than 64 kB after a page is left
// Of the form, but nothing somebody types: tokens, and what asks for an older draft.
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "_take"]);

class KeptForm extends HTMLElement {
  async connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    if (!this.form) return;
    this.offers = this.querySelector(".kept-offers");
    this.begin(this.field("_window").value);
    this.addStatus();
    this.loaded = this.told();
    this.listen();
    if (this.isAhead()) this.typed();
    if ("taken" in this.dataset) await this.takeOver();
    await this.offer();
  }

  field(name) {
    return this.form.elements[name];
  }

  // A window has a name for as long as its page is open: two windows never keep under the same.
  begin(name) {
    this.window = name || newName();
    this.field("_window").value = this.window;
    this.isLeaving = false;
    this.isTyped = false;
    this.pause = SEND_AFTER_MS;
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
    window.addEventListener("online", () => this.retry());
    window.addEventListener("offline", () => this.isTyped && this.say("offline"));
    window.addEventListener("focus", () => this.retry());
    window.addEventListener("pagehide", () => this.sendLast());
    document.addEventListener("visibilitychange", () => document.hidden ? this.sendLast() : this.retry());
    // Back to a page that was sent: what is typed now is a draft of its own.
    window.addEventListener("pageshow", (event) => event.persisted && this.begin(""));
  }

  // Some of the admin's fields tell of a change while the page is still being set up: nothing was typed then.
  typed() {
    if (!this.isTyped && this.told() === this.loaded && !this.isAhead()) return;
    this.isTyped = true;
    this.at = Date.now();
    this.isSent = false;
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
    return JSON.stringify(this.values());
  }

  // One write at a time; what is typed meanwhile is in the next.
  async keepHere() {
    if (this.isKeeping) {
      this.isOutdated = true;
      return;
    }
    this.isKeeping = true;
    const record = { window: this.window, user: this.dataset.user, page: this.dataset.page, values: this.values(), at: this.at };
    try {
      await store.put(record);
      this.isKeptHere = true;
    } catch {
      this.isKeptHere = false;
    }
    this.isKeeping = false;
    if (this.isOutdated) {
      this.isOutdated = false;
      await this.keepHere();
    } else if (!this.isSent && !this.hasTrouble) this.say("here");
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
      this.trouble("offline");
      return;
    }
    this.isSending = true;
    const at = this.at;
    this.canceller = new AbortController();
    const late = setTimeout(() => this.canceller.abort(), ANSWER_WITHIN_MS);
    try {
      this.answered(await this.post(this.dataset.draft, this.draft(), { signal: this.canceller.signal }), at);
    } catch {
      if (!this.isLeaving) this.trouble("offline");
    }
    clearTimeout(late);
    this.isSending = false;
    if (!this.isSent && !this.isLeaving) this.sendLater(this.pause);
  }

  answered(response, at) {
    if (response.ok) {
      this.hasTrouble = false;
      this.pause = SEND_AFTER_MS;
      this.isSent = at === this.at;
      this.say("draft", at);
      if (this.dataset.replaces) this.forget(this.dataset.replaces);
    } else if (response.type === "opaqueredirect" || response.status === 403) this.trouble("loggedOut");
    else this.trouble({ 413: "tooLarge", 507: "full" }[response.status] ?? "unable");
  }

  trouble(kind) {
    this.hasTrouble = true;
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    this.say(kind);
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
    if (this.isKeptHere && this.dataset.replaces) await store.remove(this.dataset.replaces).catch(() => {});
  }

  async offer() {
    const finished = new Set(JSON.parse(this.dataset.finished));
    const records = await store.ofPage(this.dataset.user, this.dataset.page).catch(() => []);
    const gone = records.filter(({ window }) => finished.has(window));
    await Promise.all(gone.map(({ window }) => store.remove(window).catch(() => {})));
    const kept = records.filter((record) => !gone.includes(record) && record.window !== this.window);
    if (kept.length) await this.ask(kept);
    this.adjustOffers();
    const offer = this.offers.querySelector(".kept-offer");
    if (!offer || this.isTyped) return;
    // Also for whom a reload has put back to where they were on the page.
    offer.scrollIntoView({ block: "start" });
    this.heard.textContent = offer.querySelector("h2").textContent;
  }

  async ask(records) {
    const drafts = records.map(({ window, values, at }) => ({ window, values, typed_at: new Date(at).toISOString() }));
    try {
      const response = await this.post(this.dataset.offers, { page: this.dataset.page, drafts });
      if (!response.ok) throw new Error(response.statusText);
      const { html, idle } = await response.json();
      this.offers.innerHTML = html;
      await Promise.all(idle.map((window) => this.forget(window)));
    } catch {
      this.offers.append(...records.map((record) => plainOffer(record)));
    }
  }

  // Times as this device tells them; what is being written here already is no offer.
  adjustOffers() {
    for (const time of this.offers.querySelectorAll("time")) time.textContent = moment(new Date(time.dateTime));
    for (const button of this.offers.querySelectorAll(".kept-not-now")) button.hidden = false;
    for (const offer of this.offers.querySelectorAll(".kept-offer")) {
      if (offer.dataset.window === this.window || offer.dataset.window === this.dataset.replaces) offer.remove();
    }
  }

  click(event) {
    const offer = event.target.closest(".kept-offer");
    if (event.target.closest(".kept-not-now")) offer.remove();
    else if (event.target.closest(".kept-discard")) {
      event.preventDefault();
      this.forget(offer.dataset.window).then(() => offer.remove());
    }
  }

  async forget(window) {
    if (window === this.dataset.replaces) delete this.dataset.replaces;
    await store.remove(window).catch(() => {});
    const body = new URLSearchParams({ page: this.dataset.page, window, csrfmiddlewaretoken: this.token() });
    // Also when the page is being left.
    await fetch(this.dataset.discard, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => {});
  }

  addStatus() {
    this.status = document.createElement("p");
    this.status.className = "kept-status";
    this.heard = document.createElement("span");
    this.heard.className = "kept-heard";
    this.heard.setAttribute("aria-live", "polite");
    const row = this.form.querySelector(".submit-row:last-of-type");
    (row ?? this.form).prepend(this.status, this.heard);
  }

  // Read aloud only when it becomes another state, not with every word.
  say(kind, at) {
    const where = this.isKeptHere ? "kept on this device" : "not kept anywhere yet: this browser lets nothing be kept";
    const words = {
      here: this.isKeptHere ? "Saved on this device" : "Not kept yet",
      draft: `Saved as a draft ${moment(new Date(at))}`,
      offline: `Offline: ${where}`,
      loggedOut: `Logged out: ${where} – `,
      full: `The server cannot write (disk full): ${where}`,
      tooLarge: `Too long for a draft on the server (1 MB): ${where}`,
      unable: `The server cannot write just now: ${where}`,
    };
    this.status.dataset.state = kind;
    this.status.textContent = words[kind];
    if (kind === "loggedOut") this.status.append(loginLink(this.dataset.login));
    if (kind !== "here" && kind !== this.lastSaid) {
      this.heard.textContent = this.status.textContent;
      this.lastSaid = kind;
    }
  }
}

function newName() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function loginLink(href) {
  return Object.assign(document.createElement("a"), { href, target: "_blank", rel: "noopener", textContent: "log in" });
}

customElements.define("kept-form", KeptForm);
