// Searches a log that is served as plain files: fetches the lists of the words asked for, and the pages that results quote.
// Words are told and folded by the rules that the log itself goes by. Without this script one looks around in the archive.
const QUOTES = /[“”„‟«»″「」『』]/g;
const PER_PAGE = 10;
const MOST_TERMS = 12;
const BEFORE = 60;
const LENGTH = 240;
const TITLE_WEIGHT = 10;

async function json(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}

// The page at an address, or null: the browser reads it by itself, since our policy lets no script make HTML of a text.
function documentAt(address) {
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.open("GET", address);
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.response : null));
    request.send();
  });
}

class Rules {
  constructor(rules) {
    this.token = new RegExp(`[${rules.spaceless}]|(?:(?:(?![${rules.spaceless}])[\\p{L}\\p{N}])+[${rules.marks}]*)+`, "gu");
    this.accent = new RegExp(`[${rules.accents}]`, "u");
    this.rules = rules;
  }

  fold(word) {
    const { cases, plain, longest } = this.rules;
    const small = [...word.normalize("NFKD")].map((letter) => cases[letter] ?? letter.toLowerCase()).join("");
    const letters = [...small.normalize("NFKD")].filter((letter) => this.stays(letter)).join("");
    const folded = [...letters.normalize("NFC")].map((letter) => plain[letter] ?? letter);
    return [...folded.join("")].slice(0, longest).join("") || [...word].slice(0, longest).join("");
  }

  stays(letter) {
    return /[\p{L}\p{N}]/u.test(letter) || (/[\p{Mc}\p{Mn}]/u.test(letter) && !this.accent.test(letter));
  }

  words(text) {
    return [...text.matchAll(this.token)].map((match) => this.fold(match[0]));
  }

  // The words that all have to be there, each with whether it may go on: the last one, outside quotes.
  terms(typed) {
    const text = typed.replace(QUOTES, '"').slice(0, 400);
    const words = [...new Set(this.words(text))].slice(0, MOST_TERMS);
    const goesOn = !text.trimEnd().endsWith('"') && (text.split('"').length - 1) % 2 === 0;
    return words.map((word, place) => ({ word, goesOn: goesOn && place === words.length - 1 && word.length > 1 }));
  }
}

// The name of the file that lists a word, as the site's builder names it.
export function beginning(word) {
  if (!/^[a-z0-9]/.test(word)) return `u${(word.codePointAt(0) >> 6).toString(16)}`;
  return /^[a-z0-9]{2}/.test(word) ? word.slice(0, 2) : `${word[0]}_`;
}

class Index {
  static async load() {
    const [index, rules] = await Promise.all([json("index.json"), json("rules.json")]);
    return new Index(index, new Rules(rules));
  }

  constructor(index, rules) {
    Object.assign(this, index);
    this.rules = rules;
    this.fetched = new Map();
  }

  file(path) {
    if (!this.fetched.has(path)) this.fetched.set(path, json(path));
    return this.fetched.get(path);
  }

  // The numbers of all things that hold every term, the best first.
  async find(terms) {
    let scores = null;
    for (const held of await Promise.all(terms.map((term) => this.holding(term)))) {
      const both = new Map();
      for (const [number, score] of held) {
        if (scores === null || scores.has(number)) both.set(number, score + (scores?.get(number) ?? 0));
      }
      scores = both;
    }
    return [...(scores ?? [])].sort((one, other) => other[1] - one[1] || other[0] - one[0]).map(([number]) => number);
  }

  async holding({ word, goesOn }) {
    const name = beginning(word);
    const found = new Map();
    if (!this.beginnings.includes(name)) return found;
    const lists = await this.file(`words/${name}.json`);
    const words = goesOn ? Object.keys(lists).filter((each) => each.startsWith(word)) : [word].filter((each) => each in lists);
    for (const each of words) {
      const [titles, texts] = lists[each];
      // What is rare says more.
      const weight = Math.log(1 + this.count / (titles.length + texts.length));
      this.add(found, titles, weight * TITLE_WEIGHT);
      this.add(found, texts, weight);
    }
    return found;
  }

  add(found, steps, weight) {
    let number = 0;
    for (const step of steps) {
      number += step;
      found.set(number, (found.get(number) ?? 0) + weight);
    }
  }

  kind(number) {
    return this.kinds[number % this.kinds.length];
  }

  async thing(number) {
    return (await this.file(`things/${Math.floor(number / this.group)}.json`))[number];
  }
}

function element(name, className, ...parts) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...parts);
  return made;
}

