/* Shows the square that is cut out of the chosen picture, and moves it to where the picture is tapped. */

const SIDE = 240;

class PortraitSquare extends HTMLElement {
  connectedCallback() {
    this.canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", "The portrait as it will be");
    this.append(this.canvas);
    this.addEventListener("input", (event) => {
      if (event.target.name === "figure") this.startAtTap();
      this.draw();
    });
    this.addEventListener("click", (event) => {
      const picture = event.target.closest("img");
      if (picture) this.moveTo(picture, event);
    });
    for (const picture of this.querySelectorAll("img")) picture.addEventListener("load", () => this.draw());
    this.draw();
  }

  get picture() {
    return this.querySelector("input[name=figure]:checked")?.closest("label").querySelector("img");
  }

  field(name) {
    return this.querySelector(`input[name=${name}]`);
  }

  startAtTap() {
    const x = this.querySelector("input[name=figure]:checked").dataset.x;
    if (x) this.field("x").value = x;
  }

  moveTo(picture, event) {
    const box = picture.getBoundingClientRect();
    this.field("x").value = (event.clientX - box.left) / box.width;
    this.field("y").value = (event.clientY - box.top) / box.height;
    this.draw();
  }

  draw() {
    const picture = this.picture;
    if (!picture?.complete || !picture.naturalWidth) return;
    const [x, y, size] = ["x", "y", "size"].map((name) => Number(this.field(name).value));
    const side = Math.min(picture.naturalWidth, picture.naturalHeight) * Math.min(1, Math.max(0.05, size));
    const within = (middle, length) => Math.min(Math.max(0, length * middle - side / 2), length - side);
    const left = within(x, picture.naturalWidth);
    const top = within(y, picture.naturalHeight);
    this.canvas.getContext("2d").drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
  }
}

customElements.define("portrait-square", PortraitSquare);
