"""Editions that are validated one by one are judged as in one store of them all."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from several_editions import Several, several_editions
from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.graph.namespaces import RDFS
from shisaku.quality import (
    Report,
    check,
    measured,
    merged,
    report_quads,
    result_quads,
    view_of,
)
from shisaku.quality.model import AcceptedException, Text

CONFIG, DAY = Config(), date(2026, 12, 1)
BASE = CONFIG.base_iri


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Several:
    """Three editions, together and apart."""
    return several_editions(tmp_path_factory.mktemp("editions"), 3)


@pytest.fixture(scope="module")
def together(several: Several) -> Report:
    """The report on the store of all."""
    return check(several.whole, CONFIG, DAY)


@pytest.fixture(scope="module")
def apart(several: Several) -> list[Report]:
    """The report on each edition's store, as another process sends it."""
    return [
        pickle.loads(pickle.dumps(check(store, CONFIG, DAY, several=True)))
        for store in several.each
    ]


def _without_shared(report: Report) -> Report:
    outcomes = tuple(replace(outcome, shared=None) for outcome in report.outcomes)
    return replace(report, outcomes=outcomes, figures=tuple(sorted(report.figures, key=repr)))


def test_the_report_is_that_of_one_store(together: Report, apart: list[Report]) -> None:
    whole = merged(apart, CONFIG, DAY)
    assert len(whole.editions) == 3
    assert _without_shared(whole) == _without_shared(together)
    assert list(report_quads(whole, BASE)) == list(report_quads(together, BASE))
    assert view_of(whole, BASE) == view_of(together, BASE)
    assert set(measured(whole, CONFIG)) == set(measured(together, CONFIG))


def test_reports_can_be_merged_step_by_step(apart: list[Report]) -> None:
    whole = merged(apart, CONFIG, DAY)
    by_steps = merged([merged(apart[:2], CONFIG, DAY), apart[2]], CONFIG, DAY)
    assert _without_shared(by_steps) == _without_shared(whole)


def test_an_exception_is_unused_only_where_no_edition_needs_it(
    several: Several, together: Report
) -> None:
    def accepted(shape: str, node: str, expires: date) -> AcceptedException:
        words = Text("理由", "Reason")
        return AcceptedException(shape, node, words, "Editors", date(2026, 11, 1), expires)

    first = next(
        result.focus.removeprefix(BASE)
        for outcome in together.outcomes
        for result in outcome.results
        if outcome.rule.key == "Observation-dated"
    )
    used = accepted("Observation-dated", first, DAY)
    nowhere = accepted("Measure-lead", "jutenkeikaku/*/measure/99-9", DAY)
    late = accepted("Measure-lead", "jutenkeikaku/*/measure/98-9", date(2026, 11, 2))
    given = [used, nowhere, late]
    reports = [check(store, CONFIG, DAY, given, several=True) for store in several.each]
    whole = merged(reports, CONFIG, DAY, given)
    assert whole.unused == (nowhere,)
    assert whole.expired == (late,)
    assert whole == replace(
        check(several.whole, CONFIG, DAY, given, several=True),
        details=whole.details,
        figures=whole.figures,
    )


def test_a_pointer_at_an_edition_that_nobody_knows_is_a_breach(several: Several) -> None:
    store = several.each[1]
    known = list(store.quads_for_pattern(None, None, RDFS.Resource, DefaultGraph()))
    assert known
    for quad in known:
        store.remove(quad)
    report = check(store, CONFIG, DAY)
    store.extend(known)
    found = {
        result.value
        for outcome in report.outcomes
        for result in outcome.results
        if outcome.rule.key == "Graph-described"
    }
    assert found == {str(quad.subject) for quad in known}


def test_labels_of_another_edition_do_not_count_as_of_this_one(
    several: Several, apart: list[Report]
) -> None:
    (neighbour,) = apart[0].editions
    title = Quad(
        NamedNode(neighbour), RDFS.label, Literal("x", language="en"), NamedNode(BASE + "graph/x")
    )
    store = several.each[1]
    store.add(title)
    report = check(store, CONFIG, DAY, several=True)
    store.remove(title)
    whole = merged([apart[0], report, apart[2]], CONFIG, DAY)
    assert whole.checked == merged(apart, CONFIG, DAY).checked


def test_a_report_can_be_told_of_some_editions_only(apart: list[Report]) -> None:
    whole = merged(apart, CONFIG, DAY)
    newest = whole.editions[-1]
    shown = whole.about([newest])
    assert shown.checked == whole.checked
    focuses = {item.focus for outcome in shown.outcomes for item in outcome.results}
    assert any(iri.startswith(newest + "/") for iri in focuses)
    assert any(iri.startswith(BASE + "law/") for iri in focuses)
    assert not any(iri.startswith(whole.editions[0]) for iri in focuses)
    nothing = whole.about([], shared=False)
    assert not any(outcome.results for outcome in nothing.outcomes)
    assert not nothing.conforms
    pieces = [whole.about([iri], shared=False) for iri in whole.editions[:-1]]
    quads = set(report_quads(shown, BASE)).union(*(result_quads(item, BASE) for item in pieces))
    assert quads == set(report_quads(whole, BASE))
    view = view_of(whole, BASE, [newest])
    rule = next(rule for rule in view.rules if rule.key == "Indicator-figure")
    assert 0 < len(rule.findings) < rule.failed
    assert rule.failed == next(
        len(outcome.open) for outcome in whole.outcomes if outcome.rule.key == rule.key
    )


def test_reports_that_do_not_know_what_is_shared_are_not_merged(several: Several) -> None:
    reports = [check(store, CONFIG, DAY) for store in several.each[:2]]
    with pytest.raises(ShisakuError, match="focus nodes are shared"):
        merged(reports, CONFIG, DAY)
    alone = merged(reports[:1], CONFIG, DAY)
    assert _without_shared(alone) == _without_shared(reports[0])
