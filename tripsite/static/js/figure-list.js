// The cards of a day's pictures: their order, by keys or by dragging, taking one out and bringing it back, and the cards of
// pictures that have just arrived.
import { ask } from "./desk-request.js";

class FigureList extends HTMLElement {
  connectedCallback() {
    if (this.isSetUp) return;
    this.isSetUp = true;
    this.cards = this.querySelector("[data-cards]");
    this.status = this.querySelector("[data-list-status]");
    this.addEventListener("click", (event) => this.act(event.target.closest("[data-action]")));
    this.addEventListener("dragstart", (event) => this.pick(event));
    this.addEventListener("dragover", (event) => this.dragOver(event));
    this.addEventListener("dragend", () => this.drop());
    document.addEventListener("photo-arrived", (event) => this.arrive(event.detail));
  }

  act(button) {
    const card = button?.closest("figure-card");
    const { action } = button?.dataset ?? {};
    if (action === "by-time") this.sort({ by: "time" }).then((figures) => this.arrange(figures));
    if (action === "undo") this.bringBack(button);
    if (!card) return;
    if (action === "earlier" && card.previousElementSibling) card.previousElementSibling.before(card);
    else if (action === "later" && card.nextElementSibling) card.nextElementSibling.after(card);
    else if (action === "remove") return void this.takeOut(card);
    else return;
    button.focus();
    this.keep();
  }

  keep() {
    return this.sort({ figures: [...this.cards.children].map((card) => Number(card.dataset.figure)) });
  }

  async sort(told) {
    try {
      const { figures } = await ask(this.dataset.order, { day: Number(this.dataset.day), ...told });
      this.say("Order saved.");
      return figures;
    } catch (error) {
      this.say(error.message);
      return [];
    }
  }

  arrange(figures) {
    for (const key of figures) {
      const card = this.cardOf(key);
      if (card) this.cards.append(card);
    }
  }

  async takeOut(card) {
    try {
      const { removed, name, texts } = await ask(card.dataset.removal, {});
      card.remove();
      const still = texts.length ? ` The text of ${texts.join(", ")} still names it.` : "";
      this.say(`${name} is removed.${still}`);
      const undo = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Undo" });
      undo.dataset.action = "undo";
      undo.dataset.removed = JSON.stringify(removed);
      this.status.append(" ", undo);
      undo.focus();
    } catch (error) {
      this.say(error.message);
    }
  }

  async bringBack(button) {
    try {
      const figure = await ask(this.dataset.return, JSON.parse(button.dataset.removed));
      this.insert(figure);
      this.say(`${figure.name} is back.`);
    } catch (error) {
      this.say(error.message);
    }
  }

  arrive({ figure, canvas }) {
    if (!figure || String(figure.day?.id) !== this.dataset.day || this.cardOf(figure.id)) return;
    const card = this.insert(figure);
    // Until its sizes are made, what the browser itself has of the picture is shown.
    const place = card.querySelector(".no-picture");
    if (place && canvas) place.replaceWith(canvas);
    const { better_day: better } = figure;
    if (!better) return;
    const move = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    move.textContent = `Taken on ${better.label}: put it there`;
    Object.assign(move.dataset, { action: "move", day: better.id });
    card.querySelector(".card-actions").prepend(move);
  }

  insert(figure) {
    const holder = document.createElement("template");
    holder.innerHTML = figure.html;
    const card = holder.content.querySelector("figure-card");
    const next = figure.order.slice(figure.order.indexOf(figure.id) + 1).map((key) => this.cardOf(key)).find(Boolean);
    this.cards.insertBefore(card, next ?? null);
    return card;
  }

  cardOf(key) {
    return this.cards.querySelector(`figure-card[data-figure="${key}"]`);
  }

  pick(event) {
    const card = event.target.closest?.("[data-handle]")?.closest("figure-card");
    if (!card) return;
    this.dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(card, 20, 20);
  }

  dragOver(event) {
    const over = event.target.closest("figure-card");
    if (!this.dragged) return;
    event.preventDefault();
    if (!over || over === this.dragged) return;
    const box = over.getBoundingClientRect();
    const isBehind = event.clientY > box.top + box.height / 2;
    over[isBehind ? "after" : "before"](this.dragged);
  }

  drop() {
    if (!this.dragged) return;
    this.dragged = null;
    this.keep();
  }

  say(words) {
    this.status.textContent = words;
  }
}

customElements.define("figure-list", FigureList);
