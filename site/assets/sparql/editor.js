// The page's settings go in; a SPARQL editor stands in place of its plain form.
import Yasgui from "@zazuko/yasgui";

import { useTerms } from "./completion.js";
import { answers, BrowserEngine } from "./engine.js";
import { keepNamed } from "./naming.js";
import "./editor.css";

const { Tab, Yasqe, Yasr } = Yasgui;
const GRAPH_FORMS = new Set(["CONSTRUCT", "DESCRIBE"]);
const LONG_QUERY = 4000;

const page = {
  settings: JSON.parse(document.getElementById("sparql-settings").textContent),
  form: document.getElementById("sparql-form"),
  text: document.getElementById("sparql-query"),
  editor: document.getElementById("sparql-editor"),
  picker: document.getElementById("sparql-gallery"),
  about: document.getElementById("sparql-about"),
  engines: document.getElementById("sparql-engines"),
  status: document.getElementById("sparql-status"),
};
const { labels, language } = page.settings;

/** Make the addresses of the settings absolute, seen from the page. */
function absolute(settings) {
  const address = (path) => new URL(path, document.baseURI).href;
  const keys = ["endpoint", "terms", "gallery", "worker", "wasm"];
  return {
    ...Object.fromEntries(keys.map((key) => [key, address(settings[key])])),
    dumps: settings.dumps.map(address),
  };
}

const addresses = absolute(page.settings);

function say(sentence) {
  page.status.textContent = sentence;
}

const browserEngine = new BrowserEngine(
  { ...addresses, base: page.settings.base },
  (state, statements) => {
    const count = statements?.toLocaleString(language) ?? "";
    say((labels[`engine_${state}`] ?? "").replace("{statements}", count));
  },
);

function inBrowser() {
  return page.engines.querySelector("[value=browser]").checked;
}

/** Run the editor's query inside the browser and report it as the editor's own requests are. */
async function runHere(editor) {
  const controller = new AbortController();
  controller.signal.addEventListener("abort", () => browserEngine.stop());
  const accept = GRAPH_FORMS.has(editor.getQueryType())
    ? "text/turtle"
    : "application/sparql-results+json";
  const start = performance.now();
  editor.emit("queryBefore", editor.config.requestConfig);
  editor.emit("query", new Request(addresses.endpoint), controller);
  try {
    const { content, type } = await browserEngine.run(editor.getValue(), accept);
    const response = {
      ok: true,
      status: 200,
      statusText: "OK",
      headers: new Headers({ "content-type": type }),
      type: "basic",
      content,
    };
    editor.emit("queryResponse", response, Math.round(performance.now() - start));
    return response;
  } catch (error) {
    if (error.message !== "Aborted") {
      editor.emit("queryResponse", error, Math.round(performance.now() - start));
    }
    throw error;
  }
}

const runThere = Yasqe.prototype.query;
Yasqe.prototype.query = function query(config) {
  return inBrowser() ? runHere(this) : runThere.call(this, config);
};

/** A new tab shows values plainly, without quotes and datatypes. */
const tabDefaults = Tab.getDefaults;
Tab.getDefaults = (yasgui) => {
  const tab = tabDefaults.call(Tab, yasgui);
  tab.yasr.settings.pluginsConfig = { table: { compact: true } };
  return tab;
};

