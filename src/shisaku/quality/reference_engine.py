"""Quads and shapes come in; the report of pySHACL leaves, to hold the fast engine against it.

pySHACL is the reference for what SHACL means; it reads rdflib graphs and is some hundred times
slower, so it serves tests and doubts, not a publish.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from shisaku.errors import ShisakuError
from shisaku.quality.model import SH, Outcome, Report, Result
from shisaku.quality.shapes import Shapes

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


def reference_report(data: Graph, shapes: Shapes) -> Report:
    """Validate an rdflib graph with pySHACL against the files of ``shapes``.

    Counts of checked nodes are left at 0: pySHACL does not tell them. Raises ShisakuError when
    pySHACL cannot read the shapes.
    """
    import pyshacl
    from rdflib import BNode, Graph, URIRef

    shapes_graph = Graph()
    for file in shapes.files:
        shapes_graph.parse(file, format="turtle")
    _, results, text = pyshacl.validate(
        data, shacl_graph=shapes_graph, inference="none", advanced=False, inplace=True
    )
    if not isinstance(results, Graph):
        raise ShisakuError("reference-failed", f"pySHACL gave no report: {text}.", "shapes")

    def only(node: Node, name: str) -> Node | None:
        return results.value(node, URIRef(SH + name))

    found: dict[str, set[Result]] = defaultdict(set)
    paths = {shape.rule.iri: shape.rule.path for shape in shapes.shapes}
    for node in results.subjects(URIRef(SH + "focusNode")):
        source = str(only(node, "sourceShape"))
        path, value = only(node, "resultPath"), only(node, "value")
        found[source].add(
            Result(
                focus=_name(only(node, "focusNode")),
                path=paths[source] if isinstance(path, BNode) else str(path) if path else None,
                value=None if value is None else _canonical(value),
                component=str(only(node, "sourceConstraintComponent")),
            )
        )
    return Report(tuple(_outcomes(found, shapes)))


def _outcomes(found: dict[str, set[Result]], shapes: Shapes) -> Iterable[Outcome]:
    for shape in shapes.shapes:
        results = sorted(found.pop(shape.rule.iri, set()), key=lambda result: result.order)
        yield Outcome(shape.rule, 0, tuple(results))
    if found:
        raise ShisakuError(
            "reference-failed", "pySHACL reports a shape that was not read.", min(found)
        )


def _name(term: Node | None) -> str:
    from rdflib import BNode

    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _canonical(term: Node) -> str:
    """Return a term in N-Triples syntax as Oxigraph writes it."""
    from pyoxigraph import RdfFormat, parse

    statement = f"<a:b> <a:b> {term.n3()} .".encode()
    return str(next(iter(parse(statement, format=RdfFormat.TURTLE))).object)
