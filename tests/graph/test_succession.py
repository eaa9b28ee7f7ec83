"""Editions of a plan are tied to each other, in the order of their decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph_publication import Publication

from shisaku.config import Config
from shisaku.graph import succession


def test_the_newer_edition_replaces_the_older_and_measures_go_on(sample: Publication) -> None:
    first, second, third, *_ = sample.plan.measures
    older = replace(sample.plan, edition="2022", measures=(first, second, third))
    renamed = replace(second, title="別の題名")
    newer = replace(
        sample.plan, measures=(renamed, replace(first, number="1-9", title=f" {first.title}"))
    )
    editions = [
        (newer, sample.profile),
        (older, replace(sample.profile, edition="2022", issued=date(2022, 6, 7))),
    ]
    quads = succession(editions, Config())
    short = [
        tuple(
            term.value.rpartition("jutenkeikaku/")[2].rpartition("/terms/")[2].rpartition("#")[2]
            for term in (quad.subject, quad.predicate, quad.object)
        )
        for quad in quads
    ]
    assert short == [
        ("2022", "isReplacedBy", "2023"),
        ("2023", "replaces", "2022"),
        ("2023/measure/1-9", "wasRevisionOf", "2022/measure/1-1"),
    ]
    assert quads == succession(reversed(editions), Config())
    graphs = [quad.graph_name.value.rpartition("/")[2] for quad in quads]
    assert graphs == ["2022", "2023", "2023"]


def test_one_edition_has_nothing_to_be_tied_to(sample: Publication) -> None:
    assert succession([(sample.plan, sample.profile)], Config()) == []
