"""Printed lines go in; a measure made of them and read with the bundled profile comes out."""

from __future__ import annotations

from shisaku.plan.facts import measure_facts
from shisaku.plan.model import Measure, Passage, PassageKind, Value
from shisaku.plan.profile import load_profile
from shisaku.plan.structure import MeasureText
from shisaku.reference import load


def measure_of(*lines: str, body: tuple[str, ...] = ()) -> Measure:
    """Read the facts of a measure with these KPI lines and body paragraphs."""
    number = "4-8"
    kinds = [
        (PassageKind.HEADING, "題名"),
        *((PassageKind.BULLET, text) for text in body),
        *((PassageKind.KPI, text) for text in lines),
    ]
    passages = tuple(
        Passage(f"{number}/{ordinal}", number, ordinal, kind, text)
        for ordinal, (kind, text) in enumerate(kinds, start=1)
    )
    text = MeasureText(number, "題名", 4, 1, passages)
    return measure_facts(text, load_profile("jutenkeikaku"), load())


def values_of(*lines: str) -> list[Value]:
    """Return all values of these KPI lines."""
    return [value for indicator in measure_of(*lines).indicators for value in indicator.values]


def written(value: Value) -> str:
    """Write a value in one line: role number unit period qualifier cumulative cadence."""
    parts = (
        value.role.value,
        f"{value.number:f}",
        value.unit,
        value.period.key if value.period else None,
        value.qualifier.value if value.qualifier else None,
        "累計" if value.cumulative else None,
        value.cadence.value if value.cadence else None,
    )
    return " ".join(part or "-" for part in parts)
