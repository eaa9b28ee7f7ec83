// The search page: loads the index once, answers while you type, and keeps the query in the address.
import { normalise, rank } from "./ranking.js";

const language = document.documentElement.lang;
const form = document.getElementById("search-form");
const field = form.elements.namedItem("q");
const status = document.getElementById("search-status");
const measures = document.getElementById("search-results");
const others = document.getElementById("search-others");
const MOST = 40;
/** Hits that are worth less than this share of the best one are noise. */
const LEAST_SHARE = 0.1;

const edition = document.getElementById("edition");
let loading;
function index() {
  loading ??= fetch(edition?.value ?? status.dataset.index).then((answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }).then(({ columns, entries }) => {
    const all = entries.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i], cell])));
    const measure = all.filter((entry) => entry.kind === "measure");
    const other = all.filter((entry) => entry.kind !== "measure");
    return { measure, other };
  });
  loading.catch(() => { loading = undefined; });
  return loading;
}

function answers(query, entries) {
  const hits = rank(query, entries.map((entry) => entry.texts));
  return hits.filter(([, score]) => score >= hits[0][1] * LEAST_SHARE).map(([place]) => entries[place]);
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Return the text in pieces, the words that were searched for marked. */
function marked(text, terms) {
  const folded = text.normalize("NFKC").toLowerCase();
  if (folded.length !== text.length) return [text];
  const pieces = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const term = terms.find((word) => folded.startsWith(word, at));
    if (!term) continue;
    pieces.push(text.slice(from, at), element("mark", "", text.slice(at, at + term.length)));
    at += term.length - 1;
    from = at + 1;
  }
  return [...pieces, text.slice(from)];
}

function worded(entry, name) {
  const own = entry[`${name}_${language}`];
  return own ? { text: own, lang: language } : { text: entry[`${name}_ja`], lang: "ja" };
}

function link(entry, terms) {
  const { text, lang } = worded(entry, "title");
  const made = element("a", "", ...marked(text, terms));
  made.href = `${status.dataset.site}${entry.document}.html`;
  if (lang !== language) made.lang = lang;
  return made;
}

function line(entry, terms) {
  const title = element("p", "measure-title", element("span", "number", entry.number), " ", link(entry, terms));
  const { text, lang } = worded(entry, "summary");
  const summary = element("p", "measure-summary", ...marked(text, terms));
  if (lang !== language) summary.lang = lang;
  return element("li", "", title, ...(text ? [summary] : []));
}

function chip(entry, terms) {
  const made = link(entry, terms);
  made.replaceChildren(element("span", "", ...made.childNodes), " ", element("span", "note", status.dataset[entry.kind]));
  return element("li", "", made);
}

async function show() {
  const query = field.value.trim();
  if (!normalise(query)) {
    measures.replaceChildren();
    others.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    if (!loading && !measures.children.length) status.textContent = status.dataset.loading;
    const { measure, other } = await index();
    if (query !== field.value.trim()) return;
    const terms = query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const found = answers(query, measure);
    measures.replaceChildren(...found.slice(0, MOST).map((entry) => line(entry, terms)));
    others.replaceChildren(...answers(query, other).slice(0, 6).map((entry) => chip(entry, terms)));
    const count = found.length.toLocaleString(language);
    status.textContent = found.length || others.children.length
      ? status.dataset.found.replace("{count}", count) : status.dataset.none;
  } catch {
    status.textContent = status.dataset.error;
  }
}

function remember() {
  const query = field.value.trim();
  history.replaceState(null, "", query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
}

let waiting;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { remember(); show(); }, 120);
});
field.addEventListener("focus", () => { index().catch(() => {}); }, { once: true });
edition?.addEventListener("change", () => { loading = undefined; show(); });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  remember();
  show();
});
field.value = new URLSearchParams(location.search).get("q") ?? "";
show();
