// The line of one file on its way: its picture, how far it is, what became of it, and what can be done about it.
export class UploadRow {
  constructor(file, onAction) {
    this.file = file;
    this.element = document.createElement("li");
    this.element.className = "upload-row";
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.words = document.createElement("p");
    this.words.className = "upload-words";
    this.progress = document.createElement("progress");
    this.progress.max = 1;
    this.progress.value = 0;
    this.progress.setAttribute("aria-label", `Upload of ${file.name}`);
    this.actions = document.createElement("p");
    this.actions.className = "upload-actions";
    this.element.append(this.canvas, this.words, this.progress, this.actions);
    this.actions.addEventListener("click", (event) => {
      const { action } = event.target.dataset;
      if (action) onAction(action, this);
    });
    this.show("waiting", "waits");
  }

  // `actions` are pairs of a key and the words on its button.
  show(state, words, actions = []) {
    this.state = state;
    this.element.dataset.state = state;
    this.words.textContent = `${this.file.name}: ${words}`;
    this.progress.hidden = !["waiting", "sending", "offline"].includes(state);
    this.actions.replaceChildren(...actions.map(([action, label]) => button(action, label, this.file.name)));
  }

  link(url, label) {
    this.words.append(" ", Object.assign(document.createElement("a"), { href: url, textContent: label }));
  }

  advance(sent, total) {
    this.progress.value = total ? sent / total : 0;
  }
}

// Draws a file small. Pictures are taken one after the other: forty at once would need gigabytes.
let drawing = Promise.resolve();
export function draw(file, canvas, width = 480) {
  drawing = drawing.then(async () => {
    const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeQuality: "medium" });
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    canvas.dataset.drawn = "";
  }).catch(() => {});
  return drawing;
}

function button(action, label, name) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  made.dataset.action = action;
  made.setAttribute("aria-label", `${label}: ${name}`);
  return made;
}
