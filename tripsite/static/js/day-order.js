// Changes the order of a trip's sections by dragging, by Alt+↑ and Alt+↓, and by its buttons, without loading the page
// anew. Whatever the server does not allow it explains, and that is said here. Without this script the buttons do it.
class DayOrder extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.said = this.querySelector("[data-said]");
    if (!this.list || this.isSetUp) return;
    this.isSetUp = true;
    for (const row of this.rows) {
      row.draggable = true;
      row.querySelector("a").draggable = false;
    }
    this.addEventListener("submit", (event) => this.press(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.hover(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.settle());
  }

  get rows() {
    return [...this.list.children];
  }

  press(event) {
    event.preventDefault();
    this.moveBy(event.target.closest("li"), Number(event.submitter.value), event.submitter);
  }

  key(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest("li");
    if (!by || !event.altKey || !row) return;
    event.preventDefault();
    this.moveBy(row, by, document.activeElement);
  }

  moveBy(row, by, focused) {
    const to = this.rows.indexOf(row) + by;
    if (to < 0 || to >= this.rows.length) this.said.textContent = `${row.dataset.name} is at the end already.`;
    else this.move(row, to, focused);
  }

  lift(event) {
    this.lifted = event.target.closest("li");
    if (!this.lifted) return;
    this.lifted.classList.add("is-lifted");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.lifted.dataset.name);
  }

  hover(event) {
    const row = event.target.closest("li");
    if (!this.lifted || !row) return;
    event.preventDefault();
    for (const each of this.rows) each.classList.toggle("is-target", each === row && row !== this.lifted);
  }

  drop(event) {
    const row = event.target.closest("li");
    if (!this.lifted || !row) return;
    event.preventDefault();
    if (row !== this.lifted) this.move(this.lifted, this.rows.indexOf(row));
  }

  settle() {
    for (const each of this.rows) each.classList.remove("is-lifted", "is-target");
    this.lifted = null;
  }

  async move(row, to, focused) {
    try {
      const answer = await fetch(row.dataset.move, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": this.token },
        body: new URLSearchParams({ to }),
      });
      const { order, problem, error } = await answer.json();
      if (order) this.arrange(order);
      this.said.textContent = problem || error || `${row.dataset.name} moved to place ${this.rows.indexOf(row) + 1}.`;
    } catch {
      this.said.textContent = "Not moved: the server cannot be reached. Try again when you are online.";
    }
    (focused?.disabled ? row.querySelector("button:enabled") : focused)?.focus();
  }

  get token() {
    return document.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  arrange(order) {
    const byKey = new Map(this.rows.map((row) => [Number(row.dataset.day), row]));
    this.list.append(...order.map((key) => byKey.get(key)).filter(Boolean));
    for (const row of this.rows) {
      const [up, down] = row.querySelectorAll("button");
      if (up) up.disabled = row.previousElementSibling?.dataset.place !== row.dataset.place;
      if (down) down.disabled = row.nextElementSibling?.dataset.place !== row.dataset.place;
    }
  }
}

customElements.define("day-order", DayOrder);
