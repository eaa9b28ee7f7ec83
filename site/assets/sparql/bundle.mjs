// Where the assets and the output folder are goes in; esbuild's options for the SPARQL editor come out.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** Styles that a library writes into <style> elements are refused by our CSP; adopted ones are not. */
const ADOPT = `const adoptStyle = (_head, rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets.push(sheet);
};
`;

/** What is changed in YASGUI while bundling: its list of prefixes, and how it adds styles. */
const CHANGES = [
  [/madsrdf = "[\s\S]*?prefixes_default = \{[\s\S]*?\n\}/, "prefixes_default = {}"],
  [/\br\.createStyle\(/g, "adoptStyle("],
];

const yasguiChanges = {
  name: "yasgui-changes",
  setup(build) {
    build.onLoad({ filter: /yasgui\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [pattern, replacement] of CHANGES) {
        const changed = contents.replace(pattern, replacement);
        if (changed === contents) {
          throw new Error(`YASGUI has changed: ${pattern} is not found in ${path}`);
        }
        contents = changed;
      }
      return { contents: ADOPT + contents, loader: "js" };
    });
  },
};

/** Options for esbuild.build: the editor with its styles, and the worker of the browser engine. */
export function sparqlBundle(outdir) {
  return {
    entryPoints: [join(here, "editor.js"), join(here, "engine-worker.js")],
    outdir: join(outdir, "sparql"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    plugins: [yasguiChanges],
  };
}

/** Packages whose code stands inside what YASGUI publishes: its dependencies, and theirs. */
export async function sparqlPackages(modules) {
  const found = new Set();
  const waiting = ["@zazuko/yasgui", "oxigraph", "sparqljs"];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (!found.has(name)) {
      found.add(name);
      const file = await readFile(join(modules, name, "package.json"), "utf8");
      waiting.push(...Object.keys(JSON.parse(file).dependencies ?? {}));
    }
  }
  return [...found].filter((name) => !name.startsWith("@types/"));
}

/** Files to copy as they are: from the packages (below node_modules) to the output folder. */
export const sparqlCopies = [["oxigraph/web_bg.wasm", "sparql/oxigraph.wasm"]];
