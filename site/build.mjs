// The packages of package.json go in; vendor/ comes out: tokens, the SPARQL editor, licences.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sparqlBundle, sparqlCopies, sparqlPackages } from "./assets/sparql/bundle.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const vendor = join(here, "vendor");

const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/** Bundle and return the packages that the bundle holds. */
async function bundled(options) {
  const result = await build({ ...options, absWorkingDir: here, metafile: true });
  return Object.keys(result.metafile.inputs).flatMap((path) => {
    const found = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    return found ? [found[1]] : [];
  });
}

async function licence(name) {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const rule = "=".repeat(72);
  return [rule, `${name} ${version} (${license ?? "see below"})`, rule, ...texts.map((t) => t.trim()), ""].join("\n");
}

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
const packages = new Set(["@digital-go-jp/design-tokens"]);
for (const name of await bundled({
  stdin: {
    contents: '@import "@digital-go-jp/design-tokens/dist/tokens.css";',
    loader: "css",
    resolveDir: here,
  },
  outfile: join(vendor, "tokens.css"),
  bundle: true,
  minify: true,
})) packages.add(name);
for (const name of await bundled(sparqlBundle(vendor))) packages.add(name);
for (const name of await sparqlPackages(modules)) packages.add(name);
for (const [from, to] of sparqlCopies) {
  await mkdir(dirname(join(vendor, to)), { recursive: true });
  await cp(join(modules, from), join(vendor, to));
}
const texts = await Promise.all([...packages].sort().map(licence));
await writeFile(join(vendor, "LICENSES.txt"), texts.join("\n"));
