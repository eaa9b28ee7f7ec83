// A SPARQL query goes in; the same query with its chains of arithmetic in parentheses comes out.
// Oxigraph before 0.5.12, the newest on npm, reads 8 - 3 - 2 as 8 - (3 - 2); SPARQL 1.1 (19.8,
// AdditiveExpression) reads it from the left.
import sparqljs from "sparqljs";

const LEVELS = { "+": "sum", "-": "sum", "*": "product", "/": "product" };

/** Return the query itself where it holds no such chain, or is not SPARQL 1.1. */
export function grouped(query, base) {
  let tree;
  try {
    tree = new sparqljs.Parser({ baseIRI: base, skipValidation: true }).parse(query);
  } catch {
    return query;
  }
  return hasChain(tree) ? new sparqljs.Generator().stringify(tree) : query;
}

function hasChain(node) {
  if (node === null || typeof node !== "object") {
    return false;
  }
  const level = LEVELS[node.operator];
  if (level && level === LEVELS[node.args?.[0]?.operator]) {
    return true;
  }
  return Object.values(node).some(hasChain);
}
