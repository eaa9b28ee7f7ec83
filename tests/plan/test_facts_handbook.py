"""The tables of the handbook page on facts say what the reader really does."""

from __future__ import annotations

from pathlib import Path

import pytest
from kpi_lines import measure_of, written

PAGE = Path(__file__).resolve().parents[2] / "docs" / "facts.md"


def rows(heading: str) -> list[tuple[str, str]]:
    """Return the rows of the table below a heading, without its head."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.split("\n") if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
    return [(cell[0], cell[1]) for cell in cells]


@pytest.mark.parametrize(("line", "expected"), rows("Values"))
def test_values(line: str, expected: str) -> None:
    values = [value for item in measure_of(line).indicators for value in item.values]
    assert "; ".join(map(written, values)) == expected


@pytest.mark.parametrize(("line", "expected"), rows("Milestones"))
def test_milestones(line: str, expected: str) -> None:
    found = measure_of(line).milestones
    assert "; ".join(f"{item.period.key} {item.text}" for item in found) == expected
