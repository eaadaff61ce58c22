// Draws the cities and places that are listed beside it, or the one place whose page it stands on. What is on the map is read off that list, so the two never
// differ; who has no script reads the list alone. Cities are shown from afar, their places from near.
const NEAR = 6;
const NEAREST = 12;
// Wider than the world, so that a popup at its edge has room.
const BOUNDS = [
  [-89, -220],
  [89, 220],
];

class PlaceMap extends HTMLElement {
  async connectedCallback() {
    const listed = [...this.parentElement.querySelectorAll("[data-latitude]")];
    await import(this.dataset.script);
    this.leaflet = window.L;
    this.map = this.draw();
    const cities = this.markers(listed.filter((element) => element.dataset.kind === "city"));
    const places = this.markers(listed.filter((element) => element.dataset.kind === "place"));
    const lone = this.markers(listed.filter((element) => !element.closest("section[class]")));
    this.map.fitBounds(this.leaflet.featureGroup([cities, lone]).getBounds(), { padding: [40, 40], maxZoom: NEAR - 1 });
    const show = () => {
      const isNear = this.map.getZoom() >= NEAR;
      for (const [group, isShown] of [[cities, !isNear], [places, isNear], [lone, !isNear]]) {
        if (isShown) group.addTo(this.map);
        else group.remove();
      }
    };
    this.map.on("zoomend", show);
    show();
    await this.addGround();
    this.dataset.state = "ready";
  }

  draw() {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const moves = { zoomAnimation: !isCalm, fadeAnimation: !isCalm, markerZoomAnimation: !isCalm, inertia: !isCalm };
    const limits = { minZoom: 1, maxZoom: this.dataset.tiles ? 18 : NEAREST, maxBounds: BOUNDS };
    const controls = { zoomControl: false, scrollWheelZoom: false };
    const map = this.leaflet.map(this, { ...moves, ...limits, ...controls });
    // Whoever scrolls past does not mean the map.
    map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
    map.attributionControl.setPrefix(false);
    const { zoomIn, zoomOut } = this.dataset;
    this.leaflet.control.zoom({ position: "bottomleft", zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
    this.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
    return map;
  }

  // The outline that came with the page, or a tile server where the settings name one.
  async addGround() {
    const { tiles, attribution, outline } = this.dataset;
    if (tiles) {
      // Tile servers want to know which site asks; everything else on this site goes without a referrer.
      const options = { attribution, maxZoom: 18, noWrap: true, referrerPolicy: "strict-origin-when-cross-origin" };
      this.leaflet.tileLayer(tiles, options).addTo(this.map);
      return;
    }
    const world = await (await fetch(outline)).json();
    const style = (feature) => ({ className: `map-${feature.properties.kind}` });
    const attribute = "Natural Earth";
    this.leaflet.geoJSON(world, { style, interactive: false, attribution: attribute }).addTo(this.map);
  }

  markers(elements) {
    return this.leaflet.featureGroup(elements.map((element) => this.marker(element)));
  }

  marker(element) {
    const { dataset, textContent } = element;
    const line = element.closest("section")?.className ?? "";
    const className = `map-marker map-${dataset.kind} ${line}`;
    const name = dataset.name ?? textContent.trim().replace(/\s+/g, " ");
    const icon = this.leaflet.divIcon({ className, iconSize: [28, 28], popupAnchor: [0, -10] });
    const marker = this.leaflet.marker([dataset.latitude, dataset.longitude], { icon });
    marker.bindPopup(() => popupOf(element), { closeButton: false, minWidth: 180, maxWidth: 260 });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", name));
    marker.on("popupopen", ({ popup }) => popup.getElement().querySelector("a")?.focus({ preventScroll: true }));
    marker.on("popupclose", () => marker.getElement()?.focus({ preventScroll: true }));
    return marker;
  }
}

// What the list says of it; of a place also in which city it is.
function popupOf(element) {
  const popup = document.createElement("div");
  popup.append(...element.cloneNode(true).childNodes);
  const city = element.dataset.kind === "place" && element.closest("section")?.querySelector("[data-kind=city]");
  if (city) {
    const line = document.createElement("p");
    line.append(city.dataset.name);
    popup.append(line);
  }
  for (const heading of popup.querySelectorAll("[id]")) heading.removeAttribute("id");
  return popup;
}

customElements.define("place-map", PlaceMap);
