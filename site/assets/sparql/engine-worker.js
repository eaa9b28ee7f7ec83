// Dumps and then queries come in as messages; SPARQL results go out. Runs Oxigraph (WebAssembly)
// inside a worker, so that the page stays usable and a query is stopped by ending the worker.
import init, { Store } from "oxigraph/web.js";

import { grouped } from "./grouping.js";

let store;

/** Fetch a dump of N-Quads, compressed where there is such a file, and return its text. */
async function unpacked(url) {
  let response = await fetch(`${url}.gz`);
  if (!response.ok) {
    response = await fetch(url);
  }
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A host that sends Content-Encoding: gzip has unpacked the file already.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    return bytes;
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function load({ wasm, dumps }) {
  const [files] = await Promise.all([
    Promise.all(dumps.map(unpacked)),
    init({ module_or_path: wasm }),
  ]);
  store = new Store();
  for (const quads of files) {
    store.load(quads, { format: "application/n-quads", no_transaction: true });
  }
  return { statements: store.size };
}

function run({ query, accept, base }) {
  const content = store.query(grouped(query, base), {
    base_iri: base,
    results_format: accept,
    use_default_graph_as_union: true,
  });
  return { content, type: accept };
}

const tasks = { load, run };

self.addEventListener("message", async ({ data }) => {
  try {
    self.postMessage({ id: data.id, answer: await tasks[data.task](data) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error?.message ?? error) });
  }
});
