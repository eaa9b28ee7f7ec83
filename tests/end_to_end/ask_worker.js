// Dumps and queries in (arguments), the answers as CSV out (callback): the page's own worker is asked.
const [wasm, dumps, queries, done] = arguments;
const address = (path) => new URL(path, document.baseURI).href;
const worker = new Worker(address("vendor/sparql/engine-worker.js"), { type: "module" });
const answers = [];
const ask = (turn) =>
  worker.postMessage({ id: turn, task: "run", query: queries[turn], accept: "text/csv" });
worker.onmessage = ({ data }) => {
  if (data.error !== undefined) {
    done({ error: data.error });
    return;
  }
  if (data.id >= 0) {
    answers.push(data.answer.content);
  }
  if (data.id + 1 < queries.length) {
    ask(data.id + 1);
  } else {
    worker.terminate();
    done({ answers });
  }
};
worker.postMessage({ id: -1, task: "load", wasm: address(wasm), dumps: dumps.map(address) });
