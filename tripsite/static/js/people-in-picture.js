// Who is in a picture, left to right: typed, with or without an @, or tapped on. A tap names the place for whom is chosen
// next; people with a place are sorted by it. A name that nobody has yet makes a person.
import { ask } from "./desk-request.js";

const PAUSE = 200;

class PeopleInPicture extends HTMLElement {
  connectedCallback() {
    if (this.isSetUp) return;
    this.isSetUp = true;
    this.list = this.querySelector("ol");
    this.input = this.querySelector("input");
    this.offers = this.querySelector("[role=listbox]");
    this.picture = this.closest("figure-card").querySelector("[data-tap]");
    this.input.addEventListener("input", (event) => {
      event.stopPropagation();
      clearTimeout(this.looking);
      this.looking = setTimeout(() => this.look(), PAUSE);
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 200));
    this.offers.addEventListener("pointerdown", (event) => event.preventDefault());
    this.offers.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.list.addEventListener("click", (event) => this.rearrange(event.target.dataset));
    this.picture.addEventListener("click", (event) => this.tap(event));
    this.show(JSON.parse(this.dataset.people));
  }

  show(people) {
    this.people = people;
    this.list.replaceChildren(...people.map((person, place) => this.line(person, place)));
    this.mark();
  }

  line(person, place) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("span"), { textContent: person.name }));
    const last = this.people.length - 1;
    if (place > 0) line.append(button(place, "left", "←", `${person.name} further left`));
    if (place < last) line.append(button(place, "right", "→", `${person.name} further right`));
    line.append(button(place, "out", "×", `${person.name} is not in the picture`));
    return line;
  }

  tap(event) {
    const box = this.picture.getBoundingClientRect();
    this.x = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    this.mark();
    this.input.focus();
    if (!this.input.value) this.input.value = "@";
    this.look();
  }

  mark() {
    for (const old of this.picture.querySelectorAll(".person-mark")) old.remove();
    const places = this.people.map(({ x }, place) => [x, String(place + 1)]).filter(([x]) => x !== null && x !== undefined);
    if (this.x !== undefined) places.push([this.x, "?"]);
    for (const [x, words] of places) {
      const mark = Object.assign(document.createElement("span"), { className: "person-mark", textContent: words });
      mark.style.left = `${x * 100}%`;
      mark.setAttribute("aria-hidden", "true");
      this.picture.append(mark);
    }
  }

  async look() {
    const term = this.term();
    if (!term && !this.input.value.startsWith("@")) return this.close();
    const question = new URLSearchParams({ app_label: "posts", model_name: "figureperson", field_name: "person", term });
    const { results } = await ask(`${this.dataset.search}?${question}`).catch(() => ({ results: [] }));
    if (this.term() !== term) return;
    const here = new Set(this.people.map(({ id }) => String(id)));
    const options = results.filter(({ id }) => !here.has(id)).slice(0, 8).map(({ id, text }) => option(text, id));
    const isKnown = results.some(({ text }) => text.toLowerCase() === term.toLowerCase());
    if (term && !isKnown) options.push(option(`${term} (new)`, "", term));
    this.offers.replaceChildren(...options);
    options.forEach((each, number) => { each.id = `${this.offers.id}-${number}`; });
    this.offers.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.select(options[0]);
  }

  term() {
    return this.input.value.replace(/^@/, "").trim();
  }

  key(event) {
    if (event.isComposing) return;
    const options = [...this.offers.children];
    const place = options.indexOf(this.selected);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.offers.hidden) this.look();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.select(options[(place + step + options.length) % options.length]);
    } else if (event.key === "Enter") {
      if (!this.offers.hidden) this.choose(this.selected);
    } else if (event.key === "Escape") {
      this.x = undefined;
      this.input.value = "";
      this.mark();
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  select(chosen) {
    this.selected = chosen;
    for (const each of this.offers.children) each.setAttribute("aria-selected", String(each === chosen));
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(chosen) {
    if (!chosen) return;
    const { key, name } = chosen.dataset;
    const person = key ? { id: Number(key), name: chosen.textContent } : { name };
    const before = this.people;
    this.people = [...before, { ...person, x: this.x ?? null }];
    this.x = undefined;
    this.input.value = "";
    this.close();
    this.told(before);
  }

  rearrange({ move, place }) {
    if (!move) return;
    const before = this.people;
    const people = before.map((person) => ({ ...person }));
    const at = Number(place);
    if (move === "out") {
      people.splice(at, 1);
    } else {
      const other = at + (move === "left" ? -1 : 1);
      [people[at], people[other]] = [people[other], people[at]];
      // Where they were tapped says otherwise, so that is forgotten.
      people[at].x = people[other].x = null;
    }
    this.people = people;
    this.told(before);
    this.input.focus();
  }

  told(before) {
    const detail = { people: this.people, before: before.map(({ id }) => id) };
    this.show(this.people);
    this.dispatchEvent(new CustomEvent("people-changed", { bubbles: true, detail }));
  }

  close() {
    this.offers.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.select(undefined);
  }
}

function option(words, key, name = "") {
  const made = Object.assign(document.createElement("li"), { textContent: words });
  made.setAttribute("role", "option");
  Object.assign(made.dataset, { key, name });
  return made;
}

function button(place, move, sign, label) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
  made.setAttribute("aria-label", label);
  Object.assign(made.dataset, { move, place });
  return made;
}

customElements.define("people-in-picture", PeopleInPicture);
