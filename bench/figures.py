"""Measured figures go in; one table with medians, spread, ratios and goals comes out."""

from __future__ import annotations

import json
import math
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: the samples of all rounds in one unit, and what was aimed at.

    goal: a limit in the unit; at_least: the goal is a lower limit; note: what limits it.
    """

    part: str
    name: str
    samples: tuple[float, ...]
    unit: str
    goal: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def value(self) -> float:
        """The median of all rounds."""
        return statistics.median(self.samples)

    @property
    def spread(self) -> float:
        """Half the range of the rounds as a share of the median; 0 for a single round."""
        if len(self.samples) < 2 or not self.value:
            return 0.0
        return (max(self.samples) - min(self.samples)) / 2 / abs(self.value)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def figure(
    part: str,
    name: str,
    samples: Sequence[float] | float,
    unit: str,
    goal: float | None = None,
    at_least: bool = False,
    note: str = "",
) -> Figure:
    """Return a figure from one sample or several."""
    found = (samples,) if isinstance(samples, (int, float)) else tuple(samples)
    return Figure(part, name, found, unit, goal, at_least, note)


def geometric_mean(values: Iterable[float]) -> float:
    """Return the geometric mean; 0 without values or where one of them is 0."""
    held = list(values)
    if not held or min(held) <= 0:
        return 0.0
    return math.exp(sum(map(math.log, held)) / len(held))


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        "| part | figure | median | spread | goal | met | note |",
        "|---|---|---:|---:|---:|---|---|",
    ]
    for item in figures:
        sign = "≥" if item.at_least else "≤"
        goal = f"{sign} {_short(item.goal)} {item.unit}" if item.goal is not None else ""
        met = {None: "", True: "yes", False: "no"}[item.met]
        spread = f"±{item.spread:.0%}" if len(item.samples) > 1 else ""
        lines.append(
            f"| {item.part} | {item.name} | {_short(item.value)} {item.unit} | {spread} "
            f"| {goal} | {met} | {item.note} |"
        )
    return "\n".join(lines)


def show(figures: Iterable[Figure], as_json: bool = False) -> None:
    """Print figures as a table, or as JSON for programs."""
    held = list(figures)
    if as_json:
        json.dump([asdict(item) for item in held], sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(table(held))


def _short(value: float | None) -> str:
    if value is None:
        return ""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"
