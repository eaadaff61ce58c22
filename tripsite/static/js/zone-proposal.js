// A time zone's field: completes names, and proposes the browser's own zone while nothing but UTC is written.
class ZoneProposal extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const list = this.querySelector("datalist");
    if (!input || !list) return;
    list.id = `${input.id}-zones`;
    input.setAttribute("list", list.id);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (this.hasAttribute("data-propose") && zone && ["", "UTC"].includes(input.value)) input.value = zone;
  }
}

customElements.define("zone-proposal", ZoneProposal);
