// Shows how far an import is that goes on in the background. Without this script, the page has a link to look again.
const LOOK_EVERY_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

class ImportProgress extends HTMLElement {
  connectedCallback() {
    this.pause = LOOK_EVERY_MS;
    this.lookLater();
  }

  lookLater() {
    if ("underWay" in this.dataset && this.isConnected) setTimeout(() => this.look(), this.pause);
  }

  async look() {
    try {
      const response = await fetch(location.href, { redirect: "error" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("import-progress");
      if (!response.ok) throw new Error(response.statusText);
      if (!fresh) {
        // The review is open again, since something could not go in.
        location.reload();
        return;
      }
      this.replaceChildren(...fresh.childNodes);
      this.toggleAttribute("data-under-way", "underWay" in fresh.dataset);
      if (!("underWay" in this.dataset)) this.end(page);
      this.pause = LOOK_EVERY_MS;
    } catch {
      // Logged out, or no network: the import goes on all the same.
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    }
    this.lookLater();
  }

  end(page) {
    document.title = page.title;
    document.querySelector("h1").textContent = page.querySelector("h1").textContent;
  }
}

customElements.define("import-progress", ImportProgress);
