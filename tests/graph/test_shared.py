"""What an edition says of resources that other editions know as well."""

from __future__ import annotations

from graph_publication import Publication
from pyoxigraph import NamedNode

from shisaku.config import Config
from shisaku.graph.shared import shared


def test_only_what_is_not_below_the_edition_is_shared(sample: Publication) -> None:
    base, key, edition = Config().base_iri, sample.plan.key, sample.plan.edition
    graph = NamedNode(f"{base}graph/{key}/{edition}")
    quads = [quad for quad in sample.quads if quad.graph_name == graph]
    found = shared(quads, base, key, edition)
    subjects = {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}
    assert {f"{base}{key}", f"{base}{key}/{edition}"} <= subjects
    kinds = {subject.removeprefix(base).partition("/")[0] for subject in subjects}
    assert {"period", "unit"} <= kinds <= {key, "instant", "law", "org", "period", "unit"}
    rest = [quad for quad in quads if quad not in set(found)]
    assert all(str(quad.subject).startswith(f"<{base}{key}/{edition}/") for quad in rest)
    assert len(found) + len(rest) == len(quads)
    assert len(found) < len(quads) / 10
