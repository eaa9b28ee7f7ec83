// Small helps for every page: how far off a deadline is, quotes that open when linked to,
// and filters and sorting for the table of values. Every page reads well without it.
const language = document.documentElement.lang;

const WORDS = {
  ja: { left: (text) => `期限まで${text}`, past: (text) => `期限から${text}`, year: (n) => `約${n}年`, month: (n) => `約${n}か月`, day: (n) => `${n}日` },
  en: { left: (text) => `${text} left`, past: (text) => `${text} past`, year: (n) => `about ${n} year${n === 1 ? "" : "s"}`, month: (n) => `about ${n} month${n === 1 ? "" : "s"}`, day: (n) => `${n} day${n === 1 ? "" : "s"}` },
}[language];

function distance(days) {
  if (days >= 548) return WORDS.year(Math.round(days / 365.25));
  if (days >= 60) return WORDS.month(Math.round(days / 30.44));
  return WORDS.day(days);
}

function showDistances() {
  const today = new Date();
  const now = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  for (const place of document.querySelectorAll("[data-due]")) {
    const days = Math.round((Date.parse(place.dataset.due) - now) / 86400000);
    if (Number.isNaN(days)) continue;
    place.textContent = (days >= 0 ? WORDS.left : WORDS.past)(distance(Math.abs(days)));
  }
}

function openLinked() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let node = target; node; node = node.parentElement) {
    if (node instanceof HTMLDetailsElement) node.open = true;
  }
  if (target) target.scrollIntoView({ block: "center" });
}

function fold(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll(",", "");
}

function rowsOf(tables) {
  return tables.flatMap((table) => [...table.tBodies[0].rows].map((row) => ({
    row,
    text: fold(row.textContent),
    role: row.cells[1].textContent.trim(),
    unit: row.cells[2].querySelector(".unit")?.textContent.trim() ?? "",
    period: row.cells[3].textContent.trim(),
    ministry: [...row.cells[4].querySelectorAll("a")].map((link) => link.textContent.trim()),
  })));
}

function filterTables(form) {
  const tables = [...document.querySelectorAll(`#${form.dataset.table} table`)];
  const rows = rowsOf(tables);
  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = fold(wanted.text).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of rows) {
      const shown = words.every((word) => item.text.includes(word))
        && (!wanted.role || item.role === wanted.role)
        && (!wanted.unit || item.unit === wanted.unit)
        && (!wanted.period || item.period === wanted.period)
        && (!wanted.ministry || item.ministry.includes(wanted.ministry));
      item.row.hidden = !shown;
      if (shown) count += 1;
    }
    for (const table of tables) {
      table.closest(".figure-group").hidden = ![...table.tBodies[0].rows].some((row) => !row.hidden);
    }
    form.querySelector("[data-count]").textContent = count.toLocaleString(language);
    const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
    history.replaceState(null, "", query.size ? `?${query}${location.hash}` : location.pathname + location.hash);
  };
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
  for (const table of tables) makeSortable(table);
}

function makeSortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(table, head));
  }
}

function sortBy(table, head) {
  const up = head.getAttribute("aria-sort") !== "ascending";
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const column = head.cellIndex;
  const number = head.classList.contains("num");
  const key = (row) => {
    const cell = row.cells[column];
    return number ? Number(cell.querySelector("b").textContent.replaceAll(",", "")) : cell.textContent.trim();
  };
  const compare = new Intl.Collator(language, { numeric: true }).compare;
  const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
  rows.sort(([a], [b]) => (number ? a - b : compare(a, b)) * (up ? 1 : -1));
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

// The worker stands at the site's root, beside assets/, so that it may answer for every page.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(new URL("../offline.js", import.meta.url)).catch(() => {});
}
showDistances();
openLinked();
addEventListener("hashchange", openLinked);
for (const form of document.querySelectorAll("form.filter")) filterTables(form);
