"""Passages and quotes in, the statements that let a reader check a fact at its words out."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from shisaku.graph.iris import Iris, part
from shisaku.graph.namespaces import OA, POL, PROV
from shisaku.graph.statements import Statements
from shisaku.plan.model import Passage, Quote


class Citations:
    """Gives each quote its IRI and remembers it, so that each is described once."""

    def __init__(self, iris: Iris) -> None:
        self._iris = iris
        self._quotes: dict[Quote, NamedNode] = {}

    def cite(self, quotes: Iterable[Quote]) -> list[NamedNode]:
        """Return the IRIs of quotes, each once, in the order given."""
        nodes: dict[NamedNode, None] = {}
        for quote in quotes:
            node = self._quotes.get(quote)
            if node is None:
                passage = self._iris.passage(quote.passage)
                node = part(passage, f"quote/{quote.start}-{quote.end}")
                self._quotes[quote] = node
            nodes[node] = None
        return list(nodes)

    def describe(self, out: Statements) -> None:
        """Say every quote cited so far as a Web Annotation specific resource with selectors."""
        for quote, node in self._quotes.items():
            passage = self._iris.passage(quote.passage)
            selector = part(node, "selector")
            out.types(node, POL.Quote, OA.SpecificResource, PROV.Entity)
            out.add(node, OA.hasSource, passage)
            out.add(node, PROV.wasQuotedFrom, passage)
            out.add(node, OA.hasSelector, selector)
            out.types(selector, OA.TextPositionSelector, OA.TextQuoteSelector)
            out.integer(selector, OA.start, quote.start)
            out.integer(selector, OA.end, quote.end)
            out.ja(selector, OA.exact, quote.exact)


def describe_passages(
    passages: Iterable[Passage], measure: NamedNode, iris: Iris, out: Statements
) -> None:
    """Say the passages of a measure: text as printed, kind, place and the file they stand in."""
    for passage in passages:
        node = iris.passage(passage.id)
        out.add(measure, POL.hasPassage, node)
        out.types(node, POL.Passage, PROV.Entity)
        out.add(node, POL.passageOf, measure)
        out.integer(node, POL.position, passage.ordinal)
        out.plain(node, POL.passageKind, passage.kind.value)
        out.ja(node, POL.section, passage.section or "")
        out.ja(node, POL.text, passage.text)
        out.add(node, PROV.wasDerivedFrom, iris.source)