class StaticSearch extends HTMLElement {
  connectedCallback() {
    this.form = document.querySelector(".search-form");
    this.count = document.getElementById("search-count");
    this.names = new Map(this.dataset.kinds.split("|").map((kind) => kind.split("=")).map(([kind, ...names]) => [kind, names]));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(new URLSearchParams({ q: this.form.q.value }));
    });
    this.addEventListener("click", (event) => {
      const link = event.target.closest(".narrowing a");
      if (!link) return;
      event.preventDefault();
      this.go(new URL(link.href).searchParams);
    });
    addEventListener("popstate", () => this.show());
    this.show();
  }

  go(asked) {
    history.pushState(null, "", `?${asked}`);
    this.show();
  }

  async show() {
    const asked = new URLSearchParams(location.search);
    const text = asked.get("q") ?? "";
    this.form.q.value = text;
    this.run = Symbol("the latest search");
    const { run } = this;
    try {
      this.index ??= Index.load();
      const index = await this.index;
      const terms = index.rules.terms(text);
      const numbers = await index.find(terms);
      if (run === this.run) await this.draw(index, numbers, terms, asked);
    } catch (error) {
      this.index = undefined;
      if (run === this.run) this.say(this.dataset.failed);
      throw error;
    }
  }

  say(words) {
    this.count.textContent = words;
    this.replaceChildren();
  }

  async draw(index, numbers, terms, asked) {
    const { one, many, none } = this.dataset;
    this.say(!terms.length ? "" : numbers.length === 1 ? one : numbers.length ? many.replace("NUMBER", numbers.length) : none);
    if (!numbers.length) return;
    const kind = asked.get("kind");
    const list = element("ol", "results");
    this.append(this.narrowing(index, numbers, asked), list);
    const shown = numbers.filter((number) => !this.names.has(kind) || index.kind(number) === kind);
    await this.more(index, shown, terms, list, 0);
  }

  narrowing(index, numbers, asked) {
    const counts = new Map();
    for (const number of numbers) counts.set(index.kind(number), (counts.get(index.kind(number)) ?? 0) + 1);
    const list = element("ul", "filters");
    const choice = (name, kind, count) => {
      const link = element("a", "", name);
      link.href = `?${new URLSearchParams({ q: asked.get("q"), ...(kind && { kind }) })}`;
      if ((asked.get("kind") ?? "") === kind) {
        link.className = "chosen";
        link.setAttribute("aria-current", "true");
      }
      list.append(element("li", "", link, " ", element("span", "count", String(count))));
    };
    choice(this.dataset.all, "", numbers.length);
    for (const [kind, [, name]] of this.names) if (counts.has(kind)) choice(name, kind, counts.get(kind));
    const nav = element("nav", "narrowing", list);
    nav.setAttribute("aria-label", this.dataset.narrow);
    return nav;
  }

  async more(index, numbers, terms, list, start) {
    const some = numbers.slice(start, start + PER_PAGE);
    const things = await Promise.all(some.map((number) => index.thing(number)));
    const entries = things.map((thing) => this.entry(thing));
    list.append(...entries);
    if (start) entries[0].querySelector("a").focus();
    if (numbers.length > start + PER_PAGE) {
      const button = element("button", "more-results", this.dataset.more);
      button.type = "button";
      button.addEventListener("click", () => {
        button.remove();
        this.more(index, numbers, terms, list, start + PER_PAGE);
      });
      this.append(button);
    }
    await Promise.all(entries.map((entry, place) => this.quote(entry, things[place], index.rules, terms)));
  }

  entry([kind, title, address, colour, language, facts]) {
    const link = element("a", "", title);
    link.href = `../${address}`;
    const heading = element("h2", "title", link);
    heading.dir = "auto";
    if (language) heading.lang = language;
    const items = facts.map((fact) => element("li", "", fact));
    const badge = element("p", "badge", element("span", "", this.names.get(kind)[0]));
    return element("li", `result ${colour}`, badge, heading, element("ul", "facts", ...items));
  }

  // Adds the passage of the page that holds the words; a page that cannot be read is left without one.
  async quote(entry, [, , address, , language], rules, terms) {
    const page = await documentAt(`../${address.split("#")[0]}`);
    if (!page) return;
    // A way on is no part of the passage it stands in.
    page.querySelectorAll(".read-on").forEach((link) => link.remove());
    const passages = [...page.querySelectorAll("main :is(p, li, dd, figcaption, blockquote)")];
    const texts = passages.map((passage) => passage.textContent.replace(/\s+/g, " ").trim());
    const marked = texts.map((text) => [text, marks(text, rules, terms)]);
    const [text, found] = marked.reduce((best, each) => (each[1].terms > best[1].terms ? each : best), ["", { terms: 0 }]);
    if (!found.terms) return;
    const snippet = element("p", "snippet", ...pieces(text, found.spans));
    snippet.dir = "auto";
    if (language) snippet.lang = language;
    entry.append(snippet);
  }
}

// Where a text holds the terms, and how many different ones.
function marks(text, rules, terms) {
  const spans = [];
  const held = new Set();
  for (const match of text.matchAll(rules.token)) {
    const word = rules.fold(match[0]);
    const term = terms.find((each) => (each.goesOn ? word.startsWith(each.word) : word === each.word));
    if (!term) continue;
    held.add(term.word);
    spans.push([match.index, match.index + match[0].length]);
  }
  return { spans, terms: held.size };
}

function pieces(text, spans) {
  let from = Math.max(0, spans[0][0] - BEFORE);
  if (from) from = text.indexOf(" ", from) + 1 || from;
  let to = Math.min(text.length, from + LENGTH);
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), spans[0][1]);
  const made = from ? ["… "] : [];
  for (const [start, end] of spans) {
    if (start < from || end > to) continue;
    made.push(text.slice(from, start), element("mark", "", text.slice(start, end)));
    from = end;
  }
  return [...made, text.slice(from, to), ...(to < text.length ? [" …"] : [])];
}

customElements.define("static-search", StaticSearch);
