// Lets a file be dropped on the field inside. Without this script one chooses it.
class DropFile extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input[type=file]");
    const said = this.querySelector("[role=status]");
    if (!said.textContent) said.textContent = "Or drop it here.";
    const over = (on) => (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.classList.toggle("import-over", on);
    };
    this.addEventListener("dragenter", over(true));
    this.addEventListener("dragover", over(true));
    this.addEventListener("dragleave", over(false));
    this.addEventListener("drop", (event) => {
      over(false)(event);
      const files = event.dataTransfer?.files ?? [];
      if (files.length === 0) return;
      if (files.length > 1) {
        said.textContent = `${files.length} files: pack them into one zip first.`;
        return;
      }
      field.files = files;
      said.textContent = `${files[0].name} is chosen. Press “Look it over”.`;
    });
  }
}

customElements.define("drop-file", DropFile);