/** Show the service's problem+json as sentences, with the place of the error. */
async function renderProblem({ text }) {
  const box = document.createElement("div");
  box.className = "sparql-problem";
  box.setAttribute("role", "alert");
  const line = (words) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    box.append(paragraph);
  };
  if (/abort/i.test(text ?? "")) {
    line(labels.stopped);
    return box;
  }
  try {
    const problem = JSON.parse(text);
    [problem.title, problem.detail, problem.hint].filter(Boolean).forEach(line);
    if (problem.line) {
      line(labels.place.replace("{line}", problem.line).replace("{column}", problem.column ?? ""));
    }
  } catch {
    line(text || labels.failed);
  }
  return box;
}

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${address}: ${response.status}`);
  }
  return response.json();
}

/** Show what the script serves and hide what stands in for it without one. */
function reveal() {
  for (const part of document.querySelectorAll("[data-script]")) {
    part.hidden = part.dataset.script === "off";
  }
}

/** Build the editor; `first` is the query it opens with. */
function build(terms, first) {
  const autocompleters = useTerms(Yasqe, terms, language);
  const prefixes = terms.prefixes;
  // The Tab key moves on, as everywhere else on the page.
  const extraKeys = { ...Yasqe.defaults.extraKeys, Tab: false, "Shift-Tab": false };
  Yasr.defaults.errorRenderers = [renderProblem];
  Object.assign(Yasr.plugins.table.defaults.tableConfig.language, {
    info: labels.shown,
    infoFiltered: "",
    zeroRecords: labels.no_rows,
    emptyTable: labels.no_rows,
    aria: labels.table_aria,
  });
  const yasgui = new Yasgui(page.editor, {
    autofocus: false,
    populateFromUrl: true,
    copyEndpointOnNewTab: false,
    tabName: labels.tab,
    persistenceId: "shisaku_sparql",
    endpointCatalogueOptions: { getData: () => [{ endpoint: addresses.endpoint }], keys: [] },
    requestConfig: {
      endpoint: addresses.endpoint,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json",
      acceptHeaderGraph: "text/turtle",
    },
    yasqe: { ...Yasqe.defaults, autocompleters, extraKeys, value: first },
    yasr: { ...Yasr.defaults, prefixes },
  });
  yasgui.on("tabSelect", () => queueMicrotask(() => polish(yasgui)));
  yasgui.on("query", () => say(""));
  document.getElementById("sparql-new").addEventListener("click", () => yasgui.addTab(true));
  polish(yasgui);
  keepNamed(page.editor, labels);
  return yasgui;
}

/** A link that opens the query in this page, wherever the site stands. */
function shareLink(editor) {
  const link = new URL(document.location.href);
  link.search = "";
  link.hash = new URLSearchParams({ query: editor.getValue() }).toString();
  return link.href;
}

/** Point the open tab at our endpoint, and its link at this page. */
function polish(yasgui) {
  const tab = yasgui.getTab();
  const editor = tab?.getYasqe();
  if (editor) {
    tab.setEndpoint(addresses.endpoint);
    editor.config.createShareableLink = shareLink;
    editor.getScrollerElement().tabIndex = 0;
  }
}

/** Put a question of the gallery into a tab of its own. */
function open(yasgui, question) {
  const value = question.text;
  const tab = { name: question.label[language], yasqe: { value } };
  yasgui.addTab(true, tab, { avoidDuplicateTabs: true });
  polish(yasgui);
  if (page.about) {
    page.about.textContent = question.about[language];
  }
}

function wirePicker(yasgui, gallery) {
  const bySlug = new Map(gallery.map((question) => [question.slug, question]));
  document.getElementById("sparql-open")?.addEventListener("click", () => {
    const question = bySlug.get(page.picker.value);
    if (question) {
      open(yasgui, question);
    }
  });
  return bySlug;
}

/** The form stays for other formats: it sends the query of the open tab. */
function wireForm(yasgui) {
  page.form.addEventListener("submit", () => {
    page.text.value = yasgui.getTab().getYasqe().getValue();
    page.form.method = page.text.value.length > LONG_QUERY ? "post" : "get";
  });
}

async function chooseEngine() {
  const served = await answers(addresses.endpoint);
  if (!served) {
    const [server] = page.engines.querySelectorAll("[value=server]");
    const [browser] = page.engines.querySelectorAll("[value=browser]");
    server.disabled = true;
    browser.checked = true;
    page.form.hidden = true;
    say(labels.no_service);
  }
  return served;
}

async function start() {
  const wanted = new URLSearchParams(document.location.search);
  const [terms, gallery] = await Promise.all([json(addresses.terms), json(addresses.gallery)]);
  reveal();
  const yasgui = build(terms, page.text.value);
  const bySlug = wirePicker(yasgui, gallery);
  wireForm(yasgui);
  const engine = chooseEngine();
  const example = bySlug.get(wanted.get("example"));
  if (example) {
    page.picker.value = example.slug;
    open(yasgui, example);
  } else if (wanted.has("query")) {
    open(yasgui, {
      text: wanted.get("query"),
      label: { [language]: labels.tab },
      about: { [language]: "" },
    });
    if (await engine) {
      yasgui.getTab().query().catch(() => {});
    }
  }
}

start().catch((error) => say(`${labels.failed} ${error.message}`));
