// Puts a button beside the field inside, which copies what the field holds. Without this script one selects it by hand.
class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard || this.querySelector("button")) return;
    const field = this.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = "Copy";
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "help";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = "Copied";
      } catch {
        field.select();
        said.textContent = "Press Ctrl+C to copy";
      }
    });
    this.append(button, said);
  }
}

customElements.define("copy-text", CopyText);
