"""An index is the same whether it is made from terms or from the lines that are published."""

from __future__ import annotations

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from shisaku.pages import build_index
from shisaku.pages.index import Text, index_of_lines
from shisaku.release.dumps import sorted_graphs

BASE = "http://127.0.0.1:8000/"
_ONE, _OTHER, _SAYS = (NamedNode(f"https://example.org/{name}") for name in ("a", "b", "says"))
_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")


def test_lines_say_what_terms_say(store: Store) -> None:
    graphs = [graph.lines for graph in sorted_graphs(store)]
    expected = build_index(store, BASE)
    found = index_of_lines(graphs, BASE)
    assert found.facts == expected.facts
    assert found.kinds == expected.kinds


@pytest.mark.parametrize(
    "term",
    [
        _OTHER,
        BlankNode("x"),
        Literal(""),
        Literal("一文。"),
        Literal('"quoted"@ja and "2020"^^<x>'),
        Literal("two\nlines\r\tand \\n a backslash"),
        Literal("\u0085 \u2028 . \x0b"),
        Literal("a .", language="en"),
        Literal('b"@ja', language="ja-Latn"),
        Literal("2020-04-01", datatype=_DATE),
        Literal('"^^<', datatype=_DATE),
    ],
    ids=str,
)
def test_every_kind_of_term(term: NamedNode | BlankNode | Literal) -> None:
    triples = [Triple(subject, _SAYS, term) for subject in (BlankNode("s"), _ONE)]
    triples += [Triple(_ONE, _SAYS, _ONE), Triple(_ONE, _SAYS, Literal("x"))]
    content = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert content is not None
    quads = [Quad(item.subject, item.predicate, item.object) for item in triples]
    found = index_of_lines([content.splitlines(keepends=True)], BASE)
    assert found.facts == build_index(quads, BASE).facts


def test_a_statement_of_several_graphs_counts_once() -> None:
    lines = [b'<https://example.org/a> <https://example.org/says> "x"@en .\n']
    more = [Quad(_ONE, _SAYS, Literal("x", language="en"))]
    found = index_of_lines([lines, lines], BASE, more)
    language_string = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    assert found.nodes(_ONE.value, _SAYS.value) == [Text("x", "en", language_string)]
