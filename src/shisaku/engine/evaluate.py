"""A question and a dataset become an answer: SPARQL runs here, inside a worker process."""

from __future__ import annotations

import gzip
import re
from hashlib import blake2b
from itertools import islice

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from shisaku.engine.clauses import Clauses, dataset_clauses
from shisaku.engine.dataset import Dataset, graph_names
from shisaku.engine.layout import settled
from shisaku.engine.model import Answer, Question, RefusalError
from shisaku.engine.prefixes import PREFIXES
from shisaku.engine.reading import (
    UPDATE_FORMS,
    form_of,
    in_order_of_appearance,
    star_offset,
    unescaped,
)
from shisaku.engine.truncation import BoundedOutput, OutputLimitError, cut_solutions, graph_notice

SOLUTION_WRITERS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_WRITERS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
RESULT_PREFIXES = dict(PREFIXES)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
#: Bodies below this many bytes are not worth compressing.
_WORTH = 1024
_MERGED = NamedNode("urn:x-shisaku:merged-default-graph")


def evaluate(dataset: Dataset, question: Question) -> Answer:
    """Run one query and serialise what it gives; raises RefusalError."""
    try:
        result = _query(dataset, question)
        name, body, truncated = _serialised(result, question)
    except SyntaxError as error:
        raise syntax_refusal(str(error), question.query) from None
    except MemoryError:
        raise RefusalError("query-memory") from None
    except (OSError, ValueError, RuntimeError, TypeError) as error:
        raise RefusalError("query-evaluation", {"detail": str(error)}) from None
    finally:
        if dataset.overlapping:
            dataset.store.remove_graph(_MERGED)
    return finished(name, body, truncated, question.encoding)


def finished(name: str, body: bytes, truncated: str | None, encoding: str | None) -> Answer:
    """Compress where wanted and worth it, and sign the bytes."""
    if encoding == "gzip" and len(body) >= _WORTH:
        body = gzip.compress(body, compresslevel=4, mtime=0)
    else:
        encoding = None
    return Answer(name, body, blake2b(body, digest_size=16).hexdigest(), truncated, encoding)


def _query(dataset: Dataset, question: Question) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Begin a query; the columns of SELECT * come in the order the query mentions them."""
    text = unescaped(question.query)
    result = _begun(dataset, question, text)
    star = star_offset(text)
    if star is None or not isinstance(result, QuerySolutions) or len(result.variables) < 2:
        return result
    if "service" in text.lower():  # to begin again would call again
        return result
    names = in_order_of_appearance([item.value for item in result.variables], text[star:])
    columns = " ".join(f"?{name}" for name in names)
    return _begun(dataset, question, f"{text[:star]} {columns} {text[star + 1 :]}")


def _begun(
    dataset: Dataset, question: Question, text: str
) -> QuerySolutions | QueryBoolean | QueryTriples:
    store = dataset.store
    default, named = question.default_graphs, question.named_graphs
    if default is None and named is None:
        clauses = _merging_clauses(dataset, question)
        if clauses is None:
            return store.query(text, base_iri=question.base_iri)
        default, named = clauses.default, clauses.named
    graphs: list[NamedNode | BlankNode | DefaultGraph] = [*graph_names(default or ())]
    if dataset.overlapping and len(graphs) > 1:
        graphs = [_merged(dataset, default or ())]
    return store.query(
        text,
        base_iri=question.base_iri,
        default_graph=graphs,
        named_graphs=[*graph_names(named or ())],
    )


def _merging_clauses(dataset: Dataset, question: Question) -> Clauses | None:
    """The query's own dataset where its default graph merges graphs that share triples."""
    if not dataset.overlapping:
        return None
    clauses = dataset_clauses(question.query, question.base_iri)
    return clauses if clauses and len(clauses.default) > 1 else None


