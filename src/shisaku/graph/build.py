"""A Plan in, its quads out: the edition, the reference data and the vocabulary, each in a graph.

Quads are made once, as Oxigraph terms, because that is several times as fast as rdflib
(docs/model.md has the figures); an rdflib Dataset of the same quads is made on demand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Store

from shisaku.config import Config
from shisaku.graph.edition import describe_edition
from shisaku.graph.iris import Iris
from shisaku.graph.reference_graph import describe_reference
from shisaku.graph.statements import Statements
from shisaku.graph.vocabulary import vocabulary_quads
from shisaku.plan.local_names import reference_of
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.reference.model import Reference
from shisaku.sample.overlay import Overlay

if TYPE_CHECKING:
    from rdflib import Dataset


def build(
    plan: Plan, reference: Reference, profile: Profile, overlay: Overlay, config: Config
) -> tuple[Quad, ...]:
    """Return the quads of a publication as docs/model.md describes them, without the catalogue.

    Each quad is there once, in the order of the plan; the same input gives the same sequence,
    and no term is a blank node. Raises ShisakuError for a broken file of the vocabulary.
    """
    iris = Iris(config.base_iri, plan.key, plan.edition)
    reference = reference_of(profile, reference)
    edition = Statements(iris.edition_graph)
    describe_edition(plan, reference, profile, overlay, iris, edition)
    curated = Statements(iris.reference_graph)
    describe_reference(reference, iris, curated)
    quads = (*edition.quads, *curated.quads, *vocabulary_quads(iris))
    return tuple(dict.fromkeys(quads))


def to_store(quads: Iterable[Quad]) -> Store:
    """Return an in-memory Oxigraph store of the quads."""
    store = Store()
    store.bulk_extend(quads)
    return store


def to_dataset(quads: Iterable[Quad]) -> Dataset:
    """Return an rdflib Dataset of the quads, whose default graph is their union."""
    from rdflib import Dataset

    from shisaku.graph.rdflib_terms import rdflib_quads

    dataset = Dataset(default_union=True)
    dataset.addN(rdflib_quads(quads, dataset))
    return dataset
