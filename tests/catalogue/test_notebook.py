"""The notebook in docs/ runs from top to bottom against a real server, and its answers are true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook" / "three-questions.ipynb"


@pytest.fixture(scope="module")
def answers(base: str) -> Iterator[dict[str, Any]]:
    """The names that the notebook's cells define, run in order against a served sample."""
    cells = json.loads(NOTEBOOK.read_bytes())["cells"]
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHISAKU_ENDPOINT", base + "sparql")
        for cell in cells:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
        yield names


def test_targets_by_ministry_and_year(answers: dict[str, Any]) -> None:
    due = answers["due"]
    assert len(due) >= 5
    assert due["all"].is_monotonic_decreasing
    assert {"FY2025", "FY2027"} <= set(due.columns)


def test_distance_from_result_to_target(answers: dict[str, Any]) -> None:
    distance = answers["distance"]
    assert len(distance) >= 5
    assert ((distance["goal"] / distance["result"]).round(2) == distance["times"]).all()
    assert distance["goalWords"].str.len().min() > 0


def test_systems_of_several_ministries(answers: dict[str, Any]) -> None:
    shared = answers["shared"]
    assert len(shared) >= 3
    assert (shared["ministries"] > 1).all()
    assert (shared["measures"] >= 1).all()
