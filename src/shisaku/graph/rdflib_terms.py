"""Oxigraph quads in, the same statements in rdflib terms out, each term made once.

A text without language is a simple literal there, which RDF 1.1 makes the same as xsd:string.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal as OxigraphLiteral
from pyoxigraph import NamedNode, Quad
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from shisaku.graph.namespaces import XSD


def rdflib_quads(
    quads: Iterable[Quad], dataset: Dataset
) -> Iterator[tuple[Node, Node, Node, Graph]]:
    """Yield statements for ``Dataset.addN``; raises TypeError for a blank node."""
    terms: dict[object, URIRef | Literal] = {}
    graphs: dict[str, Graph] = {}

    def term(item: object) -> URIRef | Literal:
        made = terms.get(item)
        if made is None:
            made = terms[item] = _term(item)
        return made

    for quad in quads:
        name = str(quad.graph_name)
        graph = graphs.get(name)
        if graph is None:
            graph = graphs[name] = dataset.graph(term(quad.graph_name))
        yield term(quad.subject), term(quad.predicate), term(quad.object), graph


def _term(item: object) -> URIRef | Literal:
    if isinstance(item, NamedNode):
        return URIRef(item.value)
    if isinstance(item, OxigraphLiteral):
        if item.language:
            return Literal(item.value, lang=item.language)
        if item.datatype == XSD.string:
            return Literal(item.value)
        return Literal(item.value, datatype=URIRef(item.datatype.value), normalize=False)
    raise TypeError(f"{item} has no place in a publication")
