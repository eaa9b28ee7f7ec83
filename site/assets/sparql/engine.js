// Settings go in; an engine comes out that answers SPARQL inside the browser, loaded when first asked.

/** Runs queries in a worker over the published dumps. `tell` receives "loading", "ready", "idle". */
export class BrowserEngine {
  constructor(settings, tell) {
    this.settings = settings;
    this.tell = tell;
    this.worker = null;
    this.loaded = null;
    this.waiting = new Map();
    this.turn = 0;
  }

  /** Start the worker and load the dumps, once; resolves with the number of statements. */
  load() {
    if (!this.loaded) {
      this.tell("loading");
      this.worker = new Worker(this.settings.worker, { type: "module" });
      this.worker.addEventListener("message", ({ data }) => this.#settle(data));
      this.worker.addEventListener("error", (event) => {
        event.preventDefault();
        this.stop(new Error(event.message || "The engine could not be loaded."));
      });
      const { wasm, dumps } = this.settings;
      this.loaded = this.#ask({ task: "load", wasm, dumps }).then(
        ({ statements }) => {
          this.tell("ready", statements);
          return statements;
        },
        (error) => {
          this.stop(error);
          throw error;
        },
      );
    }
    return this.loaded;
  }

  /** Answer a query as `{content, type}`; `accept` is the media type wanted. */
  async run(query, accept) {
    await this.load();
    return this.#ask({ task: "run", query, accept, base: this.settings.base });
  }

  /** End the worker and fail what is waiting; the next query starts a new one. */
  stop(reason = new Error("Aborted")) {
    this.worker?.terminate();
    this.worker = null;
    this.loaded = null;
    for (const { reject } of this.waiting.values()) {
      reject(reason);
    }
    this.waiting.clear();
    this.tell("idle");
  }

  #ask(message) {
    this.turn += 1;
    const id = this.turn;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...message });
    });
  }

  #settle({ id, answer, error }) {
    const promise = this.waiting.get(id);
    this.waiting.delete(id);
    if (!promise) {
      return;
    }
    if (error === undefined) {
      promise.resolve(answer);
    } else {
      promise.reject(new Error(error));
    }
  }
}

/** Tell whether a SPARQL service answers at the address (a static host has none). */
export async function answers(endpoint) {
  try {
    const response = await fetch(`${endpoint}?query=${encodeURIComponent("ASK {}")}`, {
      headers: { Accept: "application/sparql-results+json" },
    });
    const type = response.headers.get("content-type") ?? "";
    return response.ok && type.includes("sparql-results+json");
  } catch {
    return false;
  }
}
