/* Beside what logs in or adds with a passkey: shows its button where that can work, and says in words what went wrong. */
class PasskeyHelp extends HTMLElement {
  connectedCallback() {
    const button = document.getElementById(this.getAttribute("for"));
    const problem = this.problem();
    if (button) button.hidden = Boolean(problem);
    if (problem && this.hasAttribute("always")) this.say(problem);
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      this.say(this.explanation(event.detail.exception));
    });
  }

  /* Passkeys belong to a name, over a safe connection. */
  problem() {
    if (/^[\d.]+$|^\[/.test(location.hostname)) {
      return `Passkeys belong to a name, and this address is a number. Here at home, open http://localhost:${location.port}/admin/ instead.`;
    }
    if (!window.isSecureContext) return "Passkeys need a secure connection (https).";
    return window.PublicKeyCredential ? "" : "This browser has no passkeys.";
  }

  explanation(exception) {
    if (exception?.name === "NotAllowedError") return "No passkey was used: you stopped it, or it took too long.";
    if (exception?.name === "InvalidStateError") return "This device is here already.";
    return "That did not work. Reload the page and try again.";
  }

  say(words) {
    this.setAttribute("role", "alert");
    this.textContent = words;
  }
}

customElements.define("passkey-help", PasskeyHelp);
