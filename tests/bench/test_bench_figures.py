"""Samples become medians, spread and a verdict on the goal, in one table."""

from __future__ import annotations

import pytest
from bench.figures import figure, geometric_mean, table


@pytest.mark.parametrize(
    ("samples", "goal", "at_least", "met"),
    [
        ([1.0, 2.0, 3.0], 2.0, False, True),
        ([1.0, 2.1, 3.0], 2.0, False, False),
        ([1.0, 2.0, 3.0], 2.0, True, True),
        (1.9, 2.0, True, False),
        (1.9, None, True, None),
    ],
)
def test_the_median_is_held_against_the_goal(
    samples: list[float] | float, goal: float | None, at_least: bool, met: bool | None
) -> None:
    assert figure("part", "name", samples, "s", goal, at_least).met is met


def test_the_spread_is_half_the_range() -> None:
    assert figure("part", "name", [1.0, 2.0, 3.0], "s").spread == 0.5
    assert figure("part", "name", 3.0, "s").spread == 0.0


def test_a_server_that_failed_does_not_hide_in_the_mean() -> None:
    assert geometric_mean([2.0, 8.0]) == pytest.approx(4.0)
    assert geometric_mean([2.0, 0.0]) == geometric_mean([]) == 0.0


def test_the_table_says_goal_and_verdict() -> None:
    line = table([figure("publish", "cold", [2.0, 3.0, 4.0], "s", 3.0)]).splitlines()[-1]
    assert line == "| publish | cold | 3.00 s | ±33% | ≤ 3.00 s | yes |  |"
