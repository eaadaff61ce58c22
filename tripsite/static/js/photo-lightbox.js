// Shows the pictures of the element it stands in over the whole window, with their captions. An open picture has the
// address of its own page: Back closes it, and who copies the address gives away that page. Without this script, or
// where it fails, pictures simply lead there.
class PhotoLightbox extends HTMLElement {
  connectedCallback() {
    this.page = this.parentElement;
    this.page.addEventListener("click", (event) => this.click(event));
    // Fetched when somebody is about to open a picture, so that it is there by then.
    for (const kind of ["pointerover", "focusin"]) {
      this.page.addEventListener(kind, (event) => pictureAt(event) && this.load().catch(() => {}));
    }
    this.arrived = (event) => this.arrive(event.state?.picture);
    window.addEventListener("popstate", this.arrived);
  }

  disconnectedCallback() {
    window.removeEventListener("popstate", this.arrived);
  }

  load() {
    this.loaded ??= Promise.all([import(this.dataset.script), fetchStyles(this.dataset.styles)]);
    return this.loaded.then(([module]) => module.default);
  }

  click(event) {
    const link = pictureAt(event);
    const isOrdinary = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isOrdinary || event.defaultPrevented) return;
    event.preventDefault();
    this.open(link, true);
  }

  // Back and Forward: to the page, or to a picture that was open before.
  arrive(picture) {
    if (!picture) {
      this.isLeft = true;
      this.lightbox?.close();
    } else if (!this.lightbox) {
      const link = this.pictures().find((link) => link.dataset.figure === picture);
      if (link) this.open(link, false);
    }
  }

  // One link for each picture, where it first stands in the text; before them the cover, if no text shows it.
  pictures() {
    const inText = [...this.page.querySelectorAll("figure a[data-figure]")];
    const isSame = (link) => (other) => other.dataset.figure === link.dataset.figure;
    const covers = [...this.page.querySelectorAll(".cover a[data-figure]")].filter((link) => !inText.some(isSame(link)));
    return [...covers, ...inText.filter((link, number) => inText.findIndex(isSame(link)) === number)];
  }

  async open(opener, isNew) {
    let PhotoSwipe;
    try {
      PhotoSwipe = await this.load();
    } catch {
      location.assign(opener.href);
      return;
    }
    if (this.lightbox) return;
    const links = this.pictures();
    const lightbox = new PhotoSwipe({ ...this.options(), ...slidesOf(links, opener) });
    this.lightbox = lightbox;
    this.isLeft = false;
    const remember = (link) => history.replaceState({ picture: link.dataset.figure }, "", link.href);
    if (isNew) history.pushState(null, "", opener.href);
    lightbox.on("uiRegister", () => addCaption(lightbox, links));
    lightbox.on("change", () => remember(links[lightbox.currIndex]));
    lightbox.on("close", () => this.isLeft || history.back());
    const behind = [...document.body.children].filter((element) => !element.inert);
    lightbox.on("destroy", () => {
      this.lightbox = null;
      for (const element of behind) element.inert = false;
      opener.focus({ preventScroll: true });
    });
    lightbox.init();
    for (const element of behind) element.inert = true;
    remember(links[lightbox.currIndex]);
    lightbox.element.setAttribute("aria-label", this.dataset.label);
    lightbox.element.setAttribute("aria-modal", "true");
  }

  options() {
    const { close, zoom, previous, next, error } = this.dataset;
    return {
      closeTitle: close,
      zoomTitle: zoom,
      arrowPrevTitle: previous,
      arrowNextTitle: next,
      errorMsg: error,
      bgOpacity: 1,
      loop: false,
      padding: { top: 56, bottom: 72, left: 0, right: 0 },
      returnFocus: false,
    };
  }
}

function pictureAt(event) {
  return event.target.closest("a[data-figure]");
}

function fetchStyles(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

function slidesOf(links, opener) {
  // A browser that took the better format for one picture takes it for all.
  const isAvif = links.some((link) => link.querySelector("img").currentSrc.endsWith(".avif"));
  const dataSource = links.map((link) => slideOf(link, isAvif ? "image/avif" : "image/jpeg"));
  return { dataSource, index: links.findIndex((link) => link.dataset.figure === opener.dataset.figure) };
}

function slideOf(link, type) {
  const image = link.querySelector("img");
  const { srcset } = [...link.querySelectorAll("source")].find((source) => source.type === type);
  // The last one is the widest.
  const [src, size] = srcset.split(", ").at(-1).split(" ");
  const width = Number.parseInt(size, 10);
  const height = Math.round((width * image.getAttribute("height")) / image.getAttribute("width"));
  const thumbCropped = getComputedStyle(image).objectFit === "cover";
  return { element: link, msrc: image.currentSrc, src, srcset, width, height, alt: image.alt, thumbCropped };
}

function addCaption(lightbox, links) {
  const show = (element) => {
    const link = links[lightbox.currIndex];
    const words = link.closest("figure")?.querySelector("figcaption")?.cloneNode(true).childNodes ?? [];
    element.lang = link.closest("[lang]").lang;
    element.replaceChildren(...words);
  };
  lightbox.ui.registerElement({
    name: "caption",
    appendTo: "root",
    onInit(element) {
      element.dir = "auto";
      element.setAttribute("aria-live", "polite");
      lightbox.on("change", () => show(element));
      show(element);
    },
  });
}

customElements.define("photo-lightbox", PhotoLightbox);
