"""Accepted exceptions are reviewed, end on a day, and are seen when they match nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mutating import BASE
from pyoxigraph import NamedNode, Store

from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.quality import Report, accept, check, load_exceptions, refusal, validate
from shisaku.quality.model import AcceptedException, Severity, Text
from shisaku.quality.shapes import Shapes

DAY = date(2026, 12, 1)
LEAD = NamedNode("https://w3id.org/shisaku/ns#leadOrganization")
MEASURE = "jutenkeikaku/2023/measure/4-8"


def exception(**changes: Any) -> AcceptedException:
    """Return an exception for a measure without a lead, with some fields changed."""
    whole = AcceptedException(
        shape="Measure-lead",
        node=MEASURE,
        reason=Text("欄が印刷されていません。", "The block is not printed."),
        by="Editors",
        on=date(2026, 11, 23),
        expires=date(2027, 3, 31),
    )
    return replace(whole, **changes)


@pytest.fixture
def leadless(world: Store, shapes: Shapes) -> Report:
    """The report on a world in which one measure has no lead ministry."""
    for quad in list(world.quads_for_pattern(NamedNode(BASE + MEASURE), LEAD, None)):
        world.remove(quad)
    return validate(world, shapes)


def violations(report: Report) -> list[str]:
    """Return the rules with an open Violation."""
    return [
        outcome.rule.key
        for outcome in report.outcomes
        if outcome.open and outcome.rule.severity is Severity.VIOLATION
    ]


def test_a_breach_stops_a_publish_and_is_named(leadless: Report) -> None:
    assert not leadless.publishable
    reason = refusal(leadless)
    assert reason is not None
    assert (reason.where or "").startswith(BASE + MEASURE)
    assert "lead" in reason.sentence


def test_an_exception_covers_its_own_breach_alone(leadless: Report) -> None:
    accepted = accept(leadless, [exception()], BASE, DAY)
    assert set(violations(leadless)) - set(violations(accepted)) == {"Measure-lead"}
    assert accepted.count(Severity.VIOLATION, accepted=True) == 1
    assert not accepted.conforms
    assert accepted.unused == ()


def test_an_exception_holds_through_its_last_day(leadless: Report) -> None:
    last = accept(leadless, [exception()], BASE, date(2027, 3, 31))
    assert last.expired == ()
    after = accept(leadless, [exception()], BASE, date(2027, 4, 1))
    assert [item.shape for item in after.expired] == ["Measure-lead"]
    assert "Measure-lead" in violations(after)
    reason = refusal(after)
    assert reason is not None
    assert reason.code == "exception-expired"


def test_an_expired_exception_stops_a_publish_even_of_sound_data(
    world: Store, shapes: Shapes
) -> None:
    report = accept(validate(world, shapes), [exception()], BASE, date(2030, 1, 1))
    assert not report.publishable


def test_an_exception_that_matches_nothing_is_reported(world: Store, shapes: Shapes) -> None:
    report = accept(validate(world, shapes), [exception()], BASE, DAY)
    assert report.unused == (exception(),)
    assert report.publishable


def test_an_exception_of_another_edition_is_left_out_of_account(
    world: Store, shapes: Shapes
) -> None:
    other = exception(node="jutenkeikaku/1999/measure/1-1", expires=date(2000, 1, 1))
    report = accept(validate(world, shapes), [other], BASE, DAY)
    assert (report.unused, report.expired) == ((), ())


def test_a_star_stands_for_one_segment(leadless: Report) -> None:
    any_edition = exception(node="jutenkeikaku/*/measure/4-8")
    assert "Measure-lead" not in violations(accept(leadless, [any_edition], BASE, DAY))
    too_short = exception(node="jutenkeikaku/*/4-8")
    assert "Measure-lead" in violations(accept(leadless, [too_short], BASE, DAY))


def test_an_exception_for_an_unknown_rule_is_refused(world: Store, shapes: Shapes) -> None:
    with pytest.raises(ShisakuError, match="no such rule"):
        accept(validate(world, shapes), [exception(shape="Measure-led")], BASE, DAY)


def test_what_is_printed_and_was_not_read_is_not_covered(leadless: Report) -> None:
    """Measure 4-8 prints its ministry: an exception for the missing lead does not hide that."""
    accepted = accept(leadless, [exception()], BASE, DAY)
    assert "Measure-lead-read" in violations(accepted)


ENTRY = """[[exception]]
shape = "Measure-lead"
node = "a/1/measure/1-1"
reason_ja = "理由。"
reason_en = "Reason."
by = "Editors"
on = 2026-11-23
expires = 2027-03-31
"""
BAD = {
    "exception-keys": ENTRY.replace("by =", "who ="),
    "exception-empty": ENTRY.replace('"Reason."', '" "'),
    "exception-day": ENTRY.replace("2027-03-31", '"2027-03-31"'),
    "exception-twice": ENTRY + ENTRY,
    "exceptions-unreadable": ENTRY.replace("[[", "[["[:1]),
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_file_of_exceptions_gets_one_sentence(code: str, tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    path.write_text(BAD[code], encoding="utf-8")
    with pytest.raises(ShisakuError) as refused:
        load_exceptions(path)
    assert refused.value.code == code


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    path.write_text(ENTRY, encoding="utf-8")
    (item,) = load_exceptions(path)
    assert (item.shape, item.expires) == ("Measure-lead", date(2027, 3, 31))


def test_the_graph_conforms_but_for_what_1_1_lacks(graph: Store) -> None:
    """The plan prints neither a ministry nor a KPI for measure 1-1; that alone is accepted."""
    report = check(graph, Config(), DAY)
    accepted = {
        (outcome.rule.key, result.focus.rpartition("/")[2])
        for outcome in report.outcomes
        for result in outcome.results
        if result.accepted
    }
    assert accepted == {
        ("Measure-lead", "1-1"),
        ("Measure-attribution", "1-1"),
        ("Measure-goal-printed", "1-1"),
    }
    assert violations(report) == []
    assert refusal(report) is None
    assert report.unused == ()
