"""A Plan in, its quads out: the edition, the reference data and the vocabulary, each in a graph.

Statements are written as lines and parsed by Oxigraph, because that is several times as fast as
rdflib (docs/model.md has the figures); an rdflib Dataset of the same quads is made on demand.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Store

from shisaku.config import Config
from shisaku.graph.edition import describe_edition
from shisaku.graph.iris import Iris
from shisaku.graph.reference_graph import describe_reference
from shisaku.graph.statements import Statements, quads_of, sorted_text
from shisaku.graph.vocabulary import vocabulary
from shisaku.plan.local_names import reference_of
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.reference.model import Reference
from shisaku.sample.overlay import Overlay

if TYPE_CHECKING:
    from rdflib import Dataset

#: N-Triples by the IRI of their graph: sorted lines, each once, each with its line end.
GraphTexts = dict[str, bytes]


def edition_text(
    plan: Plan,
    reference: Reference,
    profile: Profile,
    overlay: Overlay,
    config: Config,
    ties: Iterable[Quad] = (),
) -> bytes:
    """Return the graph of an edition as N-Triples: sorted lines, each once.

    reference: with the profile's own names (``reference_of``); ties: what ties it to others.
    """
    said = _edition(plan, reference, profile, overlay, _iris(plan, config)).lines
    return sorted_text(chain(said, (f"{quad.triple} .\n" for quad in ties)))


def curated_texts(reference: Reference, profile: Profile, config: Config) -> GraphTexts:
    """Return the graphs of the reference data and of the vocabulary, as ``edition_text`` does.

    No document changes them. Raises ShisakuError for a broken file of the vocabulary.
    """
    iris = Iris(config.base_iri, profile.key, profile.edition)
    said = (_reference(reference, iris), vocabulary(iris))
    return {item.graph.value: sorted_text(item.lines) for item in said}


def build(
    plan: Plan, reference: Reference, profile: Profile, overlay: Overlay, config: Config
) -> tuple[Quad, ...]:
    """Return the quads of a publication as docs/model.md describes them, without the catalogue.

    Each quad is there once, in the order of the plan; the same input gives the same sequence,
    and no term is a blank node. Raises ShisakuError for a broken file of the vocabulary.
    """
    iris = _iris(plan, config)
    reference = reference_of(profile, reference)
    said = (
        _edition(plan, reference, profile, overlay, iris),
        _reference(reference, iris),
        vocabulary(iris),
    )
    return tuple(quad for item in said for quad in quads_of(dict.fromkeys(item.lines), item.graph))


def _iris(plan: Plan, config: Config) -> Iris:
    return Iris(config.base_iri, plan.key, plan.edition)


def _edition(
    plan: Plan, reference: Reference, profile: Profile, overlay: Overlay, iris: Iris
) -> Statements:
    out = Statements(iris.edition_graph)
    describe_edition(plan, reference, profile, overlay, iris, out)
    return out


def _reference(reference: Reference, iris: Iris) -> Statements:
    out = Statements(iris.reference_graph)
    describe_reference(reference, iris, out)
    return out


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
