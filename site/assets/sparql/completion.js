// The dataset's own terms go in; completers for classes, properties and prefixes come out.

const KINDS = [
  ["class", "classes"],
  ["property", "properties"],
];

/** Replace the editor's completers, which would ask third parties, by ones over our terms. */
export function useTerms(Yasqe, terms, language) {
  const labels = new Map();
  for (const [kind, list] of KINDS) {
    for (const [iri, ja, en] of terms[list]) {
      labels.set(iri, (language === "en" ? en || ja : ja || en) || "");
    }
    Yasqe.forkAutocompleter(
      kind,
      {
        name: `dataset-${kind}`,
        bulk: false,
        autoShow: true,
        persistenceId: null,
        get: (_editor, token) => matching(terms[list], token?.autocompletionString ?? ""),
        postprocessHints: (editor, hints) => withLabels(editor, hints, labels),
      },
      false,
    );
  }
  Yasqe.forkAutocompleter(
    "prefixes",
    {
      name: "dataset-prefixes",
      persistenceId: null,
      get: () => Object.entries(terms.prefixes).map(([name, iri]) => `${name}: <${iri}>`),
    },
    false,
  );
  return ["variables", "dataset-prefixes", "dataset-class", "dataset-property"];
}

function matching(list, start) {
  const found = list.map(([iri]) => iri).filter((iri) => iri.startsWith(start));
  return found.slice(0, 100);
}

function withLabels(editor, hints, labels) {
  const prefixes = editor.getPrefixesFromQuery();
  for (const hint of hints) {
    const label = labels.get(expanded(hint.text, prefixes));
    if (label) {
      hint.displayText = `${hint.text}  ${label}`;
    }
  }
  return hints;
}

function expanded(text, prefixes) {
  if (text.startsWith("<")) {
    return text.slice(1, -1);
  }
  const [prefix, ...rest] = text.split(":");
  return (prefixes[prefix] ?? "") + rest.join(":");
}
