"""Scores of a plan against annotations: what counts, what does not, and broken gold files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kpi_lines import measure_of

from shisaku.document.model import SourceFile
from shisaku.document.reader import read
from shisaku.errors import ShisakuError
from shisaku.plan.evaluate import FIELDS, Evaluation, evaluate, load_gold
from shisaku.plan.extract import extract
from shisaku.plan.gold import gold_measure
from shisaku.plan.model import Measure, Plan
from shisaku.plan.profile import load_profile
from shisaku.reference import load

LINE = "・登録数（2027年度末までに29万件以上）（累計）"
VALUE = {
    "role": "target", "value": 290000, "unit": "件", "period": "FY2027", "qualifier": "以上",
    "cumulative": True,
}  # fmt: skip


def scored(row: dict[str, Any], measure: Measure) -> Evaluation:
    """Score one measure against one annotation."""
    source = SourceFile("plan.txt", "", 0, "text/plain")
    plan = Plan("jutenkeikaku", "2023", source, (), (measure,), ())
    return evaluate([gold_measure({"no": "4-8"} | row)], plan)


def counts(result: Evaluation, field: str) -> tuple[int, int, int]:
    """Return how many were found and expected, missed and false."""
    score = result.fields[field]
    return score.expected, len(score.missed), len(score.false)


def test_an_exact_value_counts_in_both_fields() -> None:
    result = scored({"values": [VALUE]}, measure_of(LINE))
    assert counts(result, "values") == counts(result, "values_core") == (1, 0, 0)
    assert result.fields["values"].f1 == 1


@pytest.mark.parametrize(("key", "other"), [("unit", "個"), ("qualifier", None)])
def test_unit_and_qualifier_do_not_count_in_the_core(key: str, other: object) -> None:
    result = scored({"values": [VALUE | {key: other}]}, measure_of(LINE))
    assert counts(result, "values") == (1, 1, 1)
    assert counts(result, "values_core") == (1, 0, 0)


@pytest.mark.parametrize(
    ("key", "other"),
    [("role", "actual"), ("value", 29), ("period", "2027"), ("cumulative", False),
     ("cadence", "annual")],
)  # fmt: skip
def test_everything_else_counts_in_the_core(key: str, other: object) -> None:
    result = scored({"values": [VALUE | {key: other}]}, measure_of(LINE))
    assert counts(result, "values_core") == (1, 1, 1)


def test_a_cadence_may_stand_in_place_of_the_period() -> None:
    value = {"role": "target", "value": 60, "unit": "回", "period": "annual", "qualifier": None}
    assert counts(scored({"values": [value]}, measure_of("件数（年間60回）")), "values") == (
        1,
        0,
        0,
    )


def test_the_same_value_twice_needs_two_annotations() -> None:
    measure = measure_of("甲の率（2027年度までに100%）", "乙の率（2027年度までに100%）")
    value = {"role": "target", "value": 100, "unit": "%", "period": "FY2027", "qualifier": None}
    assert counts(scored({"values": [value]}, measure), "values") == (1, 0, 1)
    assert counts(scored({"values": [value] * 2}, measure), "values") == (2, 0, 0)


def test_indicators_are_compared_without_bullets_and_blanks() -> None:
    row = {"indicators": ["登録数 (2027年度末までに29万件以上)(累計)"]}
    assert counts(scored(row, measure_of(LINE)), "indicators") == (1, 0, 0)


def test_ambiguous_fields_and_optional_entries_count_neither_way() -> None:
    measure = measure_of(LINE, body=("e-Statと海しるの改修",))
    row = {"indicators": ["別"], "indicators_ambiguous": True,
           "systems": ["e-Stat"], "systems_optional": ["海しる", "SINET"]}  # fmt: skip
    result = scored(row, measure)
    assert counts(result, "indicators") == (0, 0, 0)
    assert counts(result, "systems") == (1, 0, 0)


def test_systems_may_be_annotated_by_any_printed_name() -> None:
    measure = measure_of(body=("海洋状況表示システム（海しる）の公開",))
    for name in ("海しる", "海洋状況表示システム", "海洋状況表示システム（海しる）"):
        assert counts(scored({"systems": [name]}, measure), "systems") == (1, 0, 0)


@pytest.mark.parametrize(
    ("text", "period", "missed"),
    [
        ("最適化技術を確立", "FY2025", 0),
        ("安全な最適化技術を確立する", "FY2025", 0),
        ("最適化技術を確立", "2025", 1),
        ("別の目標", "FY2025", 1),
    ],
)
def test_milestones_need_the_period_and_like_words(text: str, period: str, missed: int) -> None:
    measure = measure_of("2025年度末までに安全な最適化技術を確立")
    result = scored({"milestones": [{"text": text, "period": period}]}, measure)
    assert counts(result, "milestones") == (1, missed, missed)


def test_misses_and_false_hits_stand_beside_their_passage() -> None:
    result = scored({"values": [VALUE | {"unit": "個"}]}, measure_of(LINE))
    score = result.fields["values"]
    for hit in (*score.missed, *score.false):
        assert (hit.measure, hit.passage, hit.text) == ("4-8", "4-8/2", LINE)


def test_a_measure_that_was_not_read_is_missed_with_all_its_entries() -> None:
    source = SourceFile("plan.txt", "", 0, "text/plain")
    plan = Plan("jutenkeikaku", "2023", source, (), (), ())
    row = {"no": "9-9", "title": "題", "area": 9, "values": [VALUE], "systems": ["SINET"]}
    result = evaluate([gold_measure(row)], plan)
    assert [counts(result, name)[1] for name in ("measures", "titles", "values", "systems")] == [
        1, 1, 1, 1,
    ]  # fmt: skip
    assert result.fields["measures"].f1 == 0


def test_json_holds_every_field_with_its_scores() -> None:
    table = json.loads(scored({"values": [VALUE]}, measure_of(LINE)).to_json())
    assert list(table["fields"]) == list(FIELDS)
    for score in table["fields"].values():
        assert {"precision", "recall", "f1", "missed", "false"} <= score.keys()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "gold-json"),
        ('{"no": "4-8"}', "gold-list"),
        ('[{"title": "題"}]', "gold-number"),
        ('[{"no": "4-8", "values": 5}]', "gold-field"),
        ('[{"no": "4-8", "values": [{"role": "target"}]}]', "gold-entry"),
        ('[{"no": "4-8", "systems": [5]}]', "gold-entry"),
    ],
)
def test_a_broken_gold_file_is_named(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "gold.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ShisakuError) as caught:
        load_gold(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value)


def test_a_missing_gold_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShisakuError) as caught:
        load_gold(tmp_path / "none.json")
    assert caught.value.code == "gold-unreadable"


FLOORS = {
    "measures": 1.0, "titles": 1.0, "areas": 1.0, "ministries": 1.0, "laws": 1.0,
    "values": 0.98, "values_core": 0.98, "milestones": 0.95, "systems": 0.97, "indicators": 0.95,
}  # fmt: skip


@pytest.fixture(scope="module")
def sample_scores(shared: Path) -> Evaluation:
    """The scores of the annotated sample on the plan as Word."""
    plan = extract(read(shared / "plan" / "plan.docx"), load_profile("jutenkeikaku"), load())
    return evaluate(load_gold(shared / "gold" / "sample.json"), plan)


@pytest.mark.parametrize("field", FIELDS)
def test_the_annotated_sample_is_read(sample_scores: Evaluation, field: str) -> None:
    score = sample_scores.fields[field]
    assert score.f1 >= FLOORS[field], [hit.entry for hit in (*score.missed, *score.false)]
