// Takes pictures into a day or a trip: chosen, dropped, pasted or from the camera, many at once. Each is looked up by its
// hash first, so that what is here already is not sent again. Finished ones are told as `photo-arrived`.
import { ask } from "./desk-request.js";
import { PhotoTransfer, unfinished } from "./photo-transfer.js";
import { draw, UploadRow } from "./upload-row.js";

const AT_ONCE = 3;
const RETRY = [["retry", "Retry"], ["dismiss", "Dismiss"]];

class PhotoUpload extends HTMLElement {
  connectedCallback() {
    if (this.isSetUp) return;
    this.isSetUp = true;
    this.rows = this.querySelector("[data-rows]");
    this.status = this.querySelector("[data-status]");
    const { day, trip } = this.dataset;
    this.destination = day ? { day } : trip ? { trip } : {};
    this.queue = [];
    this.running = 0;
    this.hidden = false;
    for (const input of this.querySelectorAll("input[type=file]")) this.listenTo(input);
    for (const button of this.querySelectorAll("[data-choose]")) {
      button.addEventListener("click", () => {
        this.isOwnClick = true;
        this.querySelector(`input[data-source=${button.dataset.choose}]`).click();
      });
    }
    this.addEventListener("dragover", (event) => this.dragOver(event));
    this.addEventListener("dragleave", () => this.classList.remove("dropping"));
    this.addEventListener("drop", (event) => this.drop(event));
    document.addEventListener("photos-offered", (event) => {
      event.preventDefault();
      this.take(event.detail, true);
    });
    document.addEventListener("paste", (event) => this.paste(event));
    window.addEventListener("beforeunload", (event) => this.pending().length && event.preventDefault());
    this.remind();
  }

