// Completes the name being written in a comma-separated line, from the names there are.
// A datalist completes whole values, so its options are given the names already written as a beginning.
class TagCompletion extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.querySelector("datalist");
    if (!this.input || !this.list) return;
    this.names = [...this.list.options].map((option) => option.value);
    this.list.id = `${this.input.id}-names`;
    this.input.setAttribute("list", this.list.id);
    this.input.setAttribute("autocomplete", "off");
    this.input.addEventListener("input", () => this.offer());
    this.offer();
  }

  offer() {
    const written = this.input.value.split(",").map((name) => name.trim());
    const beginning = written.slice(0, -1).join(", ");
    const used = new Set(written.slice(0, -1).map((name) => name.toLowerCase()));
    const options = this.names.filter((name) => !used.has(name.toLowerCase()));
    this.list.replaceChildren(
      ...options.map((name) => new Option("", beginning ? `${beginning}, ${name}` : name)),
    );
  }
}

customElements.define("tag-completion", TagCompletion);
