"""Editions of a plan are tied to each other, in the order of their decision."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from graph_publication import Publication
from pyoxigraph import Literal, NamedNode, Quad

from shisaku.config import Config
from shisaku.graph import succession
from shisaku.graph.succession import EditionOutline, neighbour_labels, newer_measures, outline_of
from shisaku.sample.overlay import Translation


def outlines_of(sample: Publication) -> list[EditionOutline]:
    """Two editions, the newer one first: one measure renamed, one with another number."""
    first, second, third, *_ = sample.plan.measures
    older = replace(sample.plan, edition="2022", measures=(first, second, third))
    renamed = replace(second, title="別の題名")
    newer = replace(
        sample.plan, measures=(renamed, replace(first, number="1-9", title=f" {first.title}"))
    )
    profile = replace(sample.profile, edition="2022", issued=date(2022, 6, 7))
    return [outline_of(newer, sample.profile), outline_of(older, profile)]


def short(quads: Iterable[Quad]) -> list[tuple[str, ...]]:
    """The ends of the terms of each quad."""
    return [
        tuple(
            term.value.rpartition("jutenkeikaku/")[2].rpartition("/terms/")[2].rpartition("#")[2]
            for term in (quad.subject, quad.predicate, quad.object)
            if isinstance(term, NamedNode | Literal)
        )
        for quad in quads
    ]


def graph(edition: str) -> str:
    return f"{Config().base_iri}graph/jutenkeikaku/{edition}"


def test_the_newer_edition_replaces_the_older_and_measures_go_on(sample: Publication) -> None:
    outlines = outlines_of(sample)
    ties = succession(outlines, Config())
    assert {name: short(quads) for name, quads in ties.items()} == {
        graph("2022"): [("2022", "isReplacedBy", "2023")],
        graph("2023"): [
            ("2023", "replaces", "2022"),
            ("2023/measure/1-9", "wasRevisionOf", "2022/measure/1-1"),
        ],
    }
    assert {quad.graph_name.value for quad in ties[graph("2023")]} == {graph("2023")}
    assert ties == succession(reversed(outlines), Config())
    below = Config().base_iri + "jutenkeikaku/"
    assert newer_measures(ties) == {f"{below}2022/measure/1-1": f"{below}2023/measure/1-9"}


def test_one_edition_has_nothing_to_be_tied_to(sample: Publication) -> None:
    outline = outline_of(sample.plan, sample.profile)
    assert succession([outline], Config()) == {graph(sample.plan.edition): []}
    assert neighbour_labels([outline], graph(sample.plan.edition), {}, Config()) == []


def test_neighbours_are_named_in_their_own_graphs(sample: Publication) -> None:
    outlines = outlines_of(sample)
    title = sample.plan.measures[0].title
    words = {"1-1": Translation(title, "In English", "要約", "Summary")}
    quads = neighbour_labels(outlines, graph("2023"), words, Config())
    japanese, english = outlines[1].titles
    assert short(quads) == [
        ("2022", "title", japanese),
        ("2022", "title", english),
        ("2022/measure/1-1", "notation", "1-1"),
        ("2022/measure/1-1", "title", title),
        ("2022/measure/1-1", "title", "In English"),
    ]
    assert {quad.graph_name.value for quad in quads} == {graph("2022")}
    later = neighbour_labels(outlines, graph("2022"), words, Config())
    assert {name for name, *_ in short(later)} == {"2023"}


def test_an_outline_is_small_and_travels_between_processes(sample: Publication) -> None:
    outline = outline_of(sample.plan, sample.profile)
    packed = pickle.dumps(outline)
    assert pickle.loads(packed) == outline
    assert len(packed) < 40_000
