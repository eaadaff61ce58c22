// How what was typed before is told of.

// A time as this device writes it; with the day, if that was another.
export function moment(date) {
  const isToday = date.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { weekday: "short", day: "numeric", month: "short" };
  return date.toLocaleString([], { ...day, hour: "2-digit", minute: "2-digit" });
}

// Put the server's offers on the page. One that stands there already stays the same element: a finger may be on it.
export function show(offers, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelectorAll(".kept-offer");
  for (const offer of [...fresh].reverse()) {
    const there = offers.querySelector(`.kept-offer[data-window="${offer.dataset.window}"]`);
    if (!there) offers.prepend(offer);
    else if (there.dataset.edits !== offer.dataset.edits) there.replaceWith(offer);
  }
}

// Times as this device tells them; offers of `without` go: what is being written here already, or thrown away.
export function adjust(offers, without) {
  for (const time of offers.querySelectorAll("time")) time.textContent = moment(new Date(time.dateTime));
  for (const button of offers.querySelectorAll(".kept-not-now")) button.hidden = false;
  for (const offer of offers.querySelectorAll(".kept-offer")) if (without.includes(offer.dataset.window)) offer.remove();
}

// Where the server cannot compare: the texts as they were typed, to be copied.
export function plainOffer(record) {
  const offer = document.createElement("section");
  offer.className = "kept-offer";
  offer.dataset.window = record.window;
  const title = document.createElement("h2");
  title.textContent = `You typed more here, ${moment(new Date(record.at))}. The server cannot compare it just now.`;
  offer.append(title);
  for (const [name, values] of Object.entries(record.values)) {
    if (name.startsWith("_") || !values.join("").includes(" ")) continue;
    const text = document.createElement("textarea");
    Object.assign(text, { readOnly: true, rows: 6, value: values.join("\n"), ariaLabel: name });
    offer.append(text);
  }
  return offer;
}