  listenTo(input) {
    // The editor's own button clicks this field, too: then the pictures go into the text.
    input.addEventListener("click", () => {
      this.isForText = !this.isOwnClick;
      this.isOwnClick = false;
    });
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      this.take(input.files, this.isForText);
      input.value = "";
    });
  }

  dragOver(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.classList.add("dropping");
  }

  drop(event) {
    this.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.take(event.dataTransfer.files, false);
  }

  paste(event) {
    const files = event.clipboardData?.files ?? [];
    if (!files.length || event.defaultPrevented || event.target.closest("textarea, input")) return;
    event.preventDefault();
    this.take(files, false);
  }

  async take(files, isForText) {
    // Their time of writing is a first guess at their order; the server knows when they were taken.
    const sorted = [...files].sort((one, other) => one.lastModified - other.lastModified);
    const batch = { isForText, names: new Map(), open: sorted.length };
    for (const file of sorted) {
      const row = new UploadRow(file, (action) => this.act(action, row));
      row.batch = batch;
      row.show("waiting", "waits", [["cancel", "Cancel"]]);
      this.rows.append(row.element);
      this.queue.push(row);
      draw(file, row.canvas);
    }
    this.next();
  }

  next() {
    while (this.running < AT_ONCE && this.queue.length) {
      const row = this.queue.shift();
      this.running += 1;
      this.send(row).finally(() => {
        this.running -= 1;
        this.next();
      });
    }
    this.tell();
  }

  async send(row) {
    try {
      const sha256 = await hashOf(row.file);
      if (row.isCancelled) return;
      const known = sha256 ? await this.known(sha256) : null;
      const outcome = known ? await this.use(row, sha256, known) : await this.transfer(row);
      if (outcome) this.arrived(row, outcome);
    } catch (error) {
      if (row.isCancelled) return;
      row.show("failed", error.message.replace(`${row.file.name}: `, ""), RETRY);
      this.settle(row);
    }
  }

  async known(sha256) {
    const told = { hashes: [sha256], ...numbers(this.destination) };
    // Without a connection the upload itself waits for it; a picture that is here is recognised then, too.
    const { known } = await ask(this.dataset.known, told).catch((error) => {
      if (error.status === 0) return { known: {} };
      throw error;
    });
    return known[sha256];
  }

  async use(row, sha256, known) {
    if (known.figure) {
      const { figure } = known;
      row.show("known", `is here already as “${figure.title || figure.name}”`, [["dismiss", "Dismiss"]]);
      if (figure.day && String(figure.day.id) !== this.dataset.day) row.link(figure.day.url, `on ${figure.day.label}`);
      this.settle(row, figure);
      return null;
    }
    if (!this.dataset.day && !this.dataset.trip) return { photo: known.photo, figure: null };
    const told = { sha256, name: row.file.name, ...numbers(this.destination) };
    return ask(this.dataset.fromPhoto, told);
  }

  async transfer(row) {
    row.show("sending", "is on its way", [["cancel", "Cancel"]]);
    row.transfer = new PhotoTransfer(row.file, {
      endpoint: this.dataset.uploads,
      destination: this.destination,
      onProgress: (sent, total) => {
        if (row.state === "offline") row.show("sending", "is on its way", [["cancel", "Cancel"]]);
        row.advance(sent, total);
      },
      onWait: () => row.show("offline", "waits for the connection, goes on by itself", [["cancel", "Cancel"]]),
    });
    const url = await row.transfer.run();
    return ask(new URL(url, location.href).pathname);
  }

  arrived(row, outcome) {
    const { figure } = outcome;
    row.element.remove();
    this.dispatchEvent(new CustomEvent("photo-arrived", { bubbles: true, detail: { ...outcome, canvas: row.canvas } }));
    const isElsewhere = figure && String(figure.day?.id) !== this.dataset.day;
    if (isElsewhere) {
      row.show("done", figure.day ? `is on ${figure.day.label}` : "is in the trip, on no day", [["dismiss", "Dismiss"]]);
      if (figure.day) row.link(figure.day.url, "open");
      this.rows.append(row.element);
    }
    this.settle(row, figure);
  }

  // A batch that was dropped into the text is named there when all of it has arrived, in the order it was taken in.
  settle(row, figure) {
    const { batch } = row;
    if (!batch || row.isSettled) return;
    row.isSettled = true;
    batch.open -= 1;
    if (figure) batch.names.set(figure.id, figure);
    if (batch.open || !batch.isForText) return;
    const figures = [...batch.names.values()];
    const order = figures.at(-1)?.order ?? [];
    figures.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
    const words = figures.map((each) => `![](figure:${each.name})`).join("\n\n");
    if (words) document.querySelector("markdown-editor")?.insert(words);
  }

  act(action, row) {
    if (action === "cancel") {
      row.isCancelled = true;
      this.queue = this.queue.filter((each) => each !== row);
      row.transfer?.cancel();
      row.show("cancelled", "not uploaded", RETRY);
      this.settle(row);
    } else if (action === "retry") {
      row.isCancelled = false;
      row.show("waiting", "waits", [["cancel", "Cancel"]]);
      this.queue.push(row);
      this.next();
    } else {
      row.element.remove();
    }
    this.tell();
  }

  pending() {
    return [...this.rows.children].filter((each) => ["waiting", "sending", "offline"].includes(each.dataset.state));
  }

  tell() {
    const open = this.pending().length;
    this.status.textContent = open ? `${open} ${open === 1 ? "picture" : "pictures"} on the way` : this.reminder ?? "";
  }

  async remind() {
    const left = await unfinished(this.destination).catch(() => []);
    if (!left.length) return;
    const names = left.map((upload) => upload.metadata.filename).join(", ");
    this.reminder = `On the way when this page was left: ${names}. Choose the same files again, and they go on where they were.`;
    this.tell();
  }
}

// Without a secure address there is no hash; then the server recognises the picture when it has arrived.
async function hashOf(file) {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function numbers(destination) {
  return Object.fromEntries(Object.entries(destination).map(([key, value]) => [key, Number(value)]));
}

customElements.define("photo-upload", PhotoUpload);
