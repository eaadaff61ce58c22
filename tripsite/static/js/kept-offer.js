// How what was typed before is told of.

// A time as this device writes it; with the day, if that was another.
export function moment(date) {
  const isToday = date.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { weekday: "short", day: "numeric", month: "short" };
  return date.toLocaleString([], { ...day, hour: "2-digit", minute: "2-digit" });
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
