// The honest line beside the buttons of a form that is kept: where what stands in it now is safe, and what is the matter.
import { moment } from "./kept-offer.js";

export class Status {
  constructor(form, login) {
    this.line = document.createElement("p");
    this.line.className = "kept-status";
    this.words = document.createElement("span");
    // The same element for as long as the page is open: a finger may be on it.
    const link = { href: login, target: "_blank", rel: "noopener", hidden: true };
    this.link = Object.assign(document.createElement("a"), link);
    this.line.append(this.words, this.link);
    this.heard = document.createElement("span");
    this.heard.className = "kept-heard";
    this.heard.setAttribute("aria-live", "polite");
    const row = form.querySelector(".submit-row:last-of-type");
    (row ?? form).prepend(this.line, this.heard);
  }

  // `trouble` is what the server's last answer was, `sentAt` the time of the last edit if the server has that edit.
  tell({ trouble, sentAt, isKeptHere, isRefusedHere }) {
    const state = trouble ?? (sentAt ? "draft" : "here");
    this.line.dataset.state = state;
    this.words.textContent = wordsOf(state, sentAt, placeOf(isKeptHere, isRefusedHere));
    this.link.hidden = state !== "loggedOut";
    this.link.textContent = this.link.hidden ? "" : "log in";
    // Read aloud only when it becomes another state, not with every word.
    if (state !== "here" && state !== this.lastRead) {
      this.lastRead = state;
      this.read(this.line.textContent);
    }
  }

  read(words) {
    this.heard.textContent = words;
  }
}

function placeOf(isKeptHere, isRefusedHere) {
  if (isKeptHere) return "kept on this device";
  return isRefusedHere ? "not kept anywhere yet: this browser lets nothing be kept" : "being kept on this device…";
}

function wordsOf(state, sentAt, place) {
  return {
    here: { "kept on this device": "Saved on this device", "being kept on this device…": "Saving…" }[place] ?? "Not kept yet",
    draft: `Saved as a draft ${moment(new Date(sentAt))}`,
    offline: `Offline: ${place}`,
    loggedOut: `Logged out: ${place} – `,
    full: `The server cannot write (disk full): ${place}`,
    tooLarge: `Too long for a draft on the server (1 MB): ${place}`,
    unable: `The server cannot write just now: ${place}`,
  }[state];
}
