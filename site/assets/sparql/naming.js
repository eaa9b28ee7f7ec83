// The editor's region and the page's labels go in; every control in it has a name in that language.
// YASGUI draws parts of itself anew after each query, so the region is watched.

/** Selectors of controls that YASGUI leaves unnamed, and the label that names them. */
const NAMES = [
  [".yasqe_queryButton", "run"],
  [".yasqe_share", "share"],
  [".closeTab", "close"],
  [".tableSizer", "page_size"],
  [".tableFilter", "filter"],
  [".yasr_downloadIcon", "download"],
  [".CodeMirror-code[contenteditable], .CodeMirror textarea", "query"],
];
/** Elements whose English words are replaced where the labels hold a translation. */
const WORDED = ".yasr_btn span, .yasr_btn, .switch .label, .tableSizer option, .pageSizerLabel";
const TOOK = /^([\d,.]+) results? in ([\d.]+) seconds?$/;

/** Keep the names and words of the region right until the page is left. */
export function keepNamed(region, labels) {
  const words = new Map(labels.words);
  let asked = false;
  const pass = () => {
    asked = false;
    nameControls(region, labels);
    translate(region, labels, words);
  };
  new MutationObserver(() => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(pass);
    }
  }).observe(region, { childList: true, subtree: true });
  pass();
}

function nameControls(region, labels) {
  for (const [selector, key] of NAMES) {
    for (const element of region.querySelectorAll(selector)) {
      if (element.getAttribute("aria-label") !== labels[key]) {
        element.setAttribute("aria-label", labels[key]);
        element.title = element.textContent.trim() === "" ? labels[key] : "";
      }
    }
  }
  // Their visible word is their name; YASGUI's aria-label says something else.
  for (const button of region.querySelectorAll(".yasr_btnGroup button[aria-label]")) {
    button.removeAttribute("aria-label");
    button.title = "";
  }
  for (const heading of region.querySelectorAll("th .dt-column-title:empty")) {
    heading.textContent = "#";
  }
}

function translate(region, labels, words) {
  for (const element of region.querySelectorAll(WORDED)) {
    if (element.childElementCount === 0 && words.has(element.textContent.trim())) {
      element.textContent = words.get(element.textContent.trim());
    }
  }
  for (const field of region.querySelectorAll("input[placeholder='Filter query results']")) {
    field.placeholder = labels.filter;
  }
  for (const chip of region.querySelectorAll(".yasr_response_chip")) {
    const took = TOOK.exec(chip.textContent);
    if (took) {
      chip.textContent = labels.took.replace("{rows}", took[1]).replace("{seconds}", took[2]);
    }
  }
}
