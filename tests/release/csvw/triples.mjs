// Metadata (N-Triples) and a CSV file go in; the triples that a CSVW processor makes come out.
import { createReadStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [folder, metadata, csv] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${folder}/package.json`))
const { Parser, Store, Writer } = require('n3')
const { default: CsvwParser } = await import(
  pathToFileURL(`${folder}/node_modules/rdf-parser-csvw/index.js`)
)

const described = new Store(new Parser().parse(readFileSync(metadata, 'utf8')))
const parser = new CsvwParser({ metadata: described, baseIRI: pathToFileURL(csv).href, timezone: 'utc' })
const writer = new Writer(process.stdout, { format: 'N-Triples', end: false })
for await (const quad of parser.import(createReadStream(csv, 'utf8'))) {
  if (quad.subject.termType === 'NamedNode') writer.addQuad(quad)
}
writer.end()
