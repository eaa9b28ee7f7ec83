"""One test of the suites put to a running server: a case in, what is wrong with the answers out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from w3c.hosting import Host, Server
from w3c.matching import literally, same
from w3c.results import (
    Solutions,
    expected_of,
    literal,
    of_csv,
    of_json,
    of_tsv,
    of_xml,
    triples_of,
)
from w3c.suites import Case, as_written

#: How a query is sent, and the formats asked for: one of solutions and one of graphs.
_EXCHANGES = (
    ("get", "application/sparql-results+json, text/turtle"),
    ("form", "application/sparql-results+xml, application/n-triples"),
    ("direct", "text/tab-separated-values, application/ld+json"),
    ("get", "text/csv, application/rdf+xml"),
)
_GRAPH_PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
_SOLUTION_READERS: dict[str, Callable[[bytes], Solutions | bool]] = {
    "application/sparql-results+json": of_json,
    "application/sparql-results+xml": of_xml,
    "text/tab-separated-values": of_tsv,
    "text/csv": of_csv,
}
#: ORDER BY outside of every brace: the order of all rows counts.
_ORDERED = re.compile(r"\bORDER\s+BY\b(?!.*\})", re.IGNORECASE | re.DOTALL)
#: These sort strings together with numbers, whose order SPARQL leaves open (Query 15.1).
_OPEN_ORDER = {"plus-1", "plus-2"}
_BOOLEANS = {b"true": True, b"false": False}


def asked(server: Server, query: str, way: str = "get", accept: str = "*/*") -> httpx.Response:
    """Send a query in one of the protocol's three ways (SPARQL 1.1 Protocol 2.1)."""
    headers = {"Accept": accept}
    if way == "get":
        return server.client.get("/sparql", params={"query": query}, headers=headers)
    if way == "form":
        return server.client.post("/sparql", data={"query": query}, headers=headers)
    headers["Content-Type"] = "application/sparql-query"
    return server.client.post("/sparql", content=query.encode(), headers=headers)


@dataclass(frozen=True)
class Outcome:
    """What is wrong with the answers, and whether all terms are spelled as expected."""

    faults: tuple[str, ...] = ()
    literal: bool = True


def evaluated(case: Case, server: Server) -> Outcome:
    """Ask in every format and compare; one fault for each answer that is wrong."""
    assert case.query is not None
    assert case.result is not None
    query = case.query.read_text(encoding="utf-8")
    expected = expected_of(case.result)
    ordered = _ORDERED.search(query) and case.name not in _OPEN_ORDER
    if isinstance(expected, Solutions) and ordered:
        expected = replace(expected, ordered=True)
    faults = []
    spelled = True
    for way, accept in _EXCHANGES if case.result.suffix != ".csv" else _EXCHANGES[-1:]:
        answer = asked(server, query, way, accept)
        kind = answer.headers["content-type"].partition(";")[0]
        if answer.status_code != 200:
            faults.append(f"{way}: {answer.status_code} {answer.text[:200]}")
            continue
        given = _read(kind, answer.content)
        wanted = expected
        if kind == "text/csv" and isinstance(expected, Solutions):
            wanted = _as_csv(expected)
            if case.result.suffix != ".csv":  # values that a query made have no fixed spelling
                wanted = _as_csv(_json(server, query))
        if not same(wanted, given, case.lax):
            faults.append(f"{kind} by {way}: expected {wanted}, given {given}")
        spelled = spelled and literally(wanted, given)
    return Outcome(tuple(faults), spelled)


def _json(server: Server, query: str) -> Solutions:
    found = of_json(asked(server, query, "get", "application/sparql-results+json").content)
    assert isinstance(found, Solutions)
    return found


def _read(kind: str, body: bytes) -> Solutions | bool:
    if kind in _GRAPH_PARSERS:
        with as_written():
            graph = rdflib.Graph().parse(data=body, format=_GRAPH_PARSERS[kind])
        return triples_of(graph)
    if body.strip() in _BOOLEANS:
        return _BOOLEANS[body.strip()]
    return _SOLUTION_READERS[kind](body)


def _as_csv(solutions: Solutions) -> Solutions:
    """What CSV can say of solutions: values without their kinds, empty where unbound."""
    rows = tuple(
        {
            name: term if (term := row.get(name, literal("")))[0] == "blank" else literal(term[1])
            for name in solutions.variables
        }
        for row in solutions.rows
    )
    return Solutions(solutions.variables, rows, solutions.ordered)


def parsed_or_refused(case: Case, server: Server) -> Outcome:
    """Send the query of a syntax test, which must be read or refused as not SPARQL.

    A query that was read may call a function that the engine does not know.
    """
    assert case.query is not None
    query = case.query.read_bytes().decode("utf-8")
    answer = asked(server, query, "direct")
    code = "" if answer.status_code == 200 else answer.json()["type"].rpartition("/")[2]
    allowed = {"", "query-evaluation"} if case.kind.startswith("Positive") else {"query-syntax"}
    if code in allowed:
        return Outcome()
    return Outcome((f"{answer.status_code} {answer.text[:300]}",))


def served(host: Host, case: Case, folder: Path) -> Server:
    """Serve a case's dataset as --data files: named graphs as N-Quads written into the folder."""
    assert case.query is not None
    files = list(case.data)
    if case.named:
        files.append(folder / f"{case.name}.nq")
        serialize(_quads(case.named), str(files[-1]), RdfFormat.N_QUADS)
    return host.serve(tuple(files), f"{case.query.parent.as_uri()}/")


def _quads(paths: tuple[Path, ...]) -> Iterator[Quad]:
    """Each file's triples in the graph that the file's IRI names."""
    for path in paths:
        graph = NamedNode(path.as_uri())
        for quad in parse(path=str(path), base_iri=graph.value, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
