// Enter in the one field of the queue saves and goes on; Shift and Enter begins a new line.
class AltForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.tagName !== "TEXTAREA") return;
      event.preventDefault();
      event.target.form.requestSubmit();
    });
  }
}

customElements.define("alt-form", AltForm);