def _merged(dataset: Dataset, graphs: tuple[str, ...]) -> NamedNode:
    """A graph with the triples of several, each once, as the merge of graphs is defined.

    Oxigraph itself answers a shared triple once for each graph that holds it.
    """
    for graph in graph_names(graphs):
        quads = list(dataset.store.quads_for_pattern(None, None, None, graph))
        dataset.store.extend(Quad(q.subject, q.predicate, q.object, _MERGED) for q in quads)
    return _MERGED


def _serialised(
    result: QuerySolutions | QueryBoolean | QueryTriples, question: Question
) -> tuple[str, bytes, str | None]:
    if isinstance(result, QueryTriples):
        return _graph(result, question)
    name = question.solutions
    if name is None:
        raise RefusalError("not-acceptable", kind="solutions")
    if isinstance(result, QueryBoolean):
        return name, result.serialize(format=SOLUTION_WRITERS[name]) or b"", None
    output = BoundedOutput(question.max_bytes)
    complete = True
    try:
        result.serialize(output, SOLUTION_WRITERS[name])  # type: ignore[arg-type]
    except OutputLimitError:
        complete = False
    body, truncated = cut_solutions(name, output.getvalue(), complete, question.max_rows)
    return name, body, truncated


def written(triples: list[Triple], name: str) -> bytes:
    """Serialise a graph with the prefixes it uses, the same bytes every time."""
    body = serialize(triples, format=GRAPH_WRITERS[name], prefixes=RESULT_PREFIXES) or b""
    return settled(name, body)


def _graph(result: QueryTriples, question: Question) -> tuple[str, bytes, str | None]:
    name = question.graph
    if name is None:
        raise RefusalError("not-acceptable", kind="graph")
    triples = list(islice(result, question.max_rows + 1))
    truncated = None
    if len(triples) > question.max_rows:
        truncated = "rows"
        triples.pop()
    while True:
        body = written(triples, name)
        if len(body) <= question.max_bytes:
            break
        truncated = "bytes"
        del triples[int(len(triples) * 0.9 * question.max_bytes / len(body)) :]
    if truncated:
        body = graph_notice(name, body, len(triples), truncated)
    return name, body, truncated


def syntax_refusal(message: str, query: str) -> RefusalError:
    """Say where a query is wrong; Oxigraph's list of what it expected is shortened."""
    match = _PLACE.match(message)
    line, column, detail = (int(match[1]), int(match[2]), match[3]) if match else (1, 1, message)
    form = form_of(query)
    if form in UPDATE_FORMS:
        return RefusalError(
            "update-refused",
            {"detail": f"{form.upper()} is an update, and nothing can be changed here."},
            line,
            column,
            "Load the data into a store of your own: the dumps are under /data/.",
        )
    return RefusalError(
        "query-syntax",
        {"detail": f"line {line}, column {column}: {_shortened(detail)}"},
        line,
        column,
        _hint(detail, query, line, column),
    )


def _shortened(detail: str) -> str:
    words = re.sub(r"\[[^\]]*\](?:\s*\|\s*'[^']*'\.\.='[^']*'\s*)*", "", detail)
    expected = re.findall(r'"(?:[^"\\]|\\.)+"|\b[A-Z][A-Za-z ]{2,}', words)
    unusual = [item for item in expected if not item.startswith('"')]
    if unusual:
        return "; ".join(dict.fromkeys(text.strip() for text in unusual)) + "."
    if expected:
        return "expected " + ", ".join(dict.fromkeys(expected[:8])) + "."
    return "this cannot stand here."


def _hint(detail: str, query: str, line: int, column: int) -> str:
    if "Prefix not found" in detail:
        return "Declare the prefix at the top, such as PREFIX skos: <…>."
    if not query.strip():
        return "The query is empty."
    lines = query.splitlines()
    if line > len(lines) or column > len(lines[line - 1]):
        return "The query ends too early: is a closing brace missing?"
    return f"Look at: {lines[line - 1][max(0, column - 1) : column + 39].strip()}"
