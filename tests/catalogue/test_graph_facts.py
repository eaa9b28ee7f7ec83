"""Facts of several stores, one an edition, make the catalogue that one store of all makes."""

from __future__ import annotations

import pickle

import pytest
from pyoxigraph import NamedNode, Quad

from several_editions import Several, several_editions
from shisaku.catalogue import describe, graph_facts, label_quads, merged_facts
from shisaku.catalogue.model import GraphFacts
from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.graph.namespaces import POL, RDF, RDFS
from shisaku.plan.profile import load_profile
from shisaku.release.folder import FileEntry

BASE = Config().base_iri
FILES = [
    FileEntry("data/shisaku.nq", 3, "ab" * 32),
    FileEntry("data/jutenkeikaku-g0002.ttl", 2, "cd" * 32),
    FileEntry("data/reference.ttl", 1, "ef" * 32),
]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Several:
    """Three editions, together and apart."""
    return several_editions(tmp_path_factory.mktemp("editions"), 3)


@pytest.fixture(scope="module")
def apart(several: Several) -> list[GraphFacts]:
    """The facts of each edition's store, as another process sends them."""
    return [pickle.loads(pickle.dumps(graph_facts(store, BASE))) for store in several.each]


def _described(facts: GraphFacts) -> list[Quad]:
    return describe(facts, Config(), load_profile("jutenkeikaku"), FILES)


def test_the_catalogue_is_that_of_one_store(several: Several, apart: list[GraphFacts]) -> None:
    together = graph_facts(several.whole, BASE)
    merged = merged_facts(apart)
    assert len(merged.editions) == 3
    assert merged == together
    described = _described(merged)
    assert described == _described(together)
    assert label_quads(merged, described) == label_quads(together, described)


def test_the_order_of_the_stores_is_of_no_account(apart: list[GraphFacts]) -> None:
    assert merged_facts(reversed(apart)) == merged_facts(apart)
    step_by_step = merged_facts([merged_facts(apart[:2]), apart[2]])
    assert step_by_step == merged_facts(apart)


def test_a_few_statements_of_another_graph_change_nothing(
    several: Several, apart: list[GraphFacts]
) -> None:
    """The store of the current edition may hold what earlier ones say of shared resources."""
    store, other = several.each[2], next(item.graph for item in apart[0].graphs)
    strange = [
        Quad(NamedNode(BASE + "period/FY1999"), RDF.type, POL.Period, NamedNode(other)),
        Quad(NamedNode(BASE + "period/FY1999"), RDFS.label, POL.Period, NamedNode(other)),
    ]
    store.extend(strange)
    held = graph_facts(store, BASE)
    for quad in strange:
        store.remove(quad)
    assert merged_facts([held, *apart]) == merged_facts(apart)
    assert merged_facts([*apart, held]) == merged_facts(apart)


def test_each_graph_names_the_classes_of_its_instances(apart: list[GraphFacts]) -> None:
    labels = label_quads(apart[0], _described(merged_facts(apart)))
    names = {(quad.graph_name, quad.subject) for quad in labels if quad.predicate == RDFS.label}
    (edition,) = apart[0].editions
    assert (NamedNode(edition.graph), POL.Measure) in names
    assert (NamedNode(BASE + "graph/vocabulary"), POL.Measure) not in names
    assert len(labels) == len(set(labels))


def test_no_edition_makes_no_catalogue() -> None:
    with pytest.raises(ShisakuError, match="no edition"):
        _described(merged_facts([]))
