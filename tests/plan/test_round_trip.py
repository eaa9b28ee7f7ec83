"""Every value of a whole plan is read again from its quote, and gives the same number."""

from __future__ import annotations

from pathlib import Path

import pytest

from shisaku.document.reader import read
from shisaku.plan.extract import extract
from shisaku.plan.figures import find_figures
from shisaku.plan.folding import fold
from shisaku.plan.model import Plan
from shisaku.plan.profile import load_profile
from shisaku.plan.verify import verify_quotes
from shisaku.reference import load
from shisaku.sample.word import write_sample

PROFILE = load_profile("jutenkeikaku")


@pytest.fixture(scope="module", params=["sample", "plan"])
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The bundled sample, and the real plan where it is there; their quotes are verified."""
    if request.param == "sample":
        areas = {area.number: area.title_ja for area in PROFILE.areas}
        path = write_sample(tmp_path_factory.mktemp("sample") / "plan.docx", areas)
    else:
        path = request.getfixturevalue("plan_docx")
    document = read(Path(path))
    found = extract(document, PROFILE, load())
    verify_quotes(found, document)
    return found


def test_values_read_back_from_their_quotes(plan: Plan) -> None:
    count = 0
    for measure in plan.measures:
        for indicator in measure.indicators:
            for value in indicator.values:
                figure = find_figures(fold(value.quote.exact).text)[0]
                assert figure.value == value.number, value.quote
                count += 1
    assert count > 150


def test_milestones_and_indicators_are_quoted(plan: Plan) -> None:
    for measure in plan.measures:
        numbers = {indicator.ordinal for indicator in measure.indicators}
        for milestone in measure.milestones:
            assert milestone.indicator in numbers
        for indicator in measure.indicators:
            assert indicator.text == "\n".join(quote.exact for quote in indicator.quotes)


def test_the_same_file_gives_the_same_facts(tmp_path: Path) -> None:
    areas = {area.number: area.title_ja for area in PROFILE.areas}
    path = write_sample(tmp_path / "plan.docx", areas)
    first, second = (extract(read(path), PROFILE, load()) for _ in range(2))
    assert first == second
