"""The yardsticks against a running server over the sample: every point a loopback host can earn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from scores import mqa, umaka

#: Measures that a loopback host cannot reach in full: its address has a port, one namespace is
#: this project's own, and time depends on the machine.
AT_LEAST = {"cool URI": 30, "ontology": 40, "execution time": 0}


def test_every_dataset_has_all_points_of_the_metadata_quality_score(
    base: str, shared: Path
) -> None:
    datasets = mqa.score(base, shared / "standards")
    assert len(datasets) == 4
    assert [(item.points, item.missed) for item in datasets] == [(mqa.FULL_SCORE, ())] * 4


def test_the_endpoint_has_the_points_of_umaka(base: str, shared: Path) -> None:
    points = umaka.score(base, shared / "standards", date(2026, 11, 24))
    short = {
        item.measure: (item.points, item.note)
        for item in points
        if item.points < AT_LEAST.get(item.measure, item.possible)
    }
    assert short == {}
