"""A store goes in; the labels that its classes have elsewhere come out, for each graph."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Store

from shisaku.catalogue.facts import select
from shisaku.graph.namespaces import RDFS


def class_labels(store: Store) -> list[Quad]:
    """Return quads by which each graph names the classes of its own instances, sorted.

    A client that asks one graph at a time (the Umaka score does) then finds names in all.
    """
    quads = []
    for row in select(store, "class-labels"):
        graph, node, label = row["graph"], row["class"], row["label"]
        if isinstance(graph, NamedNode) and isinstance(node, NamedNode):
            assert isinstance(label, Literal)
            quads.append(Quad(node, RDFS.label, label, graph))
    return sorted(set(quads), key=str)
