"""Editions go in; their graphs, sorted, and a store of them come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from shisaku.config import Config
from shisaku.graph.build import GraphLines, curated_lines, edition_lines
from shisaku.graph.iris import Iris
from shisaku.graph.succession import EditionOutline, Ties, neighbour_labels, succession
from shisaku.plan.local_names import reference_of
from shisaku.reference.load import load
from shisaku.release.dumps import Graph
from shisaku.release.editions import Edition
from shisaku.sample.overlay import bundled_overlay


@dataclass(frozen=True, slots=True)
class Line:
    """All editions of a publish in outline, and what ties each to the one before."""

    outlines: Sequence[EditionOutline]
    ties: Ties


@dataclass(frozen=True, slots=True)
class Built:
    """What editions say.

    graphs: theirs, that of the reference data and that of the vocabulary, as they are published;
    context: labels in graphs of other editions that these point at, published with those;
    store: both.
    """

    graphs: list[Graph]
    context: list[Quad]
    store: Store


def line_of(outlines: Sequence[EditionOutline], config: Config) -> Line:
    """Return editions in outline with their ties."""
    return Line(outlines, succession(outlines, config))


def built(editions: Iterable[Edition], line: Line, config: Config) -> Built:
    """Return the graphs of some editions of a line.

    Raises ShisakuError for a broken file of the vocabulary.
    """
    said: GraphLines = {}
    context: list[Quad] = []
    overlay = bundled_overlay()
    for edition in editions:
        plan, profile = edition.plan, edition.profile
        reference = reference_of(profile, load())
        name = graph_name(edition, config)
        said[name] = edition_lines(plan, reference, profile, overlay, config, line.ties[name])
        for shared, lines in curated_lines(reference, profile, config).items():
            known = said.get(shared, lines)
            said[shared] = lines if known == lines else sorted({*known, *lines})
        context += neighbour_labels(line.outlines, name, overlay, config)
    context = [quad for quad in context if str(quad.graph_name)[1:-1] not in said]
    store = Store()
    graphs = []
    for name in sorted(said, key="<{}>".format):
        content, node = b"".join(said[name]), NamedNode(name)
        store.bulk_load(content, RdfFormat.N_TRIPLES, to_graph=node, lenient=True)
        triples = [quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES, lenient=True)]
        graphs.append(Graph(node, triples, said[name]))
    store.extend(context)
    return Built(graphs, context, store)


def graph_name(edition: Edition, config: Config) -> str:
    """Return the IRI of an edition's graph."""
    return Iris(config.base_iri, edition.plan.key, edition.plan.edition).edition_graph.value
