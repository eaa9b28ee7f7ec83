"""Editions go in; their graphs, sorted, and a store of them come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Thread

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from shisaku.config import Config
from shisaku.graph.build import GraphTexts, curated_texts, edition_text
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
    said: list[GraphTexts] = []
    context: list[Quad] = []
    for edition in editions:
        name = graph_name(edition, config)
        said.append(texts_of(edition, line.ties[name], config))
        context += neighbour_labels(line.outlines, name, bundled_overlay(), config)
    return assembled(said, context)


def texts_of(edition: Edition, ties: Iterable[Quad], config: Config) -> GraphTexts:
    """Return N-Triples of an edition's graph, of the reference data and of the vocabulary."""
    plan, profile = edition.plan, edition.profile
    reference = reference_of(profile, load())
    own = edition_text(plan, reference, profile, bundled_overlay(), config, ties)
    return {graph_name(edition, config): own, **curated_texts(reference, profile, config)}


def assembled(said: Iterable[GraphTexts], context: Iterable[Quad]) -> Built:
    """Return texts as graphs; where several say the same graph, it holds what any of them says."""
    graphs: GraphTexts = {}
    for item in said:
        for name, text in item.items():
            known = graphs.get(name, text)
            graphs[name] = text if known == text else b"".join(sorted(_lines(known) | _lines(text)))
    store = Store()
    ordered = [_loaded(NamedNode(name), graphs[name], store) for name in sorted(graphs)]
    pointed = [quad for quad in context if str(quad.graph_name)[1:-1] not in graphs]
    store.extend(pointed)
    return Built(ordered, pointed, store)


def _loaded(name: NamedNode, text: bytes, store: Store) -> Graph:
    """Return the N-Triples of a graph as a graph, and load them into a store meanwhile."""
    loading = Thread(
        target=partial(store.bulk_load, text, RdfFormat.N_TRIPLES, to_graph=name, lenient=True)
    )
    loading.start()  # Oxigraph leaves the interpreter alone while it loads, a third of the time
    read = parse(text, format=RdfFormat.N_TRIPLES, lenient=True)
    graph = Graph(name, [quad.triple for quad in read], text.splitlines(keepends=True))
    loading.join()
    return graph


def _lines(text: bytes) -> set[bytes]:
    return set(text.splitlines(keepends=True))


def graph_name(edition: Edition, config: Config) -> str:
    """Return the IRI of an edition's graph."""
    return Iris(config.base_iri, edition.plan.key, edition.plan.edition).edition_graph.value
