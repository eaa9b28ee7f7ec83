"""Graphs and what is said about them go in; labels of the classes that each uses come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from shisaku.catalogue.model import GraphFacts
from shisaku.graph.namespaces import RDF, RDFS


def label_quads(facts: GraphFacts, about: Iterable[Quad]) -> list[Quad]:
    """Return quads by which each graph names the classes of its own instances, each once.

    A label is taken from every other graph that states one. A client that asks one graph at a
    time (the Umaka score does) then finds names in all. about: the quads of the graphs that
    describe the others, such as the catalogue.
    """
    classes: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, dict[str, set[Literal]]] = defaultdict(lambda: defaultdict(set))
    for counts in facts.graphs:
        classes[counts.graph].update(term for term, _ in counts.partitions.get("classes", ()))
        for iri, said in counts.labels.items():
            labels[iri][counts.graph].update(
                Literal(text, language=language or None) for text, language in said
            )
    for quad in about:
        graph, subject, term = quad.graph_name, quad.subject, quad.object
        assert isinstance(graph, NamedNode)
        if quad.predicate == RDF.type and isinstance(term, NamedNode):
            classes[graph.value].add(term.value)
        elif quad.predicate == RDFS.label and isinstance(subject, NamedNode):
            assert isinstance(term, Literal)
            labels[subject.value][graph.value].add(term)
    found = {
        Quad(NamedNode(iri), RDFS.label, label, NamedNode(graph)): None
        for graph, used in sorted(classes.items())
        for iri in sorted(used)
        for other, said in sorted(labels.get(iri, {}).items())
        if other != graph
        for label in sorted(said, key=str)
    }
    return list(found)
