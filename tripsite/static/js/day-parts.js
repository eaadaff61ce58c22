// Beside a day's text: who and which places it names, read again while it is written. Proposals are added to the cast
// with one tap. On a narrow screen the parts below the text begin folded. Without this script all parts are open and
// proposals are boxes to tick, as they were when the page was made.
const PAUSE = 1200;
const narrow = window.matchMedia("(max-width: 1023px)");

class DayParts extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form || this.isSetUp) return;
    this.isSetUp = true;
    this.cast = this.querySelector("[data-part=cast]");
    this.places = this.querySelector("[data-part=places]");
    this.said = this.querySelector("[data-said]");
    this.addEventListener("click", (event) => this.tap(event));
    for (const kind of ["input", "formset:added"]) this.form.addEventListener(kind, () => this.readSoon());
    document.addEventListener("formset:removed", () => this.readSoon());
    this.form.addEventListener("formset:added", ({ target }) => queueMicrotask(() => begin(target)));
    // Completing fields tell of a choice through jQuery alone.
    window.django?.jQuery(this.form).on("change", () => this.readSoon());
    this.form.addEventListener("invalid", (event) => this.unfold(event.target), true);
    if (narrow.matches) this.fold();
    // What was typed before was taken up again: nobody has read it yet.
    if (document.querySelector("kept-form[data-taken]")) this.readSoon();
  }

  fold() {
    for (const part of this.querySelectorAll("details.day-part")) {
      part.open = Boolean(part.querySelector(".errorlist, [data-add]"));
    }
  }

  unfold(field) {
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  }

  readSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), PAUSE);
  }

  async read() {
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    const told = new URLSearchParams(fields);
    const key = told.toString();
    if (key === this.lastRead) return;
    this.lastRead = key;
    try {
      const answer = await fetch(this.dataset.read, {
        method: "POST",
        body: told,
        headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
      });
      if (answer.ok && key === this.lastRead) this.show(await answer.json());
    } catch {
      // Offline: what is shown stays, and the next change asks again.
      this.lastRead = null;
    }
  }

  show({ cast, places, proposed }) {
    this.replace(this.places, places);
    if (this.replace(this.cast, cast) && proposed) {
      this.said.textContent = proposed === 1 ? "One person is proposed." : `${proposed} people are proposed.`;
    }
  }

  replace(part, html) {
    // Nothing moves away from under a finger or the keyboard's focus.
    if (!part || part.contains(document.activeElement) || part.dataset.html === html) return false;
    part.dataset.html = html;
    part.innerHTML = html;
    return true;
  }

  tap(event) {
    const all = event.target.closest("[data-add-all]");
    const one = event.target.closest("[data-add]");
    if (!all && !one) return;
    const rows = all ? [...this.cast.querySelectorAll("li[data-person]")] : [one.closest("li")];
    for (const row of rows) this.add(row);
    this.said.textContent = `${rows.map((row) => row.dataset.name).join(", ")} added; save the day to keep it so.`;
    const next = this.cast.querySelector("[data-add]");
    if (!next) this.cast.replaceChildren();
    (next ?? this.querySelector("#encounters-group .add-row a"))?.focus();
    this.readSoon();
  }

  add(proposal) {
    const { person, name, role } = proposal.dataset;
    this.querySelector("#encounters-group .add-row a")?.click();
    const rows = this.querySelectorAll("#encounters-group .desk-row:not(.empty-form)");
    const row = rows[rows.length - 1];
    const chosen = row.querySelector("select[name$='-person']");
    chosen.append(new Option(name, person, true, true));
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
    row.querySelector("select[name$='-role']").value = role;
    proposal.remove();
  }
}

// A new row is written in at once. Later than its event, which also makes its completing fields.
function begin(row) {
  row.querySelector("input:not([type=hidden]), .select2-selection")?.focus();
}

customElements.define("day-parts", DayParts);
